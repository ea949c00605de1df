extension Change {
    /// What the change makes weaker than it is, for people; empty for a change that only protects more. What it deletes is
    /// not among it: that has to be counted.
    package var weakens: [String] {
        switch self {
        case .database(.modify(_, _, let settings)): settings.compactMap(\.weakening)
        case .database(.modifyMember(_, _, let setting)): setting.weakening.map { [$0] } ?? []
        case .database(.createParameterGroup), .database(.setParameter), .database(.restart),
            .database(.unshareSnapshot), .database(.replicateBackups):
            []
        case .bucket(let change): change.weakens
        case .key(let change): change.weakens
        case .role(.putTrust(_, let trust)): trust.lostDenials + trust.newPrincipals
        case .role(.putPolicy(_, _, let policy)): policy.lostDenials
        case .backupPlan(let change): change.weakens
        case .restoreTesting: []
        case .role(.attachPolicy): []
        case .role(.create), .role(.putBoundary), .role(.deletePolicy), .role(.detachPolicy): []
        case .topic(.putPolicy(_, let policy)): policy.lostDenials
        case .topic(.create), .topic(.putEncryption), .topic(.subscribe): []
        case .alarm(.put(let alarm, _)):
            alarm.before?.actionsEnabled == true && !alarm.after.actionsEnabled ? ["its actions are disabled"] : []
        case .alarm(.delete): []
        case .eventSubscription(.modify(let subscription)):
            subscription.before?.enabled == true && !subscription.after.enabled ? ["it is disabled"] : []
        case .eventRule(.put(let rule, _)):
            rule.before?.enabled == true && !rule.after.enabled ? ["it is disabled"] : []
        case .eventRule(.addTarget): []
        // What the policy does not ask for protects nothing of its.
        case .eventSubscription(.create), .eventSubscription(.addSource), .eventSubscription(.removeSource),
            .eventSubscription(.delete), .dashboard:
            []
        }
    }
}

extension DatabaseSetting {
    /// Nil when the setting protects as much as before. What could not be read is not known to be weaker.
    fileprivate var weakening: String? {
        func lost(_ flag: Edit<Bool>, when value: Bool, _ text: String) -> String? {
            flag.before == !value && flag.after == value ? text : nil
        }
        func less(_ number: Edit<Int>, _ shown: (Int) -> String, _ text: String) -> String? {
            number.before.flatMap { before in
                number.after < before ? "\(text): \(shown(before)) → \(shown(number.after))" : nil
            }
        }
        return switch self {
        case .backupRetention(let days): less(days, Shown.days, "backups are kept shorter")
        case .storageLimit(let limit):
            less(limit, { ByteCount(gibibytes: $0).shown }, "the limit up to which storage grows is lower")
        case .deletionProtection(let flag): lost(flag, when: false, "deletion protection is turned off")
        case .copyTagsToSnapshots(let flag): lost(flag, when: false, "snapshots no longer carry the database's tags")
        case .publicAccess(let flag): lost(flag, when: true, "the database becomes reachable from outside the VPC")
        case .multiAZ(let flag): lost(flag, when: false, "the standby in another zone goes")
        case .minorVersionUpgrades(let flag): lost(flag, when: false, "minor versions are no longer installed")
        case .iamAuthentication(let flag): lost(flag, when: false, "logins by IAM are refused")
        case .backupWindow, .maintenanceWindow, .logExports, .parameterGroup: nil
        }
    }
}

extension BucketChange {
    fileprivate var weakens: [String] {
        switch self {
        case .putEncryption(_, let encryption):
            guard let before = encryption.before, before.strength > encryption.after.strength else { return [] }
            return ["encryption is weaker: \(before.shown) → \(encryption.after.shown)"]
        case .putPublicAccessBlock(_, let block):
            return block.before.map { $0.switches.isSubset(of: block.after.switches) } ?? true
                ? [] : ["public access is blocked less than before"]
        case .putPolicy(_, let policy): return policy.lostDenials
        case .putObjectLock(_, let lock):
            guard let before = lock.before, before.mode != nil else { return [] }
            let isShorter = (before.days ?? 0) > (lock.after.days ?? 0)
            let isLooser = before.mode == "COMPLIANCE" && lock.after.mode != "COMPLIANCE"
            return isShorter || isLooser ? ["objects are locked less: \(before.shown) → \(lock.after.shown)"] : []
        case .putReplication(_, let replication):
            let lost = Set(replication.before?.replicas ?? []).subtracting(replication.after.replicas)
            return lost.sorted().map { "no longer replicated to \($0)" }
        case .create, .enableVersioning, .disableACLs, .putLifecycle, .putLogging: return []
        }
    }
}

extension KeyChange {
    fileprivate var weakens: [String] {
        switch self {
        case .putPolicy(_, let policy): policy.lostDenials
        case .enableRotation(_, let period):
            period.before.map { $0 < period.after } ?? false ? ["the key is rotated less often"] : []
        case .create, .enable, .cancelDeletion: []
        }
    }
}

extension BucketEncryption {
    /// The greater the stronger. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html
    fileprivate var strength: Int {
        switch algorithm {
        case "aws:kms:dsse": 2
        case "aws:kms": 1
        default: 0
        }
    }
}

extension PublicAccessBlock {
    /// The switches that are on.
    fileprivate var switches: Set<String> {
        let all = [
            ("BlockPublicAcls", blockPublicACLs), ("IgnorePublicAcls", ignorePublicACLs),
            ("BlockPublicPolicy", blockPublicPolicy), ("RestrictPublicBuckets", restrictPublicBuckets),
        ]
        return Set(all.filter(\.1).map(\.0))
    }
}

extension Edit<AccessPolicy> {
    /// Statements that deny and are gone or different afterwards.
    fileprivate var lostDenials: [String] {
        let kept = Set(after.statements)
        return (before?.parts ?? [:]).filter { $0.value.effect == .deny && !kept.contains($0.value) }
            .keys.sorted().map { "\($0) no longer denies what it denied" }
    }

    /// Whom a trust policy lets in that it did not let in before, whatever the conditions. Who trusts an account trusts
    /// all that belongs to it.
    fileprivate var newPrincipals: [String] {
        guard let before else { return [] }
        let known = Set(before.statements.flatMap(\.admitted))
        guard !known.contains("*") else { return [] }
        func isTrusted(_ name: String) -> Bool {
            let parts = name.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count > 5 else { return known.contains(name) }
            let root = (parts[..<5] + ["root"]).joined(separator: ":")
            return known.contains(name) || known.contains(String(parts[4])) || known.contains(root)
        }
        return Set(after.statements.flatMap(\.admitted)).filter { !isTrusted($0) }.sorted()
            .map { "it lets in \($0)" }
    }
}

extension AccessStatement {
    /// Whom an Allow statement names, by any type; `*` for everybody.
    fileprivate var admitted: [String] {
        guard effect == .allow, let principals else { return [] }
        return principals.includesEveryone ? ["*"] : principals.byType.values.flatMap { $0 }
    }
}

extension BackupPlanChange {
    fileprivate var weakens: [String] {
        switch self {
        case .putLock(_, let lock, _):
            guard let before = lock.before else { return [] }
            let isShorter = (before.minimumDays ?? 0) > (lock.after.minimumDays ?? 0)
            let isLooser = before.isCompliance && !lock.after.isCompliance
            return isShorter || isLooser ? ["the vault is locked less: \(before.shown) → \(lock.after.shown)"] : []
        case .createVault, .create, .update, .select: return []
        }
    }
}
