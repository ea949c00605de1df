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
            let described: Collected<SecretState.Secret?> = try await observer.ask(
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
            }
            guard case .known(var secret?) = described, secret.deletedAt == nil else {
                return SecretState(name: name, secret: described)
            }
            secret.policy = try await observer.policy(of: name)
            return SecretState(name: name, secret: .known(secret))
        }
        return { $0.secrets = Dictionary(uniqueKeysWithValues: zip(names, states)) }
    }
}

extension Observer {
    /// The policy of a secret itself; nil when it has none.
    fileprivate func policy(of secret: String) async throws -> Collected<AccessPolicy?> {
        let text = try await ask(
            SecretsManager.getResourcePolicy, .init(secretId: secret), absentWhen: ["ResourceNotFoundException"]
        ) { $0.resourcePolicy }
        guard case .known(let document?) = text else { return text.map { _ in nil } }
        do {
            return .known(try AccessPolicy(parsing: document))
        } catch {
            return .unavailable(CollectionFailure(operation: "secretsmanager:GetResourcePolicy", reason: "\(error)"))
        }
    }
}
