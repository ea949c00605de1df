extension [Diagnostic] {
    /// By place, then by severity and id: equal inputs give equal reports.
    package func sortedByPlace() -> [Diagnostic] {
        sorted { left, right in
            let (first, second) = (left.order, right.order)
            return first == second ? left.summary < right.summary : first < second
        }
    }

    /// True when one of them is an error.
    package var hasErrors: Bool { contains { $0.severity == .error } }

    /// One after the other, at most so many, then how many are left: a broken file must not flood a log.
    package func rendered(limit: Int = 50) -> String {
        var lines = prefix(limit).map(\.description)
        if count > limit {
            let errors = dropFirst(limit).count { $0.severity == .error }
            lines.append("and \(count - limit) more, \(errors) of them errors; mend these first")
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
