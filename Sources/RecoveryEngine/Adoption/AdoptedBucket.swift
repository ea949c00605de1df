import RecoveryModel

extension Adoption where Entry == BucketPolicy {
    /// The bucket as it is.
    ///
    /// - Parameter findings: The verdicts of the defaults on it.
    init(_ bucket: BucketState, _ keys: KeyNames, _ findings: [Finding]) {
        self.init(BucketPolicy(bucket: bucket.name))
        take(bucket.encryption, at: FieldPath("encryption"), into: \.encryption, isDefault: true) { encryption in
            guard let encryption else { return nil }
            guard encryption.algorithm.hasPrefix("aws:kms"), let key = encryption.key.flatMap(keys.name) else {
                return .s3
            }
            return .kms(key: key, bucketKey: encryption.bucketKey)
        }
        take(bucket.versioning, at: FieldPath("versioning"), into: \.versioning) { $0 }
        take(
            findings.holds("storage[].publicAccess"), at: FieldPath("publicAccess"), into: \.publicAccessBlocked,
            isDefault: true
        ) { $0 ? true : nil }
        take(findings.holds("storage[].tlsOnly"), at: FieldPath("tlsOnly"), into: \.tlsOnly) { $0 }
        take(bucket.objectLock, at: FieldPath("objectLock"), into: \.objectLock, as: \.policy)
        take(bucket.accessLogs, at: FieldPath("accessLogs"), into: \.accessLogs) { logs in
            logs.flatMap { NameRule.bucket.refusal(of: $0.target) == nil ? $0.target : nil }
        }
        if entry.objectLock != nil, entry.versioning == false {
            entry.objectLock = nil
            remark("The bucket's lock is not written: S3 locks only what has versions.", at: FieldPath("objectLock"))
        }
        takeLifecycle(bucket.lifecycle)
        compare(findings)
    }

    /// The rules where a policy can say all that they do, and none otherwise: half of them would ask for something else.
    private mutating func takeLifecycle(_ lifecycle: Collected<BucketLifecycle?>) {
        let path = FieldPath("lifecycle")
        switch lifecycle {
        case .unavailable(let failure): cannotRead(path, failure)
        case .known(let lifecycle):
            let active = (lifecycle?.rules ?? []).filter(\.enabled)
            guard !active.isEmpty else { return }
            let wanted = active.compactMap(\.policy)
            entry.lifecycle = wanted
            let refusal =
                wanted.count < active.count ? "a rule says what no policy can say" : lifecycleRefusal(of: active)
            guard let refusal else { return }
            entry.lifecycle = []
            remark("The bucket's lifecycle rules are not written: \(refusal).", at: path)
        }
    }

    /// Why a policy with these rules would be refused, or not be met.
    private func lifecycleRefusal(of active: [LifecycleRule]) -> String? {
        if let difference = LifecycleJudge.differences(active, entry.lifecycle).first { return difference }
        var policy = RecoveryPolicy.blank
        policy.storage = [entry]
        let subject = LintSubject(policy: policy, origins: [:], today: CalendarDay(daysSinceEpoch: 0))
        return LintRule.storageRules.filter { $0.severity == .error }.flatMap { $0.find(subject) }
            .first { $0.path.components.contains(.key("lifecycle")) }?.summary
    }

    /// Leaves out where access logs go, with the reason.
    mutating func dropAccessLogs(_ reason: String) {
        entry.accessLogs = nil
        remark(reason, at: FieldPath("accessLogs"))
    }
}

extension ObjectLockState {
    /// The lock as a policy says it; nil without a default retention.
    fileprivate var policy: BucketPolicy.ObjectLock? {
        guard enabled, let mode = mode.flatMap({ BucketPolicy.ObjectLock.Mode(rawValue: $0.lowercased()) }),
            let days, (1...36_500).contains(days)
        else { return nil }
        var lock = BucketPolicy.ObjectLock(mode: mode, retention: TimeSpan(days, .days))
        // It is in force already: the policy only says so.
        lock.irreversibilityAccepted = mode == .compliance
        return lock
    }
}

extension LifecycleRule {
    /// The rule as a policy says it; nil when it does more, or something else.
    fileprivate var policy: BucketPolicy.LifecycleRule? {
        guard filter.isPrefixOnly, transitions.count <= 1, expireDate == nil, expireDeleteMarkers != true,
            (noncurrentKeep ?? 0) == 0, noncurrentTransitions.isEmpty
        else { return nil }
        var rule = BucketPolicy.LifecycleRule()
        rule.prefix = filter.prefix ?? ""
        // A text of a policy has no space at its ends.
        guard rule.prefix.first?.isWhitespace != true, rule.prefix.last?.isWhitespace != true else { return nil }
        if let transition = transitions.first {
            guard let days = transition.days, days > 0, StorageClass(rawValue: transition.storageClass) != nil else {
                return nil
            }
            rule.transition = .init(after: TimeSpan(days, .days), storageClass: transition.storageClass)
        }
        rule.expire = expireDays.map { TimeSpan($0, .days) }
        rule.noncurrentExpire = noncurrentExpireDays.map { TimeSpan($0, .days) }
        rule.abortIncompleteUploads = abortUploadsDays.map { TimeSpan($0, .days) }
        let days = [expireDays, noncurrentExpireDays, abortUploadsDays].compactMap(\.self)
        return days.allSatisfy { (1...36_500).contains($0) } && !(days.isEmpty && transitions.isEmpty) ? rule : nil
    }
}
