import RecoveryModel

extension DriftReport {
    func writeText(to page: inout TextPage, _ output: inout ReportOutput) {
        for (resource, differences) in byResource {
            page.heading("\(resource.shown)")
            for difference in differences { page.difference(difference) }
            page.passOn(to: &output)
        }
        page.unknown(unknown, &output)
    }

    private var byResource: [(ResourceReference, [Difference])] {
        Dictionary(grouping: differences) { ResourceReference($0.resource.kind, $0.resource.name) }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension TextPage {
    fileprivate mutating func difference(_ difference: DriftReport.Difference) {
        add("\(difference.title) (\(difference.control, .faint))", indent: 2, hang: 4)
        item("was", width: 10, "\(difference.was ?? "not recorded")", indent: 4)
        item("now", width: 10, "\(difference.now, .strong)", indent: 4)
        item("required", width: 10, "\(difference.required)", indent: 4)
        item("by", width: 10, "\(difference.authorShown)", indent: 4)
    }
}

extension DriftReport.Difference {
    /// Who, by which call, when.
    var authorShown: String {
        author.map { "\($0.user), \($0.event), \($0.at)" } ?? "unknown: CloudTrail has no event"
    }
}
