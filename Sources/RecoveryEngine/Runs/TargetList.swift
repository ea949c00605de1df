package import AWSNames
package import RecoveryModel

/// A target of a run, and how its account is entered.
package struct PlannedTarget: Sendable, Equatable {
    package enum Access: Sendable, Equatable {
        /// With the credentials that the run has.
        case own
        /// By assuming this role in the account.
        case role(PolicyScope.AssumedRole)
        /// Not at all: its policy is for no account that the run can enter.
        case closed(RunFailure)
    }

    package let name: TargetName
    /// The whole policy; what it requires in the target's region is its part.
    package let policy: RecoveryPolicy
    package let access: Access

    /// The same policy in another region, or in another account, which the run's own credentials are of.
    package func moved(to region: Region, account: AccountID? = nil) -> PlannedTarget {
        let name = TargetName(policy: name.policy, account: account ?? name.account, region: region)
        return PlannedTarget(name: name, policy: policy, access: account == nil ? access : .own)
    }
}

/// What a run checks, and what its policies name besides: decided from the policies and the caller's account, before
/// anything else is asked.
package struct TargetList: Sendable, Equatable {
    /// By policy; within a policy by account and region in the order of its scope, so the primary region first.
    package private(set) var targets: [PlannedTarget] = []
    /// The places of the policies that the run does not check, in the same order.
    package private(set) var uncovered: [UncoveredPlace] = []

    /// An account of the organization.
    package struct Member: Sendable, Equatable {
        package let account: AccountID
        /// Such as `ACTIVE`; only such accounts can be entered.
        package let status: String

        package init(account: AccountID, status: String) {
            self.account = account
            self.status = status
        }
    }

    /// - Parameters:
    ///   - caller: The account that the credentials belong to.
    ///   - region: The only region to check; nil for all.
    ///   - organization: Takes the place of the scopes' accounts.
    package init(
        _ policies: [RecoveryPolicy], caller: AccountID, region: Region? = nil, organization: [Member]? = nil
    ) {
        for policy in policies.sorted(by: { $0.name < $1.name }) {
            add(policy, caller: caller, only: region, organization)
        }
    }

    private mutating func add(
        _ policy: RecoveryPolicy, caller: AccountID, only region: Region?, _ organization: [Member]?
    ) {
        let members = organization ?? policy.scope.accounts.unique.map { Member(account: $0, status: "ACTIVE") }
        let role = policy.scope.assumeRole ?? (organization == nil ? nil : PolicyScope.AssumedRole())
        // Without any account of its own a policy is not checked: that is a failure, and no gap in the coverage.
        let isClosed = role == nil && !members.contains { $0.account == caller }
        let listed = Set(members.map(\.account))
        for account in policy.scope.accounts.unique where !listed.contains(account) {
            leaveOut(policy, account, nil, "the account is not in the organization")
        }
        for member in members {
            guard member.status == "ACTIVE" else {
                leaveOut(policy, member.account, nil, "the account is \(member.status) in the organization")
                continue
            }
            let access: PlannedTarget.Access
            if member.account == caller {
                access = .own
            } else if let role {
                access = .role(role)
            } else if isClosed {
                access = .closed(Self.wrongAccount(caller, policy))
            } else {
                leaveOut(
                    policy, member.account, nil,
                    "the credentials belong to account \(caller), and scope.assumeRole names no role to assume")
                continue
            }
            for place in policy.targetRegions {
                guard region == nil || region == place else {
                    leaveOut(policy, member.account, place, "--region leaves it out")
                    continue
                }
                let name = TargetName(policy: policy.name, account: member.account, region: place)
                targets.append(PlannedTarget(name: name, policy: policy, access: access))
            }
        }
    }

    private mutating func leaveOut(
        _ policy: RecoveryPolicy, _ account: AccountID, _ region: Region?, _ reason: String
    ) {
        uncovered.append(UncoveredPlace(policy: policy.name, account: account, region: region, reason: reason))
    }

    private static func wrongAccount(_ caller: AccountID, _ policy: RecoveryPolicy) -> RunFailure {
        let allowed = CountText.list(policy.scope.accounts.map(\.description))
        return RunFailure(
            "the credentials belong to account \(caller), but policy \(policy.name) applies to \(allowed)",
            hint: "choose a profile of the right account with --profile, name a role in scope.assumeRole, "
                + "or fix scope.accounts")
    }

    /// Why there is nothing that can be checked; nil when there is something.
    package func refusal(region: Region?, of policies: [RecoveryPolicy]) -> RunFailure? {
        let failures = targets.compactMap { target in
            if case .closed(let failure) = target.access { failure } else { nil as RunFailure? }
        }
        if let first = failures.first, failures.count == targets.count { return first }
        guard targets.isEmpty else { return nil }
        guard let region else {
            return RunFailure(
                "no account of the policies can be entered", hint: uncovered.first?.reason)
        }
        let known = Set(policies.flatMap(\.targetRegions)).sorted()
        let isInScope = policies.contains { $0.scope.regions.contains(region) }
        let applies = policies.count == 1 ? "policy \(policies[0].name) applies to" : "the policies apply to"
        let regions = CountText.list(known.map(\.rawValue))
        return RunFailure(
            isInScope
                ? "nothing is required in \(region): no entry of the policy names it"
                : "the region is \(region), but \(applies) \(regions)",
            hint: "choose one of these regions with --region (\(regions)), or fix the policy")
    }
}

extension TargetList {
    /// A policy's accounts in a region, for a run with credentials of an account that it recovers in: none of them is the
    /// run's own, and each may be lost.
    package static func homes(of policy: RecoveryPolicy, besides account: AccountID, in region: Region)
        -> [PlannedTarget]
    {
        guard policy.targetRegions.contains(region) else { return [] }
        return policy.scope.accounts.unique.filter { $0 != account }.map { home in
            PlannedTarget(
                name: TargetName(policy: policy.name, account: home, region: region), policy: policy,
                access: policy.scope.assumeRole.map { .role($0) }
                    ?? .closed(RunFailure("scope.assumeRole names no role to ask account \(home) with")))
        }
    }
}

extension [AccountID] {
    /// Without repetitions, in order.
    fileprivate var unique: [AccountID] {
        var seen: Set<AccountID> = []
        return filter { seen.insert($0).inserted }
    }
}
