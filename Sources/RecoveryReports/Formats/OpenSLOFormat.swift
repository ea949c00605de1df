import JSONWriting
import RecoveryModel

extension ReportFormat {
    /// Objectives as OpenSLO documents: a service for each policy, and an SLO for the RPO and the RTO of each database.
    ///
    /// https://github.com/OpenSLO/OpenSLO/blob/main/README.md (openslo/v1)
    package static let openSLO = ReportFormat("openslo", of: [.objectives]) { report, _, output in
        guard let report = (report.content as? SingleReport)?.result as? ObjectivesReport else { return }
        output.put(report.openSLO.map { "---\n" + $0.yaml }.joined())
    }
}

extension ObjectivesReport {
    /// The documents, in the order of the policies.
    var openSLO: [OrderedJSON] {
        policies.flatMap { policy in
            [service(policy)]
                + policy.databases.flatMap { database in
                    [recoveryPoint(database, policy), recoveryTime(database, policy)]
                }
        }
    }

    private func service(_ policy: Policy) -> OrderedJSON {
        let owner = policy.owner.map { ", owner \($0)" } ?? ""
        return document("Service", policy.name, [("description", .string("Recovery of \(policy.name)\(owner)"))])
    }

    /// The age that the nightly audit publishes and the policy's alarm watches. It has a metric for each database, and none for
    /// a selector, of which drctl answers.
    private func recoveryPoint(_ database: Database, _ policy: Policy) -> OrderedJSON {
        slo(
            "rpo", database, policy, value: policy.rpo,
            description: "The newest recovery point of \(database.name) is no older than the RPO.",
            source: database.id.map { metric(of: $0, policy) } ?? answer(database, "rpoSeconds"))
    }

    /// The metric of CloudWatch that has the age of a database's newest recovery point.
    private func metric(of id: String, _ policy: Policy) -> OrderedJSON {
        .object([
            ("type", "CloudWatch"),
            (
                "spec",
                .object([
                    ("namespace", "DR/drctl"), ("metric", "RecoveryPointAge"), ("statistic", "Maximum"),
                    ("dimensions", .object([("Policy", .string(policy.name)), ("Database", .string(id))])),
                ])
            ),
        ])
    }

    /// A field of what drctl answers.
    private func answer(_ database: Database, _ field: OrderedJSON) -> OrderedJSON {
        .object([
            ("type", "drctl"),
            (
                "spec",
                .object([
                    ("command", "drctl objectives --output json"), ("database", .string(database.name)),
                    ("field", field),
                ])
            ),
        ])
    }

    /// What drills measure, which is no metric of CloudWatch: evidence has it.
    private func recoveryTime(_ database: Database, _ policy: Policy) -> OrderedJSON {
        slo(
            "rto", database, policy, value: policy.rto,
            description: "A drill of \(database.name) restores and verifies it within the RTO.",
            source: answer(database, "rtoSeconds"))
    }

    private func slo(
        _ kind: String, _ database: Database, _ policy: Policy, value: Int, description: String, source: OrderedJSON
    ) -> OrderedJSON {
        let name = "\(policy.name)-\(database.name)-\(kind)"
        let days = policy.every.map { max(1, $0.seconds / 86_400) } ?? 90
        return document(
            "SLO", name,
            [
                ("description", .string(description)), ("service", .string(Self.label(policy.name))),
                (
                    "indicator",
                    .object([
                        ("metadata", .object([("name", .string(Self.label("\(name)-indicator")))])),
                        ("spec", .object([("thresholdMetric", .object([("metricSource", source)]))])),
                    ])
                ),
                (
                    "timeWindow",
                    .array([.object([("duration", .string("\(days)d")), ("isRolling", .bool(true))])])
                ),
                ("budgetingMethod", "Occurrences"),
                (
                    "objectives",
                    .array([
                        .object([
                            ("displayName", .string(kind.uppercased())), ("op", "lte"),
                            ("value", .integer(value / 1_000)), ("target", .seconds(Self.target)),
                        ])
                    ])
                ),
            ])
    }

    /// OpenSLO's targets are below 1; what drctl means is always.
    private static let target = 0.999

    private func document(_ kind: String, _ name: String, _ spec: [OrderedJSON.Member]) -> OrderedJSON {
        .object([
            ("apiVersion", "openslo/v1"), ("kind", .string(kind)),
            ("metadata", .object([("name", .string(Self.label(name))), ("displayName", .string(name))])),
            ("spec", .object(spec)),
        ])
    }

    /// A name as OpenSLO takes it (RFC 1123): at most 63 lower-case letters, digits and hyphens. One that is too long keeps
    /// both its ends, of which the last one says what it is.
    private static func label(_ name: String) -> String {
        let plain = String(
            name.lowercased().map { character in
                character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
            })
        let bounded = plain.count > 63 ? String(plain.prefix(31)) + "-" + String(plain.suffix(31)) : plain
        let trimmed = bounded.drop { $0 == "-" }
        return String(String(trimmed.reversed().drop { $0 == "-" }.reversed()))
    }
}
