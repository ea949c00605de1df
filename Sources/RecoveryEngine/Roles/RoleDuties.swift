import RecoveryModel

extension Control where Judged == RoleSubject {
    /// Whole services are never what a duty needs.
    static let roleNoWildcards = Control(
        "roles.no-wildcards",
        title: "No policy of the role allows a whole service",
        why: "A role that may do anything in a service is worth stealing, and nobody knows what it really needs.",
        severity: .high,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "roles[].may",
        isJudged: { $0.state.role != .known(nil) },
        required: { _ in [String]() },
        observed: { $0.wildcards },
        satisfies: { found, _ in found.isEmpty },
        showRequired: { _ in "no wildcard for a service" },
        showObserved: { $0.isEmpty ? "no wildcard for a service" : Shown.text($0) },
        remedy: { _, _ in .takenAway }
    )

    /// Who writes backups cannot end recovery.
    static let roleSeparation = Control(
        "roles.separation",
        title: "The role that writes backups can delete neither them nor their key",
        why: "Ransomware takes over the job that writes backups; it must not be able to delete what is there.",
        severity: .critical,
        standards: [.nist80053("AC-5"), .nist80053("AC-6")] + Standard.privilege,
        field: "roles[].may",
        isJudged: { $0.state.role != .known(nil) },
        required: { $0.policy.may.contains(.backup) ? [String]() : nil },
        observed: { $0.destructive },
        satisfies: { found, _ in found.isEmpty },
        showRequired: { _ in "may delete nothing" },
        showObserved: { $0.isEmpty ? "may delete nothing" : "may \(Shown.text($0))" },
        remedy: { _, _ in .takenAway }
    )

    /// A role that nobody uses any more is worth stealing only.
    static let roleUnused = Control(
        "roles.unused",
        title: "The role is in use",
        why: "A job that has stopped is noticed by its role, and a role that nobody needs is worth stealing only.",
        severity: .low,
        standards: [.nist80053("AC-2")] + Standard.privilege,
        field: "roles[].usedWithin",
        isJudged: { $0.state.role != .known(nil) },
        required: \.policy.usedWithin,
        observed: { subject in
            subject.state.role.flatMap { role -> Collected<LastUse> in
                guard let role else { return .known(LastUse(seconds: 0, isUse: false)) }
                if let used = role.lastUsedAt {
                    return .known(LastUse(seconds: subject.context.age(of: used), isUse: true))
                }
                guard let created = role.createdAt else {
                    return .unavailable(
                        CollectionFailure(operation: "iam:GetRole", reason: "the answer has no CreateDate"))
                }
                return .known(LastUse(seconds: subject.context.age(of: created), isUse: false))
            }
        },
        satisfies: { observed, required in observed.seconds <= required.seconds },
        showRequired: { "within \($0)" },
        showObserved: \.shown,
        remedy: { _, _ in
            .procedure(
                "Find out whether its job still runs: repair the job, or take the role out of the policy and delete it."
            )
        }
    )
}

/// When a role was used last, or created if it never was.
private struct LastUse: Sendable, Recordable {
    var seconds: Int
    var isUse: Bool

    var recorded: JSONValue { .bool(isUse) }

    var shown: String {
        let age = ElapsedText.inWords(Double(max(0, seconds)))
        return isUse ? "\(age) ago" : "never, since it was created \(age) ago"
    }
}

extension Remedy {
    /// What is too much is what no duty asks for.
    fileprivate static let takenAway = Remedy.resolvesItself(
        "It is taken away with whatever else no duty asks for: see roles.statements-exact and roles.no-extra-policies.")
}

