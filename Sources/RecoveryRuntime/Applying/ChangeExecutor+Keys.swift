import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func executeOnKey(_ change: Change, created: inout CreatedKeys) async throws {
        switch change {
        case .createKey(let alias, let policy, let tags):
            let output = try await client.send(
                KMS.createKey,
                .init(
                    policy: policy.json.compact, description: "Backups, made by drctl for alias/\(alias)",
                    tags: tags.sorted { $0.key < $1.key }.map { KMS.Tag(tagKey: $0.key, tagValue: $0.value) }))
            let id = try output.keyMetadata.required("KeyMetadata").keyId
            do {
                _ = try await client.send(KMS.createAlias, .init(aliasName: "alias/\(alias)", targetKeyId: id))
            } catch {
                // A key without its alias would be paid for and never found again.
                _ = try? await client.send(KMS.scheduleKeyDeletion, .init(keyId: id, pendingWindowInDays: 7))
                throw error
            }
            created.idByAlias[alias] = id
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
