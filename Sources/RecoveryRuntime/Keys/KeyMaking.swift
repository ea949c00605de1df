import AWSCore
import AWSServices
import RecoveryModel

/// Makes the key behind an alias, which takes two calls.
///
/// A run that is killed between them, or refused the second, leaves a key that has no alias and costs money. Such a key is
/// born with a tag that names its alias; the next run adopts it instead of making another.
struct KeyMaking: Sendable {
    /// Its value is the alias that a key of ours is meant for.
    static let tag = KeyChange.aliasTag

    let client: AWSClient

    /// The id of the key, new or adopted, once the alias points at it.
    func make(alias: String, policy: String, tags: [String: String]) async throws -> String {
        let id: String
        if let begun = try await begunKey(for: alias) {
            // The policy may be another by now than when the key was made.
            _ = try await client.send(KMS.putKeyPolicy, .init(keyId: begun, policyName: "default", policy: policy))
            id = begun
        } else {
            let all = tags.merging([Self.tag: alias]) { $1 }
            let output = try await client.send(
                KMS.createKey,
                .init(
                    policy: policy, description: "Backups, made by drctl for alias/\(alias)",
                    tags: all.sorted { $0.key < $1.key }.map { KMS.Tag(tagKey: $0.key, tagValue: $0.value) }))
            id = try output.keyMetadata.required("KeyMetadata").keyId
        }
        _ = try await client.send(KMS.createAlias, .init(aliasName: "alias/\(alias)", targetKeyId: id))
        return id
    }

    /// A key that an earlier run made for this alias and did not get to name.
    private func begunKey(for alias: String) async throws -> String? {
        let aliases = try await client.pages(KMS.listAliasesPages, .init()).collect {
            try $0.aliases.required("Aliases")
        }
        let named = Set(aliases.compactMap(\.targetKeyId))
        let keys = try await client.pages(KMS.listKeysPages, .init()).collect { try $0.keys.required("Keys") }
        for id in keys.compactMap(\.keyId).sorted() where !named.contains(id) {
            guard try await isMeant(id, for: alias) else { continue }
            let state = try await client.send(KMS.describeKey, .init(keyId: id)).keyMetadata?.keyState
            if state?.rawValue == "Enabled" { return id }
        }
        return nil
    }

    private func isMeant(_ id: String, for alias: String) async throws -> Bool {
        do {
            let tags = try await client.send(KMS.listResourceTags, .init(keyId: id)).tags.required("Tags")
            return tags.contains { $0.tagKey == Self.tag && $0.tagValue == alias }
        } catch let error as ClientError where error.code == "AccessDeniedException" {
            // A key of somebody else's that shuts us out: the policy of ours lets the account in.
            return false
        }
    }
}
