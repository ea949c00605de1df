import AWSNames
import AWSServices
import RecoveryModel

/// Reads what KMS says of the keys that resources really have: once for each key, in the key's own region.
struct HeldKeys: Sendable {
    let observer: Observer

    /// - Parameter arns: Of keys or aliases.
    func standings(of arns: [String]) async throws -> [String: Collected<KeyStanding?>] {
        let standings = try await concurrentMap(arns) { arn in
            let there = ARN(arn).map { observer.elsewhere(Region($0.region)) } ?? observer
            return try await KeyObservation(observer: there).standing(of: arn)
        }
        return Dictionary(uniqueKeysWithValues: zip(arns, standings))
    }
}
