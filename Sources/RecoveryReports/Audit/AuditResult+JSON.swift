import JSONWriting
package import RecoveryModel

extension AuditResult {
    /// By docs/schemas/audit.json.
    package var json: String { orderedJSON.document }

    package func writeJSON(_ piece: ([UInt8]) -> Void) { orderedJSON.write(piece) }

    var orderedJSON: OrderedJSON {
        .object([
            ("schema", "drctl/audit/v1"),
            ("policy", .string(policy)),
            ("account", .text(account)),
            ("region", .text(region)),
            ("at", .text(at)),
            ("conclusion", .string(conclusion.rawValue)),
            (
                "counts",
                .object(["met", "violated", "unknown", "waived"].map { ($0, .integer(count($0))) })
            ),
            ("findings", .generated(count: findings.count) { findings[$0].orderedJSON }),
        ])
    }
}
