extension [Diagnostic] {
    /// Sorts by location, then by severity and id, so that equal inputs give equal reports.
    package func sortedByPlace() -> [Diagnostic] {
        sorted { left, right in
            let (first, second) = (left.order, right.order)
            return first == second ? left.summary < right.summary : first < second
        }
    }

    /// True when at least one is an error.
    package var hasErrors: Bool { contains { $0.severity == .error } }

    /// One after the other, up to a limit, then the number of the rest: a broken file must not flood a log.
    package func rendered(limit: Int = 50) -> String {
        var lines = prefix(limit).map(\.description)
        if count > limit {
            let errors = dropFirst(limit).count { $0.severity == .error }
            let more = CountText.number(count - limit)
            lines.append("and \(more) more, including \(CountText.of(errors, "error")); fix the ones above first")
        }
        return lines.joined(separator: "\n")
    }
}

extension Diagnostic {
    fileprivate var order: (String, Int, Int, Int, String) {
        let rank = [Severity.error: 0, .warning: 1, .note: 2][severity] ?? 3
        return (location?.file ?? "", location?.line ?? 0, location?.column ?? 0, rank, id)
    }
}
