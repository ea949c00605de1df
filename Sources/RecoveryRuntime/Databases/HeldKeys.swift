import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Reads the state of the keys that databases really have, once for each key, where the policy asks for encryption.
struct HeldKeys: Sendable {
    let observer: Observer
    let selectors: [DatabaseSelector]

    /// The databases with the states of their keys.
    func filled(
        _ databases: [DatabaseKind: Collected<[Database]>]
    ) async throws -> [DatabaseKind: Collected<[Database]>] {
        let asked = databases.values.flatMap { $0.value ?? [] }.filter(isAsked)
        let keys = Set(asked.compactMap { $0.encryptionKey.value ?? nil }).sorted()
        let observation = KeyObservation(observer: observer)
        let states = try await concurrentMap(keys) { key in
            try await observation.held(key, withPolicy: false).map { $0?.state }
        }
        let byKey = Dictionary(uniqueKeysWithValues: zip(keys, states))
        return databases.mapValues { seen in
            seen.map { all in
                all.map { database in
                    guard isAsked(database) else { return database }
                    var filled = database
                    filled.encryptionKeyState = database.encryptionKey.flatMap { key in
                        key.flatMap { byKey[$0] } ?? .known(nil)
                    }
                    return filled
                }
            }
        }
    }

    private func isAsked(_ database: Database) -> Bool {
        selectors.contains { selector in
            selector.kind == database.kind && selector.policy.protection.encrypted == true && selector.matches(database)
        }
    }
}

/// What was observed of one kind of database.
struct ObservedDatabases: Sendable {
    var databases: Collected<[Database]>
    /// Manual snapshots of databases that are deleted.
    var stranded: Collected<[StrandedSnapshot]>

    static let none = ObservedDatabases(databases: .known([]), stranded: .known([]))

    static func unavailable(_ failure: CollectionFailure) -> ObservedDatabases {
        ObservedDatabases(databases: .unavailable(failure), stranded: .unavailable(failure))
    }
}

extension [DatabaseSelector] {
    /// Whether a snapshot of a deleted database is one that the policy means, by the database's id or the tags.
    func mean(_ database: String, _ tags: [String: String]) -> Bool {
        contains { selector in
            if !selector.ids.isEmpty { return selector.ids.contains(database) }
            let wanted = selector.policy.select.tags
            return !TestRestore.made(database, tags: tags) && !wanted.isEmpty
                && wanted.allSatisfy { tags[$0.key] == $0.value }
        }
    }
}
