import JSONWriting
package import RecoveryModel

extension DriftReport {
    /// By docs/schemas/drift.json.
    package var json: String { orderedJSON.document }

    private var orderedJSON: OrderedJSON {
        .object([
            ("schema", "drctl/drift/v1"),
            ("policy", .string(policy)),
            ("account", .text(account)),
            ("region", .text(region)),
            ("at", .text(at)),
            ("baselineAt", .text(baselineAt)),
            ("conclusion", .string(conclusion.rawValue)),
            (
                "counts",
                .object([("differences", .integer(differences.count)), ("unknown", .integer(unknown.count))])
            ),
            ("differences", .array(differences.map(\.orderedJSON))),
            ("unknown", .array(unknown.map(\.orderedJSON))),
        ])
    }
}

extension DriftReport.Difference {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("resource", resource.orderedJSON),
            ("control", .text(control)),
            ("title", .string(title)),
            ("required", .string(required)),
            ("was", .text(was)),
            ("now", .string(now)),
            (
                "author",
                author.map {
                    .object([("user", .string($0.user)), ("event", .string($0.event)), ("at", .text($0.at))])
                } ?? .null
            ),
        ])
    }
}
