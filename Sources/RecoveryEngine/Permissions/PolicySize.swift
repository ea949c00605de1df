package import RecoveryModel

/// How long policies may be. IAM counts their characters without white space.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
package enum PolicySize {
    /// All inline policies of a role together.
    package static let inlineOfRole = 10_240
    /// A managed policy.
    package static let managed = 6_144

    package static func of(_ policy: AccessPolicy) -> Int { policy.json.compact.count }

    /// The statements as policies that each fit into a managed one, in their order. A statement that is too long by
    /// itself is divided by its resources.
    package static func managed(_ statements: [AccessStatement]) -> [AccessPolicy] {
        var policies: [AccessPolicy] = []
        for statement in statements.flatMap(divided) {
            var fuller = policies.last?.statements ?? []
            fuller.append(statement)
            if !policies.isEmpty, of(AccessPolicy(statements: fuller)) <= managed {
                policies[policies.count - 1].statements = fuller
            } else {
                policies.append(AccessPolicy(statements: [statement]))
            }
        }
        return policies
    }

    private static func divided(_ statement: AccessStatement) -> [AccessStatement] {
        guard of(AccessPolicy(statements: [statement])) > managed, statement.resources.count > 1 else {
            return [statement]
        }
        let half = statement.resources.count / 2
        return [(statement.resources[..<half], "a"), (statement.resources[half...], "b")].flatMap { resources, suffix in
            var part = statement
            part.resources = Array(resources)
            part.sid = statement.sid.map { $0 + suffix }
            return divided(part)
        }
    }
}
