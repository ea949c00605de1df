import AWSCore
import AWSServices
import RecoveryModel

/// Makes the key behind an alias, which takes two calls.
///
/// A run that is killed between them, or refused the second, leaves a key that has no alias and costs money. Such a key is
/// born with a tag that names its alias; the next run adopts it instead of making another.
struct KeyMaking: Sendable {
    let client: AWSClient

    /// The id of the key, new or adopted, once the alias points at it.
    func make(alias: String, policy: String, tags: [String: String]) async throws -> String {
        let id: String
        if let begun = try await begunKey(for: alias) {
            // The policy may be another by now than when the key was made.
            _ = try await client.send(KMS.putKeyPolicy, .init(keyId: begun, policyName: "default", policy: policy))
            id = begun
        } else {
            id = try await create(for: alias, policy: policy, tags: tags)
        }
        do {
            _ = try await client.send(KMS.createAlias, .init(aliasName: "alias/\(alias)", targetKeyId: id))
        } catch let error as ClientError where error.code == "AlreadyExistsException" {
            // The answer to an attempt before was lost, or somebody else was faster: the alias tells.
            guard try await target(of: alias) == id else { throw error }
        }
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

    /// Creates a key, and never a second one: KMS does not know that it is asked again, so what an unanswered call may have
    /// made is looked for first.
    private func create(for alias: String, policy: String, tags: [String: String]) async throws -> String {
        let once = client.with { $0.retry.maximumAttempts = 1 }
        let all = tags.merging([KeyChange.aliasTag: alias]) { $1 }
        let input = KMS.CreateKeyInput(
            policy: policy, description: KeyChange.summary(alias: alias),
            tags: all.sorted { $0.key < $1.key }.map { KMS.Tag(tagKey: $0.key, tagValue: $0.value) })
        var round = 1
        while true {
            do {
                return try await once.send(KMS.createKey, input).keyMetadata.required("KeyMetadata").keyId
            } catch let error as ClientError
                where round < Self.rounds && (ErrorAdvice.leavesOpen(error) || error.code == "ThrottlingException")
            {
                try await Task.sleep(for: .milliseconds(250 << round))
                if let begun = try await begunKey(for: alias) { return begun }
                round += 1
            }
        }
    }

    /// How often a call is made that is not known to have been made.
    private static let rounds = 4

    private func target(of alias: String) async throws -> String? {
        try await client.pages(KMS.listAliasesPages, .init()).collect { try $0.aliases.required("Aliases") }
            .first { $0.aliasName == "alias/\(alias)" }?.targetKeyId
    }

    private func isMeant(_ id: String, for alias: String) async throws -> Bool {
        do {
            let tags = try await client.send(KMS.listResourceTags, .init(keyId: id)).tags.required("Tags")
            return tags.contains { $0.tagKey == KeyChange.aliasTag && $0.tagValue == alias }
        } catch let error as ClientError where error.code == "AccessDeniedException" {
            // A key of somebody else's that shuts us out: the policy of ours lets the account in.
            return false
        }
    }
}
