import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func executeOnKey(_ change: Change, created: inout CreatedKeys) async throws {
        switch change {
        case .createKey(let alias, let policy, let tags):
            created.idByAlias[alias] = try await KeyMaking(client: client).make(
                alias: alias, policy: policy.json.compact, tags: tags)
        case .enableKey(let id):
            _ = try await client.send(KMS.enableKey, .init(keyId: id))
        case .cancelKeyDeletion(let id):
            _ = try await client.send(KMS.cancelKeyDeletion, .init(keyId: id))
        case .putKeyPolicy(let id, let policy):
            _ = try await client.send(
                KMS.putKeyPolicy, .init(keyId: id, policyName: "default", policy: policy.json.compact))
        case .enableKeyRotation(let reference, let days):
            let id: String
            switch reference {
            case .id(let known): id = known
            case .createdForAlias(let alias):
                guard let made = created.idByAlias[alias] else {
                    throw MissingPrerequisite(description: "the key of alias/\(alias) was not created")
                }
                id = made
            }
            _ = try await client.send(KMS.enableKeyRotation, .init(keyId: id, rotationPeriodInDays: days))
        default: break
        }
    }
}
