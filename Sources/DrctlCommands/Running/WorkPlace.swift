import AWSNames
import RecoveryEngine
import RecoveryModel

/// Where a command works when that is not where its database is: the latter may be lost.
struct WorkPlace: Hashable, Sendable {
    /// Nil for the database's own.
    var region: Region?
    /// Nil for the database's own.
    var account: AccountID?
    /// The database's own account, where the policy applies to several.
    var former: AccountID?

    /// Refuses what the policy does not name.
    ///
    /// - Throws: `CommandFailure`.
    func require(by policy: RecoveryPolicy, home: Region) throws {
        if let account {
            let region = region ?? home
            guard policy.recover?.destination(account, region) == nil else { return }
            let named = (policy.recover?.into ?? []).map { "account \($0.account), \($0.region)" }
            throw CommandFailure(
                .refused, "policy \(policy.name) recovers nothing in account \(account), \(region)",
                hint: named.isEmpty
                    ? "name the account, its region and its network in `recover.into`"
                    : "`recover.into` has \(CountText.list(named))")
        }
        let named = policy.scope.regions + policy.databases.flatMap(\.backups.copyTo)
        guard let region, !named.contains(region) else { return }
        throw CommandFailure(
            .refused, "\(region) is no region of policy \(policy.name)",
            hint: "choose one of \(CountText.list(Set(named.map(\.rawValue)).sorted())), or add it to scope.regions")
    }
}
