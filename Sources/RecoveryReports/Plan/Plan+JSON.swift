import JSONWriting
package import RecoveryModel

extension Plan {
    /// By docs/schemas/plan.json.
    package var json: String { orderedJSON.document }

    private var orderedJSON: OrderedJSON {
        .object([
            ("schema", "drctl/plan/v1"),
            ("policy", .string(policy)),
            ("account", .text(account)),
            ("region", .text(region)),
            ("at", .text(at)),
            ("conclusion", .string(conclusion)),
            (
                "counts",
                .object([
                    ("steps", .integer(steps.count)), ("left", .integer(unfixable.count)),
                    ("unknown", .integer(unknown.count)),
                ])
            ),
            ("steps", .array(steps.enumerated().map { $1.orderedJSON(number: $0 + 1) })),
            ("left", .array(unfixable.map(\.orderedJSON))),
            ("unknown", .array(unknown.map(\.orderedJSON))),
        ])
    }

    private var conclusion: String {
        if !steps.isEmpty { return "changes" }
        if !unfixable.isEmpty { return "violated" }
        return unknown.isEmpty ? "nothing-to-change" : "incomplete"
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
