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
                    ("steps", .integer(steps.count)), ("left", .integer(left.count)),
                    ("unknown", .integer(unknown.count)),
                ])
            ),
            ("steps", .array(steps.enumerated().map { $1.orderedJSON(number: $0 + 1) })),
            ("left", .array(left.map(\.orderedJSON))),
            ("unknown", .array(unknown.map(\.orderedJSON))),
        ])
    }

    private var conclusion: String {
        if !steps.isEmpty { return "changes" }
        if !left.isEmpty { return "violated" }
        return unknown.isEmpty ? "nothing-to-change" : "incomplete"
    }
}

extension Step {
    fileprivate func orderedJSON(number: Int) -> OrderedJSON {
        .object([
            ("number", .integer(number)),
            ("summary", .string(change.summary)),
            ("resource", change.resource.orderedJSON),
            ("actions", .list(change.actions)),
            ("disruption", .text(disruption.text)),
            ("reasons", .array(reasons.map(\.orderedJSON))),
        ])
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
