/// A setting of the source that a restore does not carry over by itself.
package struct FidelityFinding: Hashable, Sendable, Codable {
    package enum Impact: String, Sendable, Codable {
        /// Clients could not connect.
        case breaksClients
        /// A protection of the source would be missing.
        case losesProtection
        /// The difference is only informative.
        case differs
    }

    /// The setting as RDS names it.
    package var setting: String
    package var source: String
    package var restored: String
    package var impact: Impact
    /// The fix during or after a real restore.
    package var remedy: String

    package init(setting: String, source: String, restored: String, impact: Impact, remedy: String) {
        self.setting = setting
        self.source = source
        self.restored = restored
        self.impact = impact
        self.remedy = remedy
    }
}
