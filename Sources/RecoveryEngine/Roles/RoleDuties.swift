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
            for question in questions(role.arn) {
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

    private func questions(_ role: String) -> [AccessQuestion] {
        let place = context.target.place
        let ofBuckets = context.target.buckets.flatMap { bucket -> [(String, String)] in
            let arn = place.arn("s3", bucket.name)
            return ["DeleteBucket", "PutLifecycleConfiguration", "PutBucketPolicy", "PutBucketVersioning"].map {
                ("s3:\($0)", arn)
            }
                + ["DeleteObject", "DeleteObjectVersion", "BypassGovernanceRetention"].map {
                    ("s3:\($0)", "\(arn)/\(Pattern.anything)")
                }
        }
        let others = [
            "kms": ["ScheduleKeyDeletion", "DisableKey", "PutKeyPolicy"],
            "rds": ["DeleteDBSnapshot", "DeleteDBClusterSnapshot", "DeleteDBInstanceAutomatedBackup"],
            "backup": ["DeleteRecoveryPoint", "DeleteBackupVault"],
        ].sorted { $0.key < $1.key }.flatMap { service, actions in
            actions.map { ("\(service):\($0)", place.arn(service, Pattern.anything)) }
        }
        return (ofBuckets + others).map { action, resource in
            AccessQuestion(
                action, on: resource, by: .principal(arn: role), ["aws:SecureTransport": .value("true")])
        }
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
    var unreadPolicy: CollectionFailure? {
        if let failure = inlinePolicies.failure ?? attachedPolicies.failure { return failure }
        return (attachedPolicies.value ?? []).sorted().compactMap { name in
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
