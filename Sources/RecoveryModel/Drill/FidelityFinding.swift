/// A setting of the source that a restore does not bring back by itself.
package struct FidelityFinding: Hashable, Sendable, Codable {
    package enum Impact: String, Sendable, Codable {
        /// Clients could not connect, or would be refused.
        case breaksClients
        /// A protection of the source would be missing.
        case losesProtection
        /// Worth knowing.
        case differs
    }

    /// As RDS names it.
    package var setting: String
    package var source: String
    package var restored: String
    package var impact: Impact
    /// What to do after a real restore.
    package var remedy: String

    package init(setting: String, source: String, restored: String, impact: Impact, remedy: String) {
        self.setting = setting
        self.source = source
        self.restored = restored
        self.impact = impact
        self.remedy = remedy
    }
}
