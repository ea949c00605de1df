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
            ("effect", .string(facts.effect.rawValue)),
            ("settings", .array((facts.details + facts.contents).map(\.orderedJSON))),
            ("documents", .array(facts.documents.map { .array($0.parts.map(\.orderedJSON)) })),
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

extension DocumentEdit.Part {
    fileprivate var orderedJSON: OrderedJSON {
        func fields(_ fields: [DocumentField]) -> OrderedJSON {
            .array(fields.map { .object([("name", .string($0.name)), ("value", .string($0.value))]) })
        }
        return .object([
            ("part", .string(name)), ("change", .string(kind.rawValue)), ("before", fields(before)),
            ("after", fields(after)),
        ])
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
