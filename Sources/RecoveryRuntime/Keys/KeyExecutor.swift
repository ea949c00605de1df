import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func execute(_ change: KeyChange, created: inout CreatedKeys) async throws {
        switch change {
        case .create(let alias, let policy, let tags):
            created.idByAlias[alias] = try await KeyMaking(client: client).make(
                alias: alias, policy: policy.json.compact, tags: tags)
        case .enable(let key):
            _ = try await client.send(KMS.enableKey, .init(keyId: try created.id(of: key)))
        case .cancelDeletion(let key):
            let id = try created.id(of: key)
            // It is not pending deletion any more when an attempt before went unanswered.
            try await accepting(["KMSInvalidStateException"]) {
                _ = try await client.send(KMS.cancelKeyDeletion, .init(keyId: id))
            }
        case .putPolicy(let key, let document):
            let id = try created.id(of: key)
            try await replace(document, of: "the policy of key alias/\(key.alias)") {
                try await KeyObservation(observer: observer).policy(id).map { Optional($0) }
            } write: { policy in
                _ = try await client.send(
                    KMS.putKeyPolicy, .init(keyId: id, policyName: "default", policy: policy.json.compact))
            }
        case .enableRotation(let key, let period):
            _ = try await client.send(
                KMS.enableKeyRotation,
                .init(keyId: try created.id(of: key), rotationPeriodInDays: period.after))
        }
    }
}

extension CreatedKeys {
    /// The id of a key that exists, or that an earlier step created.
    ///
    /// - Throws: `MissingPrerequisite`.
    fileprivate func id(of key: KeyChange.KeyReference) throws -> String {
        guard let id = key.id ?? idByAlias[key.alias] else {
            throw MissingPrerequisite(description: "the key of alias/\(key.alias) was not created")
        }
        return id
    }
}