extension RoleSubject {
    /// Sorted; unavailable where none is found and a policy could not be read.
    fileprivate var wildcards: Collected<[String]> {
        state.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known([]) }
            let found = role.readPolicies.flatMap { name, policy in
                policy.statements.filter { $0.effect == .allow }.flatMap { statement -> [String] in
                    let whole = statement.actions.filter(\.isWholeService)
                    let other = statement.negated["NotAction"] == nil ? [] : ["all but some actions"]
                    return (whole + other).map { "\($0) by \(name)" }
                }
            }
            return found.isEmpty ? role.unreadPolicy.map { .unavailable($0) } ?? .known([]) : .known(found.sorted())
        }
    }

    /// What the role may do that ends recovery, sorted.
    fileprivate var destructive: Collected<[String]> {
        state.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known([]) }
            let policy = role.readPolicy
            var found: Set<String> = []
            var doubt: CollectionFailure?
            for question in questions(role) {
                let answer = policy.answer(question)
                let capped = (role.boundaryPolicy.value ?? nil).map { $0.answer(question) }
                if answer.isRefusal || capped?.isRefusal == true { continue }
                if answer == .allowed { found.insert(question.action) }
                doubt = answer.settled("iam:GetRolePolicy").failure ?? doubt
            }
            if found.isEmpty, let doubt = role.unreadPolicy ?? doubt { return .unavailable(doubt) }
            return .known(found.sorted())
        }
    }

    /// What would end recovery, asked of what the role's policies name of it: of a pattern that they have too, since a part
    /// of the backups is enough. What drctl's own policies name, such as what drills made, is no backup.
    private func questions(_ role: RoleState.Role) -> [AccessQuestion] {
        let own = Set(dutyPolicies.values.flatMap(\.statements).flatMap(\.resources))
        let named = Set(role.readPolicy.statements.filter { $0.effect == .allow }.flatMap(\.resources)).subtracting(own)
        return protected.flatMap { actions, pattern in
            let examples = WrittenPattern.examples(of: pattern, within: named.sorted())
            return actions.flatMap { action in
                examples.map { resource in
                    AccessQuestion(
                        action, on: resource, by: .principal(arn: role.arn), ["aws:SecureTransport": .value("true")])
                }
            }
        }
    }

    /// What ends recovery: actions, and what of this account and region they must not be done to.
    private var protected: [(actions: [String], pattern: String)] {
        let place = context.target.place
        let ofBuckets = context.target.buckets.flatMap { bucket -> [([String], String)] in
            let arn = place.arn("s3", bucket.name)
            return [
                (
                    [
                        "s3:DeleteBucket", "s3:PutLifecycleConfiguration", "s3:PutBucketPolicy",
                        "s3:PutBucketVersioning",
                    ], arn
                ),
                (["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"], "\(arn)/*"),
            ]
        }
        return ofBuckets + [
            (["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:PutKeyPolicy"], place.arn("kms", "key/*")),
            (["rds:DeleteDBSnapshot"], place.arn("rds", "snapshot:*")),
            (["rds:DeleteDBClusterSnapshot"], place.arn("rds", "cluster-snapshot:*")),
            (["rds:DeleteDBInstanceAutomatedBackup"], place.arn("rds", "auto-backup:*")),
            // A recovery point of RDS is a snapshot.
            (["backup:DeleteRecoveryPoint"], place.arn("backup", "recovery-point:*")),
            (["backup:DeleteRecoveryPoint"], place.arn("rds", "snapshot:awsbackup:*")),
            (["backup:DeleteRecoveryPoint"], place.arn("rds", "cluster-snapshot:awsbackup:*")),
            (["backup:DeleteBackupVault"], place.arn("backup", "backup-vault:*")),
        ]
    }
}

extension RoleState.Role {
    /// Every policy of the role that could be read, by its name or ARN.
    fileprivate var readPolicies: [String: AccessPolicy] {
        (inlinePolicies.value ?? [:]).merging(managedPolicies.compactMapValues(\.value)) { $1 }
    }

    /// The same as one policy.
    var readPolicy: AccessPolicy {
        AccessPolicy(statements: readPolicies.sorted { $0.key < $1.key }.flatMap(\.value.statements))
    }

    /// Why it cannot be said that the role may not do something.
    var unreadPolicy: CollectionFailure? { unreadPolicy(besides: nil) }

    /// The same, where what one of its policies says is known.
    func unreadPolicy(besides known: String?) -> CollectionFailure? {
        if let failure = inlinePolicies.failure ?? attachedPolicies.failure { return failure }
        return (attachedPolicies.value ?? []).sorted().filter { $0 != known }.compactMap { name in
            (managedPolicies[name] ?? .unavailable(.notCollected("iam:GetPolicyVersion"))).failure
        }.first
    }
}

extension String {
    /// Whether an action with wildcards means every action of some service: `*`, `s3:*`, `s3*`, `s?:?*`.
    fileprivate var isWholeService: Bool {
        let service = Pattern.example(of: String(prefix { $0 != ":" }))
        return WrittenPattern.matches(self, "\(service):\(Pattern.anything)")
    }
}
