import JSONWriting
package import RecoveryModel

extension ApplyRecord {
    /// By docs/schemas/apply.json.
    package var json: String { orderedJSON.document }

    private var orderedJSON: OrderedJSON {
        .object([
            ("schema", "drctl/apply/v1"),
            ("policy", .string(policy)),
            ("account", .text(account)),
            ("region", .text(region)),
            ("startedAt", .text(startedAt)),
            ("finishedAt", .text(finishedAt)),
            ("conclusion", .string(conclusion.rawValue)),
            (
                "counts",
                .object([
                    ("done", .integer(count("done"))), ("failed", .integer(count("failed"))),
                    ("notReached", .integer(count("not-reached"))),
                ])
            ),
            ("steps", .array(steps.enumerated().map { $1.orderedJSON(number: $0 + 1) })),
            ("auditAfter", auditAfter.map(\.orderedJSON) ?? .null),
        ])
    }
}

extension ApplyRecord.AppliedStep {
    fileprivate func orderedJSON(number: Int) -> OrderedJSON {
        var (reason, hint): (String?, String?) = (nil, nil)
        if case .failed(let why, let what) = outcome { (reason, hint) = (why, what) }
        return .object([
            ("number", .integer(number)),
            ("summary", .string(summary)),
            ("resource", resource.orderedJSON),
            ("outcome", .string(outcome.word)),
            ("reason", .text(reason)),
            ("hint", .text(hint)),
            ("requestIDs", .list(requestIDs)),
            ("seconds", .seconds(seconds)),
        ])
    }
}
