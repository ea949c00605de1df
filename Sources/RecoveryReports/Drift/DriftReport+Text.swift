import RecoveryModel

extension DriftReport {
    func writeText(to page: inout TextPage, _ output: inout ReportOutput) {
        for (resource, differences) in byResource {
            page.heading("\(resource.shown)")
            for difference in differences { page.difference(difference) }
            page.passOn(to: &output)
        }
        if !ignored.isEmpty { page.add("left out by --ignore: \(CountText.list(ignored))", role: .faint) }
        page.unknown(unknown, &output)
        page.orphans(orphans)
    }

    private var byResource: [(ResourceReference, [Difference])] {
        Dictionary(grouping: differences) { ResourceReference($0.resource.kind, $0.resource.name) }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension TextPage {
    fileprivate mutating func difference(_ difference: DriftReport.Difference) {
        add("\(difference.title) (\(difference.control, .faint))", indent: 2, hang: 4)
        item("was", width: 10, "\(difference.was ?? "never applied")", indent: 4)
        item("now", width: 10, "\(difference.now, .strong)", indent: 4)
        item("required", width: 10, "\(difference.required)", indent: 4)
        item("means", width: 10, "\(difference.meaning)", indent: 4)
        if let author = difference.authorShown { item("by", width: 10, "\(author)", indent: 4) }
    }
}

extension DriftReport.Difference {
    /// Who, by which call, when; nil for what happened in the policy.
    var authorShown: String? {
        guard kind.isDrift else { return nil }
        return switch authorship {
        case .known(let author): "\(author.user), \(author.event), \(author.at)"
        case .nobody: "unknown: CloudTrail has no event that explains it"
        case .unavailable(let reason): "not known: \(reason)"
        }
    }
}
