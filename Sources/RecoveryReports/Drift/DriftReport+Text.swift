package import RecoveryModel

extension DriftReport: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(headline.word, headline.role): \(sentence)", hang: 2)
        page.add("policy \(policy), account \(account), \(region), \(at)", role: .faint)
        page.advice(advice)
        for (resource, differences) in byResource {
            page.heading("\(resource.shown)")
            for difference in differences { page.difference(difference) }
        }
        page.unknown(unknown)
        return page.text
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

extension DriftReport {
    var headline: (word: String, role: TextRole) {
        switch conclusion {
        case .drifted: ("DRIFTED", .bad)
        case .unchanged: ("NO DRIFT", .good)
        case .incomplete: ("INCOMPLETE", .unsure)
        }
    }

    var sentence: String {
        let since =
            baselineAt.map { "since the apply of \($0)" } ?? "compared with the policy, as nothing was applied yet"
        let changed =
            differences.isEmpty ? "nothing changed" : "\(AuditSummary.count(differences.count, "setting")) changed"
        let unseen = unknown.isEmpty ? "" : "; \(AuditSummary.count(unknown.count, "requirement")) could not be checked"
        return "\(changed) \(since)\(unseen)"
    }

    var advice: [(command: String?, reason: String)] {
        var advice: [(String?, String)] = []
        if !differences.isEmpty {
            advice.append((nil, "ask those named below why, before anything is reverted"))
            advice.append(("drctl apply", "restores what the policy requires"))
        }
        if !unknown.isEmpty {
            advice.append((nil, "fix the causes of what could not be checked, then compare again"))
        }
        return advice
    }

    var byResource: [(ResourceReference, [Difference])] {
        Dictionary(grouping: differences) { ResourceReference($0.resource.kind, $0.resource.name) }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension DriftReport.Difference {
    /// Who, by which call, when.
    var authorShown: String {
        author.map { "\($0.user), \($0.event), \($0.at)" } ?? "unknown: CloudTrail has no event"
    }
}
