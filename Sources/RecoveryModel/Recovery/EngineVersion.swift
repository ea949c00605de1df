/// The version of a database's engine, such as `15.18`.
package struct EngineVersion: Hashable, Sendable {
    private let parts: [Int]

    package init(_ text: String) { parts = text.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 } }

    /// True when the other is a later version of the same major one, to which RDS upgrades without a decision.
    package func isUpgradedInPlace(to other: EngineVersion) -> Bool {
        guard let major = parts.first, other.parts.first == major else { return false }
        return parts.lexicographicallyPrecedes(other.parts)
    }
}
