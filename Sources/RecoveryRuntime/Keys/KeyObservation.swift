import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    static let keys = Observation(kinds: [.key]) { place in
        let aliases = place.target.keyAliases
        let observation = KeyObservation(observer: place.observer)
        let states = try await place.observer.each(aliases) { try await observation.observe(alias: $0) }
        return { $0.keys = Dictionary(uniqueKeysWithValues: zip(aliases, states)) }
    }
}

/// Reads the key behind an alias.
struct KeyObservation: Sendable {
    let observer: Observer

    func observe(alias: String) async throws -> KeyState {
        let described = try await observer.ask(
            KMS.describeKey, .init(keyId: "alias/\(alias)"), absentWhen: ["NotFoundException"]
        ) { output in
            let metadata = try output.keyMetadata.required("KeyMetadata")
            return (
                id: metadata.keyId, arn: try metadata.arn.required("Arn"),
                state: try metadata.keyState.required("KeyState").rawValue
            )
        }
        guard case .known(let key?) = described else {
            return KeyState(alias: alias, key: described.map { _ in nil })
        }
        let id = key.id
        // KMS does not answer for a key that is pending deletion: it does not rotate any more.
        let gone = key.state == "PendingDeletion"
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
                    id: id, arn: key.arn, state: key.state, rotation: try await rotation, policy: try await policy)))
    }

    /// The policy of a key, by the key's id.
    func policy(_ id: String) async throws -> Collected<AccessPolicy> {
        try await observer.ask(KMS.getKeyPolicy, .init(keyId: id, policyName: "default")) {
            try AccessPolicy(parsing: $0.policy.required("Policy"))
        }
    }
}
