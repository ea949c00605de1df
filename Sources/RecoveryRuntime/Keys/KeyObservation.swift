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
                state: try metadata.keyState.required("KeyState").rawValue, obstacle: metadata.rotationObstacle,
                isRotatedByKMS: metadata.isRotatedByKMS, regions: metadata.regions
            )
        }
        guard case .known(let key?) = described else {
            return KeyState(alias: alias, key: described.map { _ in nil })
        }
        let id = key.id
        // KMS does not answer for a key that is pending deletion, which does not rotate any more, nor for one of a kind
        // that it does not rotate.
        let gone = key.state == "PendingDeletion" || !key.isRotatedByKMS
        async let rotation: Collected<KeyState.Rotation> =
            gone
            ? .known(KeyState.Rotation(enabled: false))
            : observer.ask(KMS.getKeyRotationStatus, .init(keyId: id)) {
                KeyState.Rotation(
                    enabled: try $0.keyRotationEnabled.required("KeyRotationEnabled"),
                    periodDays: $0.rotationPeriodInDays)
            }
        async let policy = policy(id)
        var state = KeyState.Key(
            id: id, arn: key.arn, state: key.state, rotation: try await rotation, policy: try await policy)
        state.rotationObstacle = key.obstacle
        state.regions = key.regions
        return KeyState(alias: alias, key: .known(state))
    }

    /// What KMS says of a key or of the one behind an alias, by ARN; nil when there is none.
    func standing(of arn: String) async throws -> Collected<KeyStanding?> {
        try await observer.ask(KMS.describeKey, .init(keyId: arn), absentWhen: ["NotFoundException"]) { output in
            let metadata = try output.keyMetadata.required("KeyMetadata")
            return KeyStanding(
                arn: try metadata.arn.required("Arn"), state: try metadata.keyState.required("KeyState").rawValue)
        }
    }

    /// The key that some resource has, by whatever it is called there, with its policy; nil when there is none.
    func held(_ reference: String) async throws -> Collected<HeldKey?> {
        let described = try await observer.ask(
            KMS.describeKey, .init(keyId: reference), absentWhen: ["NotFoundException"]
        ) { output in
            let metadata = try output.keyMetadata.required("KeyMetadata")
            return HeldKey(
                arn: try metadata.arn.required("Arn"), state: try metadata.keyState.required("KeyState").rawValue,
                isOfAWS: metadata.keyManager == .aws, policy: .unavailable(.notCollected("kms:GetKeyPolicy")))
        }
        guard case .known(var key?) = described, !key.isOfAWS else { return described }
        key.policy = try await policy(key.arn)
        return .known(key)
    }

    /// The policy of a key, by the key's id.
    func policy(_ id: String) async throws -> Collected<AccessPolicy> {
        try await observer.ask(KMS.getKeyPolicy, .init(keyId: id, policyName: "default")) {
            try AccessPolicy(parsing: $0.policy.required("Policy"))
        }
    }
}

extension KMS.KeyMetadata {
    /// False for kinds of keys of which KMS does not even say whether they rotate.
    ///
    /// https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
    fileprivate var isRotatedByKMS: Bool {
        (keySpec ?? .symmetricDefault) == .symmetricDefault && (origin ?? .awsKms) == .awsKms
    }

    fileprivate var rotationObstacle: String? {
        let spec = keySpec?.rawValue ?? "SYMMETRIC_DEFAULT"
        if spec.hasPrefix("HMAC") { return "KMS does not rotate HMAC keys" }
        if spec != "SYMMETRIC_DEFAULT" { return "KMS does not rotate asymmetric keys (\(spec))" }
        switch origin?.rawValue ?? "AWS_KMS" {
        case "AWS_KMS": break
        case "EXTERNAL": return "KMS does not rotate imported key material"
        case let store: return "KMS does not rotate keys of a custom key store (\(store))"
        }
        guard multiRegionConfiguration?.multiRegionKeyType == .replica else { return nil }
        return "it is a replica, which rotates with the primary key in "
            + (multiRegionConfiguration?.primaryKey?.region ?? "another region")
    }

    fileprivate var regions: [String] {
        guard let configuration = multiRegionConfiguration else { return [] }
        let keys = [configuration.primaryKey].compactMap(\.self) + (configuration.replicaKeys ?? [])
        return Set(keys.compactMap(\.region)).sorted()
    }
}
