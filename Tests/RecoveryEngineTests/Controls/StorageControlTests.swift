import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Controls of buckets")
struct StorageControlTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant() }

    private func lifecycle(_ rules: [LifecycleRule]) -> Finding? {
        estate.with { $0.bucket.lifecycle = .known(BucketLifecycle(rules)) }.finding("storage.lifecycle")
    }

    @Test func `rules are judged by what they do, whoever wrote them`() {
        var all = LifecycleRule(id: "ops", filter: .init())
        all.noncurrentExpireDays = 30
        all.abortUploadsDays = 3
        var monthly = LifecycleRule.expiring("m", "monthly/", days: 365)
        monthly.transitions = [.init(days: 30, storageClass: "GLACIER_IR")]
        #expect(lifecycle([all, monthly, .expiring("d", "daily/", days: 30)])?.verdict == .met)
    }

    @Test(arguments: [
        (LifecycleRule.expiring("x", "daily/", days: 29), "daily/ expires after 29 days by x, not 30"),
        (LifecycleRule.expiring("x", "", days: 7), "daily/ expires after 7 days by x, not 30"),
        (LifecycleRule.expiring("x", nil, days: 7), "daily/ expires after 7 days by x, not 30"),
        (LifecycleRule.expiring("x", "daily/db/", days: 7), "daily/ expires after 7 days by x, not 30"),
        (
            LifecycleRule.expiring("x", "daily/", days: 1, tags: ["tmp": "1"]),
            "daily/ expires after 1 days by x, not 30"
        ),
    ])
    func `a rule that deletes backups early is found, and left to people`(rule: LifecycleRule, words: String) {
        let finding = lifecycle(LifecycleRule.required + [rule])
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed?.contains(words) == true, "\(finding?.observed ?? "")")
        guard case .procedure(let text)? = finding?.remedy else {
            Issue.record("a change would not help: \(String(describing: finding?.remedy))")
            return
        }
        #expect(text.contains(words))
    }

    @Test func `a rule that is disabled does nothing`() {
        #expect(lifecycle(LifecycleRule.required + [.expiring("x", "", days: 1, enabled: false)])?.verdict == .met)
        var off = LifecycleRule.required
        off[0].enabled = false
        #expect(lifecycle(off)?.observed == "daily/ expires never, not after 30")
    }

    @Test func `later is a violation too, and a rule for some objects never satisfies`() {
        var late = LifecycleRule.required
        late[0].expireDays = 31
        #expect(lifecycle(late)?.observed == "daily/ expires after 31 days, not after 30")
        var tagged = LifecycleRule.required
        tagged[0].filter.tags = ["kind": "full"]
        #expect(lifecycle(tagged)?.observed == "daily/ expires never, not after 30")
        var sized = LifecycleRule.required
        sized[0].filter.sizeGreaterThan = 1_000
        #expect(lifecycle(sized)?.verdict == .violated)
    }

    @Test func `old versions that are deleted early are lost, under any narrower rule`() {
        var narrow = LifecycleRule(id: "x", filter: .init(prefix: "daily/", tags: ["tmp": "1"]))
        narrow.noncurrentExpireDays = 1
        let finding = lifecycle(LifecycleRule.required + [narrow])
        #expect(finding?.observed == "old versions of everything expire after 1 days by x, not 30")
        var keeping = LifecycleRule.required
        keeping[2].noncurrentKeep = 5
        #expect(lifecycle(keeping)?.observed == "old versions of everything expire never, not after 30")
    }

    @Test func `backups are not moved to an archive unasked`() {
        var archive = LifecycleRule(id: "x", filter: .init(prefix: "daily/"))
        archive.transitions = [.init(days: 1, storageClass: "DEEP_ARCHIVE")]
        #expect(
            lifecycle(LifecycleRule.required + [archive])?.observed
                == "daily/ moves to DEEP_ARCHIVE after 1 days by x, unasked")
        var early = LifecycleRule.required
        early[1].transitions = [.init(days: 5, storageClass: "GLACIER_IR")]
        #expect(lifecycle(early)?.verdict == .violated)
        var dated = LifecycleRule(id: "y", filter: .init(prefix: "daily/"))
        dated.expireDate = Estate.now
        #expect(lifecycle(LifecycleRule.required + [dated])?.verdict == .violated)
    }

    @Test func `rules of others stay when ours are written`() {
        let theirs = LifecycleRule.expiring("theirs", "scratch/", days: 1)
        guard case .changes(let changes)? = lifecycle([theirs, .expiring("drctl-daily", "daily/", days: 5)])?.remedy
        else {
            Issue.record("no change is offered")
            return
        }
        let old = BucketLifecycle([theirs, .expiring("drctl-daily", "daily/", days: 5)])
        let new = BucketLifecycle([theirs] + LifecycleRule.required)
        #expect(changes == [.bucket(.putLifecycle(bucket: Estate.bucketName, Edit(old, to: new)))])
        #expect(changes.first?.facts.takesAway == [])
    }

    @Test func `rules for prefixes that look alike have ids of their own`() {
        let twins = estate.with {
            $0.policy.storage[0].lifecycle = [
                Estate.rule("a/b", expire: 3), Estate.rule("a-b", expire: 4), Estate.rule("é", expire: 5),
            ]
            $0.bucket.lifecycle = .known(nil)
        }
        guard case .changes(let changes)? = twins.finding("storage.lifecycle")?.remedy,
            case .bucket(.putLifecycle(_, let lifecycle))? = changes.first
        else {
            Issue.record("no change is offered")
            return
        }
        #expect(lifecycle.after.rules.map(\.id) == ["drctl-a-b", "drctl-a-b-2", "drctl-all"])
    }

    @Test func `a lock is met by a longer or stricter one and never weakened`() {
        func lock(_ mode: String?, _ days: Int?, enabled: Bool = true) -> Estate {
            estate.with { $0.bucket.objectLock = .known(ObjectLockState(enabled: enabled, mode: mode, days: days)) }
        }
        #expect(lock("GOVERNANCE", 31).verdict("storage.object-lock") == "met")
        #expect(lock("COMPLIANCE", 30).verdict("storage.object-lock") == "met")
        #expect(lock(nil, nil).verdict("storage.object-lock") == "violated")
        #expect(lock("GOVERNANCE", 90, enabled: false).verdict("storage.object-lock") == "violated")
        let strict = estate.with {
            $0.policy.storage[0].objectLock?.mode = .compliance
            $0.bucket.objectLock = .known(ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 90))
        }
        #expect(
            strict.finding("storage.object-lock")?.remedy
                == .changes([
                    .bucket(
                        .putObjectLock(
                            bucket: Estate.bucketName,
                            Edit(
                                ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 90),
                                to: ObjectLockState(enabled: true, mode: "COMPLIANCE", days: 90))))
                ]))
        #expect(
            lock("COMPLIANCE", 7).finding("storage.object-lock")?.remedy
                == .changes([
                    .bucket(
                        .putObjectLock(
                            bucket: Estate.bucketName,
                            Edit(
                                ObjectLockState(enabled: true, mode: "COMPLIANCE", days: 7),
                                to: ObjectLockState(enabled: true, mode: "COMPLIANCE", days: 30))))
                ]))
    }

    @Test func `a bucket without versions gets them before the lock`() {
        let plain = estate.with {
            $0.policy.storage[0].versioning = nil
            $0.bucket.versioning = .known(false)
            $0.bucket.objectLock = .known(ObjectLockState())
        }
        #expect(
            Planner.plan(plain.audit).steps.map(\.change) == [
                .bucket(.enableVersioning(bucket: Estate.bucketName)),
                .bucket(
                    .putObjectLock(
                        bucket: Estate.bucketName,
                        Edit(ObjectLockState(), to: ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 30)))),
            ])
    }

    private let half = PublicAccessBlock(
        blockPublicACLs: true, ignorePublicACLs: true, blockPublicPolicy: false, restrictPublicBuckets: false)
    private let otherHalf = PublicAccessBlock(
        blockPublicACLs: false, ignorePublicACLs: false, blockPublicPolicy: true, restrictPublicBuckets: true)

    @Test func `public access is blocked by the bucket, the account, or both together`() {
        func verdict(_ own: Collected<PublicAccessBlock?>, _ account: Collected<PublicAccessBlock?>) -> String? {
            estate.with {
                $0.bucket.publicAccessBlock = own
                $0.inventory.accountPublicAccessBlock = account
            }.verdict("storage.public-access-blocked", on: Estate.bucketName)
        }
        let failure: Collected<PublicAccessBlock?> = .unavailable(Estate.failure)
        #expect(verdict(.known(nil), .known(.all)) == "met")
        #expect(verdict(.known(half), .known(otherHalf)) == "met")
        #expect(verdict(.known(half), .known(nil)) == "violated")
        #expect(verdict(.known(nil), .known(nil)) == "violated")
        #expect(verdict(.known(.all), failure) == "met")
        #expect(verdict(failure, .known(.all)) == "met")
        #expect(verdict(failure, .known(half)) == "unknown")
        #expect(verdict(.known(half), failure) == "unknown")
    }

    @Test func `any encryption satisfies SSE-S3, only the key satisfies SSE-KMS`() {
        func verdict(_ wanted: BucketPolicy.Encryption, _ seen: BucketEncryption?) -> String? {
            estate.with {
                $0.policy.storage[0].encryption = wanted
                $0.bucket.encryption = .known(seen)
            }.verdict("storage.encryption", on: Estate.bucketName)
        }
        let kms = BucketPolicy.Encryption.kms(key: "alias/kb-dr", bucketKey: false)
        #expect(verdict(.s3, BucketEncryption(algorithm: "AES256")) == "met")
        #expect(verdict(.s3, BucketEncryption(algorithm: "aws:kms")) == "met")
        #expect(verdict(.s3, nil) == "violated")
        #expect(verdict(kms, BucketEncryption(algorithm: "aws:kms:dsse", key: "key-kb-dr")) == "met")
        #expect(verdict(kms, BucketEncryption(algorithm: "aws:kms")) == "violated")
        #expect(verdict(kms, BucketEncryption(algorithm: "AES256", key: "key-kb-dr")) == "violated")
    }

    @Test(arguments: [nil, "Disabled", "PendingDeletion", "Unavailable"])
    func `encryption with a key that cannot be used is a violation that only the key's change mends`(_ state: String?)
        throws
    {
        let broken = estate.with { estate in
            if let state { estate.key?.state = state } else { estate.key = nil }
        }
        let finding = try #require(broken.finding("storage.encryption", on: Estate.bucketName))
        #expect(finding.verdict == .violated)
        #expect(finding.observed?.hasSuffix(state.map { ", which is \($0)" } ?? ", which does not exist") == true)
        #expect(!Planner.plan(broken.audit).steps.contains { $0.facts.summary.hasPrefix("encrypt bucket") })
    }

    @Test func `a bucket for logs that the policy does not list is kept in order too`() {
        let ids = estate.audit.findings.filter { $0.resource.name == Estate.logBucketName }.map(\.control.id)
        #expect(ids.contains("storage.log-delivery") && ids.contains("storage.tls-only"))
        #expect(!ids.contains("storage.lifecycle"))
    }

    @Test func `another's statements stay in a policy that is written`() {
        let theirs = AccessStatement(
            sid: "Theirs", .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:role/app"]),
            actions: ["s3:GetObject"], resources: ["arn:aws:s3:::\(Estate.bucketName)/*"])
        let shared = estate.with {
            $0.bucket.policy = .known(AccessPolicy(statements: [theirs], version: "2008-10-17"))
        }
        #expect(
            shared.finding("storage.tls-only", on: Estate.bucketName)?.remedy
                == .changes([
                    .bucket(
                        .putPolicy(
                            bucket: Estate.bucketName,
                            Edit(
                                AccessPolicy(statements: [theirs], version: "2008-10-17"),
                                to: AccessPolicy(
                                    statements: [theirs, .tlsOnly(Estate.bucketName)], version: "2008-10-17"))))
                ]))
    }
}
