import JSONWriting
import RecoveryModel

extension Plan {
    func members(_ place: FindingPlace) -> [OrderedJSON.Member] {
        [
            ("at", .text(at)),
            ("conclusion", .string(verdict.word)),
            ("counts", .counts(Self.counts([self]))),
            ("steps", .generated(count: steps.count) { steps[$0].orderedJSON(number: $0 + 1) }),
            ("leftOut", .integer(leftOut)),
            ("left", unfixable.orderedJSON(place)),
            ("unknown", unknown.orderedJSON(place)),
            ("orphans", orphans.orderedJSON),
        ]
    }
}

extension Step {
    fileprivate func orderedJSON(number: Int) -> OrderedJSON {
        .object([
            ("number", .integer(number)),
            ("summary", .string(facts.line)),
            ("resource", facts.resource.orderedJSON),
            ("actions", .list(facts.actions)),
            ("settings", .array(facts.details.map(\.orderedJSON))),
            ("disruption", .text(facts.disruption.text)),
            ("reversal", .string(facts.reversal.word)),
            ("takesAway", .list(facts.takesAway)),
            ("disturbs", .list(disturbs)),
            ("weakens", .list(weakens)),
            ("manager", .text(manager)),
            ("precondition", facts.precondition.map(\.orderedJSON) ?? .null),
            ("reasons", .array(reasons.map(\.orderedJSON))),
        ])
    }
}

extension ChangeFacts.Setting {
    fileprivate var orderedJSON: OrderedJSON {
        .object([("name", .string(name)), ("before", .text(before)), ("after", .text(after))])
    }
}

extension ChangeFacts.Precondition {
    fileprivate var orderedJSON: OrderedJSON {
        .object([("document", .string(document)), ("digest", .string(digest))])
    }
}

extension Step.Reason {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("control", .text(control)), ("title", .string(title)), ("required", .string(required)),
            ("observed", .string(observed)),
        ])
    }
}
