import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    /// What is said of each secret; never its value.
    static let secrets = Observation(kinds: [.secret]) { place in
        let names = place.target.secrets
        let observer = place.observer
        let states = try await place.observer.each(names) { name in
            SecretState(
                name: name,
                secret: try await observer.ask(
                    SecretsManager.describeSecret, .init(secretId: name), absentWhen: ["ResourceNotFoundException"]
                ) { output in
                    var secret = SecretState.Secret(
                        arn: try output.arn.required("ARN"),
                        deletedAt: output.deletedDate.map { Instant(milliseconds: $0.milliseconds) })
                    secret.encryptionKey = output.kmsKeyId
                    // Left out for a secret that never rotated.
                    secret.rotates = output.rotationEnabled ?? false
                    secret.changedAt = (output.lastRotatedDate ?? output.lastChangedDate ?? output.createdDate)
                        .map { Instant(milliseconds: $0.milliseconds) }
                    secret.owner = output.owningService
                    secret.replicas = (output.replicationStatus ?? [])
                        .filter { $0.status == .inSync }.compactMap(\.region).sorted()
                    return secret
                })
        }
        return { $0.secrets = Dictionary(uniqueKeysWithValues: zip(names, states)) }
    }
}
