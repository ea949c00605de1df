import RecoveryModel

/// A trust policy as it is, with how it differs in effect from what is required.
struct SeenTrust: Sendable, Recordable {
    /// Nil without a role.
    var policy: AccessPolicy?
    var differences: [String] = []

    var recorded: JSONValue { policy.recorded }

    /// For people.
    var shown: String {
        guard let policy else { return "not found" }
        let who = policy.shownPrincipals.isEmpty ? "nobody" : policy.shownPrincipals
        return differences.isEmpty ? who : "\(who) (\(differences.joined(separator: "; ")))"
    }
}

/// Inline policies as they are, with how those that the duties need differ in effect.
struct SeenPolicies: Sendable, Recordable {
    var policies: [String: AccessPolicy]
    /// By the name of the policy, sorted.
    var differences: [String]

    init(_ policies: [String: AccessPolicy], required: [String: AccessPolicy]) {
        self.policies = policies
        differences = required.sorted { $0.key < $1.key }.compactMap { name, wanted in
            guard let present = policies[name] else { return "\(name) is missing" }
            let differences = present.differences(from: wanted)
            return differences.isEmpty ? nil : "\(name) (\(differences.joined(separator: "; ")))"
        }
    }

    var recorded: JSONValue { policies.recorded }

    /// For people.
    var shown: String {
        if policies.isEmpty { return "no policy" }
        return differences.isEmpty
            ? policies.keys.sorted().joined(separator: ", ") : differences.joined(separator: ", ")
    }
}
