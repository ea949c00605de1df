import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    static let keys = Observation(kinds: [.key]) { place in
        let aliases = place.target.keyAliases
        let observation = KeyObservation(observer: place.observer)
        let states = try await concurrentMap(aliases) { try await observation.observe(alias: $0) }
        return { $0.keys = Dictionary(uniqueKeysWithValues: zip(aliases, states)) }
    }
}

/// Reads the key behind an alias.
struct KeyObservation: Sendable {
    let observer: Observer

    func observe(alias: String) async throws -> KeyState {
        let described = try await observer.ask(
            KMS.describeKey, .init(keyId: "alias/\(alias)"), absentWhen: ["NotFoundException"]
        ) { try $0.keyMetadata.required("KeyMetadata") }
        guard case .known(let metadata?) = described else {
            return KeyState(alias: alias, key: described.map { _ in nil })
        }
        let id = metadata.keyId
        // KMS does not answer for a key that is pending deletion: it does not rotate any more.
        let gone = metadata.keyState?.rawValue == "PendingDeletion"
        async let rotation: Collected<KeyState.Rotation> =
            gone
            ? .known(KeyState.Rotation(enabled: false))
            : observer.ask(KMS.getKeyRotationStatus, .init(keyId: id)) {
                KeyState.Rotation(
                    enabled: try $0.keyRotationEnabled.required("KeyRotationEnabled"),
                    periodDays: $0.rotationPeriodInDays)
            }
        async let policy = policy(id)
        return KeyState(
            alias: alias,
            key: .known(
                KeyState.Key(
                    id: id, arn: metadata.arn ?? id, state: metadata.keyState?.rawValue ?? "unknown",
                    rotation: try await rotation, policy: try await policy)))
    }

    /// The policy of a key, by the key's id.
    func policy(_ id: String) async throws -> Collected<AccessPolicy> {
        try await observer.ask(KMS.getKeyPolicy, .init(keyId: id, policyName: "default")) {
            try AccessPolicy(parsing: $0.policy.required("Policy"))
        }
    }
}
