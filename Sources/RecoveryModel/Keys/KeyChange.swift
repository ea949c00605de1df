/// What drctl changes of KMS keys, each by the alias that the policy names.
package enum KeyChange: Hashable, Codable, Sendable {
    /// CreateKey, then CreateAlias for what it returned; a key that an interrupted run created is adopted.
    case create(alias: String, policy: AccessPolicy, tags: [String: String])
    case enable(KeyReference)
    case cancelDeletion(KeyReference)
    case putPolicy(KeyReference, Edit<AccessPolicy>)
    /// In days.
    case enableRotation(KeyReference, period: Edit<Int>)

    /// Names the alias that a key of drctl's is meant for.
    package static let aliasTag = "drctl:alias"

    /// The description of a key that drctl makes.
    package static func summary(alias: String) -> String { "Backups, made by drctl for alias/\(alias)" }

    /// A key behind an alias.
    package struct KeyReference: Hashable, Codable, Sendable {
        /// Without `alias/`.
        package var alias: String
        /// Nil for the key that an earlier step of the same plan creates.
        package var id: String?

        package init(alias: String, id: String?) {
            self.alias = alias
            self.id = id
        }
    }

    /// A key that was made for an alias and does not have it yet.
    private static func unnamed(_ alias: String) -> AccessCondition {
        AccessCondition.tagged([aliasTag: alias]).and(.unaliased)
    }

    package var facts: ChangeFacts {
        switch self {
        case .create(let alias, let policy, let tags):
            var facts = ChangeFacts(
                ResourceReference(.key, alias), .createKeys, "create key alias/\(alias)",
                // Listing finds a key that an interrupted run created and did not name, which is then given its policy.
                needs: .all(["kms:CreateKey", "kms:ListAliases", "kms:ListKeys"], on: "*")
                    + [
                        // Only at birth: nobody else's key can be made to look like one of ours.
                        Need(
                            "kms:TagResource", "key/*",
                            when: AccessCondition.tagging(Self.aliasTag, [alias]).and(.unaliased)),
                        Need("kms:CreateAlias", "alias/\(alias)"),
                    ]
                    + .all(["kms:ListResourceTags", "kms:DescribeKey"], on: "key/*")
                    + .all(["kms:PutKeyPolicy", "kms:CreateAlias"], on: "key/*", when: Self.unnamed(alias)))
            facts.reversal = .partial("a key is deleted after a waiting period of 7 days or more")
            return facts.creating(tags: tags, [], [("policy", policy)])
        case .enable(let key): return Self.facts(key, .enableKeys, "enable key", ["kms:EnableKey"])
        case .cancelDeletion(let key):
            return Self.facts(key, .restoreKeys, "cancel the deletion of key", ["kms:CancelKeyDeletion"])
        case .putPolicy(let key, let document):
            return Self.facts(key, .setKeys, "write the policy of key", ["kms:PutKeyPolicy", "kms:GetKeyPolicy"])
                .writing(document, as: "the policy of key alias/\(key.alias)") { $0.hasPrefix("statement Drctl") }
        case .enableRotation(let key, let period):
            return Self.facts(
                key, .setKeys, "rotate key", ["kms:EnableKeyRotation"],
                [period.setting("rotation period", shown: Shown.days)])
        }
    }

    private static func facts(
        _ key: KeyReference, _ stage: Stage, _ summary: String, _ actions: [String],
        _ details: [ChangeFacts.Setting] = []
    ) -> ChangeFacts {
        // KMS may take minutes to see the alias of a key that was just created.
        let fresh = key.id == nil ? [Need].all(actions, on: "key/*", when: unnamed(key.alias)) : []
        return ChangeFacts(
            ResourceReference(.key, key.alias), stage, "\(summary) alias/\(key.alias)",
            needs: .all(actions, on: "key/*", when: .aliased(["alias/\(key.alias)"])) + fresh, details)
    }
}
