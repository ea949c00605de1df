package import AWSCore
import AWSNames
import AWSServices
import FoundationEssentials
package import RecoveryModel

/// Reads the values of secrets and writes them back, in one account and region. Values go from here to a program's pipe or
/// to AWS, and nowhere else.
package struct SecretsVault: Sendable {
    private let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// The values of these secrets.
    ///
    /// - Throws: `ClientError` for the first that cannot be read: half an export would be taken for a whole one.
    package func bundle(of names: [String], at now: Instant) async throws -> SecretBundle {
        let values = try await concurrentMap(names) { name in
            guard let value = try await value(of: name) else {
                throw ValueMissing(description: "secret \(name) has no value")
            }
            return (name, value)
        }
        return SecretBundle(values: Dictionary(values) { first, _ in first }, exportedAt: now)
    }

    /// A secret that exists and was never given a value.
    struct ValueMissing: Error, CustomStringConvertible { let description: String }

    /// The value of a secret; nil when it has none.
    private func value(of name: String) async throws -> Redacted<SecretValue>? {
        let output = try await client.send(SecretsManager.getSecretValue, .init(secretId: name))
        if let text = output.secretString { return Redacted(.text(text.secret)) }
        return output.secretBinary.map { Redacted(.binary($0.secret)) }
    }

    /// What restoring a bundle would change here.
    ///
    /// - Throws: `ClientError`, also for a value that cannot be compared.
    package func plan(_ bundle: SecretBundle, place: String) async throws -> SecretsRestorePlan {
        let entries = try await concurrentMap(bundle.values.keys.sorted()) { name in
            SecretsRestorePlan.Entry(name: name, change: try await change(of: name, to: bundle.values[name]))
        }
        return SecretsRestorePlan(place: place, exportedAt: bundle.exportedAt, entries: entries)
    }

    private func change(
        of name: String, to value: Redacted<SecretValue>?
    ) async throws -> SecretsRestorePlan.Change {
        do {
            let described = try await client.send(SecretsManager.describeSecret, .init(secretId: name))
            guard described.deletedDate == nil else { return .undeleted }
        } catch let error as ClientError where error.code == "ResourceNotFoundException" {
            return .added
        }
        do {
            return try await self.value(of: name) == value ? .same : .changed
        } catch let error as ClientError where error.code == "ResourceNotFoundException" {
            // It is there, and has no current value: it cannot be created again, only given one.
            return .filled
        }
    }

    /// Writes what a plan says; each failure is in the result, and what was written before it stays.
    ///
    /// - Parameters:
    ///   - key: The key of KMS for secrets that are created; nil for the account's own.
    ///   - named: The secrets whose own value may be replaced.
    package func execute(
        _ plan: SecretsRestorePlan, _ bundle: SecretBundle, key: String?, replacing named: [String] = []
    ) async -> SecretsRestorePlan {
        var done = plan
        for (index, entry) in plan.entries.enumerated() where entry.writes {
            guard let value = bundle.values[entry.name] else { continue }
            do {
                try await write(entry, value, key, mayReplace: named.contains(entry.name))
            } catch {
                done.entries[index].failure = "\(error)"
            }
        }
        done.isDone = true
        return done
    }

    /// A value that was restored with its secret, and is not the exported one.
    struct OtherValue: Error, CustomStringConvertible {
        let name: String
        var description: String {
            "its deletion is cancelled, and it has another value than the export: --overwrite \(name) replaces it"
        }
    }

    private func write(
        _ entry: SecretsRestorePlan.Entry, _ value: Redacted<SecretValue>, _ key: String?, mayReplace: Bool
    ) async throws {
        let (text, bytes) = value.parts
        let token = UUID().uuidString.lowercased()
        switch entry.change {
        case .added:
            _ = try await client.send(
                SecretsManager.createSecret,
                .init(
                    name: entry.name, clientRequestToken: token, kmsKeyId: key, secretBinary: bytes,
                    secretString: text))
        case .undeleted:
            _ = try await client.send(SecretsManager.restoreSecret, .init(secretId: entry.name))
            guard try await self.value(of: entry.name) != value else { return }
            guard mayReplace else { throw OtherValue(name: entry.name) }
            fallthrough
        case .changed, .filled:
            _ = try await client.send(
                SecretsManager.putSecretValue,
                .init(secretId: entry.name, clientRequestToken: token, secretBinary: bytes, secretString: text))
        case .same, .kept: break
        }
    }
}

extension Redacted<SecretValue> {
    /// As the calls take it.
    fileprivate var parts: (text: Redacted<String>?, bytes: Redacted<[UInt8]>?) {
        switch secret {
        case .text(let text): (Redacted<String>(text), nil)
        case .binary(let bytes): (nil, Redacted<[UInt8]>(bytes))
        }
    }
}
