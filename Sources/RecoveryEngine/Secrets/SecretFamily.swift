import RecoveryModel

/// A secret that a database of the policy cannot do without.
struct SecretSubject: Subject {
    let context: ControlContext
    let state: SecretState

    var resource: ResourceReference { ResourceReference(.secret, state.name) }
}

extension Family {
    static let secrets = Family(
        .secret, controls: [.secretExists],
        subjects: { context in
            context.target.secrets.map { name in
                let missing = SecretState(
                    name: name, secret: .unavailable(.notCollected("secretsmanager:DescribeSecret")))
                return SecretSubject(context: context, state: context.inventory.secrets[name] ?? missing)
            }
        },
        // Secrets Manager adds six characters to the name in the ARN.
        reads: { target in target.secrets.map { Need("secretsmanager:DescribeSecret", "secret:\($0)-??????") } },
        imagine: { target, account, inventory in
            for name in target.secrets {
                let there = SecretState.Secret(arn: target.place.arn("secretsmanager", "secret:\(name)"))
                inventory.secrets[name] = SecretState(name: name, secret: .known(account == .empty ? nil : there))
            }
        }
    )
}
