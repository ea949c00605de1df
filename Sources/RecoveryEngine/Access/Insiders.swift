import AWSNames
import RecoveryModel

/// Who may be granted access: the accounts of the scope, and those outside it that the policy names.
struct Insiders: Sendable {
    /// Accounts, ARNs, organizations, canonical users and providers.
    private let names: Set<String>

    init(_ target: Target, sharedWith others: [String]) {
        names = Set(target.policy.scope.accounts.map(\.description) + [target.place.account] + others)
    }

    /// Whether an account is one of them.
    func has(account: String?) -> Bool { account.map(names.contains) ?? false }

    /// Whether a value that says who somebody is (an account, an ARN, an organization, its path, an id) is of one of them.
    func have(_ value: String) -> Bool {
        if names.contains(value) { return true }
        if let parts = ARNPattern.parts(value) {
            // A bucket's ARN has no account, and its owner is not in it.
            return names.contains(parts[4])
                || names.contains { $0.hasPrefix("arn:") && ARNPattern($0).covers(ARNPattern(value)) }
        }
        if let range = AddressRange(value) { return names.contains { AddressRange($0)?.contains(range) == true } }
        // `o-a1b2c3/r-ab12/…`, and `AROA…:session` of a role.
        return value.firstIndex { $0 == "/" || $0 == ":" }.map { names.contains(String(value[..<$0])) } ?? false
    }

    /// Whose a value is that says who somebody is.
    func owner(of value: String, as kind: IdentityKey.Kind) -> Owner {
        if have(value) { return .insider }
        switch kind {
        case .owned: return .outsider
        // Whom it acts for another key says.
        case .service: return .insider
        case .unowned:
            // The ARN of an endpoint, and the id of an account's root user or federated session.
            let account = ARNPattern.parts(value)?[4] ?? String(value.prefix { $0 != ":" })
            return account.count == 12 && account.allSatisfy(\.isNumber) ? .outsider : .unknown
        }
    }

    /// Whose something is.
    enum Owner: Sendable {
        case insider, outsider
        /// It does not say.
        case unknown
    }
}
