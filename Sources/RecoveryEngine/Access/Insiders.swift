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
        // `o-a1b2c3/r-ab12/…`, and `AROA…:session` of a role.
        return value.firstIndex(of: "/").map { names.contains(String(value[..<$0])) } ?? false
    }
}
