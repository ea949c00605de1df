import RecoveryModel

/// A secret that a database of the policy cannot do without.
struct SecretSubject: Subject {
    let context: ControlContext
    let state: SecretState
    /// What the entries that name it ask of it.
    let rules: DatabasePolicy.SecretRules

    var resource: ResourceReference { ResourceReference(.secret, state.name) }
}

extension Family {
    static let secrets = Family(
        .secret,
        controls: [
            .secretExists, .secretEncryption, .secretRotation, .secretReplicated, .secretOutlivesSource,
            .secretRecoveryWindow,
        ] + PolicyControls.ofSecret.controls,
        subjects: { context in
            context.target.secrets.map { name in
                let missing = SecretState(
                    name: name, secret: .unavailable(.notCollected("secretsmanager:DescribeSecret")))
                let rules = context.policy.databases.filter { $0.secrets.contains(name) }.map(\.secretRules)
                return SecretSubject(
                    context: context, state: context.inventory.secrets[name] ?? missing,
                    rules: rules.reduce(DatabasePolicy.SecretRules()) { $0.and($1) })
            }
        },
        // Secrets Manager adds six characters to the name in the ARN.
        reads: { target in
            target.secrets.flatMap { name in
                [Need].all(
                    ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"], on: "secret:\(name)-??????")
            } + (target.secrets.isEmpty ? [] : [Need("kms:DescribeKey", "key/*")])
        },
        imagine: { target, account, inventory in
            for name in target.secrets {
                var there = SecretState.Secret(arn: target.place.arn("secretsmanager", "secret:\(name)"))
                there.policy = .known(nil)
                inventory.secrets[name] = SecretState(name: name, secret: .known(account == .empty ? nil : there))
            }
        }
    )
}

extension DatabasePolicy.SecretRules {
    /// What holds to both; of two keys the first one.
    fileprivate func and(_ other: Self) -> Self {
        var both = self
        both.encryptionKey = encryptionKey ?? other.encryptionKey
        both.rotation = [rotation, other.rotation].compactMap(\.self).min()
        both.replicateTo += other.replicateTo
        both.recoveryWindow = [recoveryWindow, other.recoveryWindow].compactMap(\.self).max()
        both.sharedWith += other.sharedWith
        return both
    }
}
