import AWSNames
import RecoveryModel

extension LintRule {
    static let recoverRules = [recoverIntoOwnAccount, recoverIntoTwice, recoverWithoutNetwork]

    private static func destinations(
        _ subject: LintSubject
    ) -> [(path: FieldPath, destination: RecoverPolicy.Destination)] {
        (subject.policy.recover?.into ?? []).enumerated().map { index, destination in
            (FieldPath("recover", "into").appending(index), destination)
        }
    }

    private static let recoverIntoOwnAccount = LintRule(
        id: "recover-into-own-account", severity: .error,
        reason: "An account that the policy applies to is lost with its databases; copies have to be in another."
    ) { subject in
        destinations(subject).filter { subject.policy.scope.accounts == [$0.destination.account] }.map { path, one in
            Finding(
                path: path.appending("account"), summary: "\(one.account) is the databases' own account",
                fix: "name another account, or recover in another region with --into-region")
        }
    }

    private static let recoverIntoTwice = LintRule(
        id: "recover-into-twice", severity: .error,
        reason: "A database is recovered in one network of a region; of two entries nobody knows which is meant."
    ) { subject in
        var seen: Set<String> = []
        return destinations(subject).filter {
            !seen.insert("\($0.destination.account) \($0.destination.region)").inserted
        }
        .map { path, one in
            Finding(
                path: path, summary: "account \(one.account), \(one.region) is named before",
                fix: "leave one of the entries")
        }
    }

    private static let recoverWithoutNetwork = LintRule(
        id: "recover-without-network", severity: .warning,
        reason: "Without its network a recovery in another account needs options that nobody knows on the day."
    ) { subject in
        destinations(subject).compactMap { path, one in
            let missing = [
                one.target.subnetGroup == nil ? "subnetGroup" : nil,
                one.target.securityGroups.isEmpty ? "securityGroups" : nil,
            ].compactMap(\.self)
            guard !missing.isEmpty else { return nil }
            return Finding(
                path: path, summary: "missing: \(missing.joined(separator: ", "))",
                fix: "create them in \(one.account) and name them here")
        }
    }
}
