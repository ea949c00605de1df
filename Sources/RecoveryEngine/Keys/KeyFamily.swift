import AWSNames
import RecoveryModel

/// A key with what the policy requires of it.
struct KeySubject: Subject {
    let context: ControlContext
    let entry: Int?
    let policy: KeyPolicy
    let state: KeyState

    var resource: ResourceReference { ResourceReference(.key, policy.alias) }
}

extension Family {
    static let keys = Family(
        .key,
        controls: [
            .keyExists, .keyEnabled, .keyNotPendingDeletion, .keyRotation, .keyAllowsPublishers,
            .keyUsableByRestoreRole, .keyAdmitsRoles, .keyMultiRegion,
        ] + PolicyControls.ofKey.controls,
        subjects: { context in
            zip(context.target.part.keys, context.policy.keys).map { entry, policy in
                let missing = KeyState(alias: policy.alias, key: .unavailable(.notCollected("kms:DescribeKey")))
                return KeySubject(
                    context: context, entry: entry, policy: policy,
                    state: context.inventory.keys[policy.alias] ?? missing)
            }
        },
        // An alias is reached through its key, whose id is not known before: any key of the account.
        reads: { target in
            target.keyAliases.isEmpty
                ? []
                : .all(["kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:GetKeyPolicy"], on: "key/*")
        },
        imagine: { target, account, inventory in
            for alias in target.keyAliases {
                var key = KeyState.Key(
                    id: "*", arn: target.place.arn("kms", "key/*"),
                    state: account == .altered ? "PendingDeletion" : "Disabled",
                    rotation: .known(.init(enabled: false)), policy: .known(AccessPolicy(statements: [])))
                key.regions = target.policy.copyRegions.map(\.rawValue)
                inventory.keys[alias] = KeyState(alias: alias, key: .known(account == .empty ? nil : key))
            }
        },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )
}
