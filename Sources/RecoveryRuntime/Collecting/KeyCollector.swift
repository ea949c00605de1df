import AWSCore
import AWSServices
import RecoveryModel

/// Observes the key behind an alias.
struct KeyCollector: Sendable {
    let observer: Observer

    func collect(alias: String) async throws -> KeyState {
        let described = try await observer.ask(
            KMS.describeKey, .init(keyId: "alias/\(alias)"), absentWhen: ["NotFoundException"]
        ) { try $0.keyMetadata.required("KeyMetadata") }
        guard case .known(let metadata?) = described else {
            return KeyState(alias: alias, key: described.map { _ in nil })
        }
        let id = metadata.keyId
        // KMS refuses to tell the rotation of a key that is about to go: it does not rotate any more.
        let gone = metadata.keyState?.rawValue == "PendingDeletion"
        async let rotation: Collected<KeyState.Rotation> =
            gone
            ? .known(KeyState.Rotation(enabled: false))
            : observer.ask(KMS.getKeyRotationStatus, .init(keyId: id)) {
                KeyState.Rotation(
                    enabled: try $0.keyRotationEnabled.required("KeyRotationEnabled"),
                    periodDays: $0.rotationPeriodInDays)
            }
        async let policy = observer.ask(KMS.getKeyPolicy, .init(keyId: id, policyName: "default")) {
            try AccessPolicy(parsing: $0.policy.required("Policy"))
        }
        return KeyState(
            alias: alias,
            key: .known(
                KeyState.Key(
                    id: id, arn: metadata.arn ?? id, state: metadata.keyState?.rawValue ?? "unknown",
                    rotation: try await rotation, policy: try await policy)))
    }
}
