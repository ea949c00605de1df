import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("The key that is really held")
struct HeldKeyTests {
    private let estate: Estate
    private static let west = Region("us-west-2")
    private static let westKey = "arn:aws:kms:us-west-2:123456789012:key/west"
    /// What a key that cannot be used is said to be.
    private static let dead: [Collected<KeyStanding?>] = [
        .known(KeyStanding(arn: Estate.otherKeyARN, state: "Disabled")),
        .known(KeyStanding(arn: Estate.otherKeyARN, state: "PendingDeletion")),
        .known(nil),
    ]
    private static let verdicts: [(Collected<KeyStanding?>, String)] =
        dead.map { ($0, "violated") } + [
            (.unavailable(Estate.failure), "unknown"),
            (.known(KeyStanding(arn: Estate.otherKeyARN, state: "Enabled")), "met"),
        ]

    init() throws { estate = try Estate.compliant(withCluster: true) }

    /// The estate in which the other key has a standing, and something is under it.
    private func other(_ standing: Collected<KeyStanding?>, _ change: (inout Estate) -> Void) -> Estate {
        estate.with {
            $0.inventory.heldKeys[Estate.otherKeyARN] = standing
            $0.inventory.heldKeys[Self.westKey] = standing
            change(&$0)
        }
    }

    @Test(arguments: verdicts)
    func `a bucket is no better than its key, whichever the policy asks for`(
        _ standing: Collected<KeyStanding?>, _ verdict: String
    ) {
        func bucket(_ wanted: BucketPolicy.Encryption, _ held: String) -> String? {
            other(standing) {
                $0.policy.storage[0].encryption = wanted
                $0.bucket.encryption = .known(.init(algorithm: "aws:kms", key: held, bucketKey: true))
            }.verdict("storage.encryption", on: Estate.bucketName)
        }
        #expect(bucket(.s3, Estate.otherKeyARN) == verdict)
        #expect(bucket(.s3, "key-other") == verdict)
        #expect(bucket(.kms(key: Estate.otherKeyARN, bucketKey: true), Estate.otherKeyARN) == verdict)
    }

    @Test func `a bucket under S3's own key needs no other`() {
        let plain = estate.with {
            $0.policy.storage[0].encryption = .s3
            $0.bucket.encryption = .known(.init(algorithm: "AES256"))
        }
        #expect(plain.verdict("storage.encryption", on: Estate.bucketName) == "met")
    }

    @Test(arguments: verdicts)
    func `access logs are not delivered under a key that cannot be used`(
        _ standing: Collected<KeyStanding?>, _ verdict: String
    ) {
        let logs = other(standing) {
            $0.inventory.buckets[Estate.logBucketName]?.encryption = .known(
                .init(algorithm: "aws:kms", key: Estate.otherKeyARN))
        }
        #expect(logs.verdict("storage.log-delivery", on: Estate.logBucketName) == verdict)
    }

    @Test(arguments: verdicts)
    func `a secret is no better than its key, asked for or not`(
        _ standing: Collected<KeyStanding?>, _ verdict: String
    ) {
        let free = other(standing) {
            for index in $0.policy.databases.indices { $0.policy.databases[index].secretRules.encryptionKey = nil }
            $0.secret?.encryptionKey = Estate.otherKeyARN
        }
        #expect(free.verdict("secrets.encrypted-with-key") == verdict)
        let asked = other(standing) {
            $0.policy.databases[0].secretRules.encryptionKey = Estate.otherKeyARN
            $0.secret?.encryptionKey = Estate.otherKeyARN
        }
        #expect(asked.verdict("secrets.encrypted-with-key") == verdict)
    }

    @Test func `a secret under the key of Secrets Manager has none to judge`() {
        let plain = estate.with {
            for index in $0.policy.databases.indices { $0.policy.databases[index].secretRules.encryptionKey = nil }
            $0.secret?.encryptionKey = nil
        }
        #expect(plain.verdict("secrets.encrypted-with-key") == nil)
    }

    @Test(arguments: verdicts)
    func `a vault is no better than its key`(_ standing: Collected<KeyStanding?>, _ verdict: String) {
        let held = other(standing) {
            $0.policy.backupPlans[0].encryptionKey = nil
            $0.vault?.encryptionKey = Estate.otherKeyARN
        }
        #expect(held.verdict("backup-plan.vault-encrypted") == verdict)
    }

    @Test(arguments: verdicts)
    func `a recovery point in a vault, or a copy of it, is no better than its key`(
        _ standing: Collected<KeyStanding?>, _ verdict: String
    ) {
        let points = other(standing) { estate in
            for index in estate.points.indices { estate.points[index].encryptionKey = Estate.otherKeyARN }
        }
        #expect(points.verdict("backup-plan.recovery-point-age") == verdict)
        let copies = other(standing) { estate in
            var arrived = estate.inventory.backupPlans["kb-backups"]?.copies.value ?? []
            for index in arrived.indices { arrived[index].encryptionKey = Self.westKey }
            estate.inventory.backupPlans["kb-backups"]?.copies = .known(arrived)
        }
        #expect(copies.verdict("backup-plan.copies-arrive") == verdict)
    }

    @Test(arguments: ["Disabled", "PendingDeletion"])
    func `the required key that is dead serves none of those that have it`(_ state: String) {
        let dead = estate.with { $0.key?.state = state }
        let controls: [ControlID] = [
            "secrets.encrypted-with-key", "backup-plan.vault-encrypted", "database.encryption-key",
            "cluster.encryption-key",
        ]
        for control in controls {
            #expect(dead.finding(control)?.observed == "alias/kb-dr, which is \(state)", "\(control)")
        }
        #expect(dead.verdict("storage.encryption", on: Estate.bucketName) == "violated")
    }

    @Test(arguments: verdicts)
    func `a copy under a key that cannot be used is none`(_ standing: Collected<KeyStanding?>, _ verdict: String) {
        let copied = other(standing) {
            $0.database.copies[Self.west] = $0.database.copies[Self.west]?.map { copies in
                copies.map {
                    var copy = $0
                    copy.encryptionKey = .known(Self.westKey)
                    return copy
                }
            }
        }
        #expect(copied.verdict("database.cross-region-copy") == verdict)
        guard verdict == "violated" else { return }
        guard case .procedure(let text)? = copied.finding("database.cross-region-copy")?.remedy else {
            Issue.record("another copy under a dead key helps nobody")
            return
        }
        #expect(text.contains(Self.westKey))
    }

    @Test(arguments: verdicts)
    func `a recovery point under a key that cannot be used is none`(
        _ standing: Collected<KeyStanding?>, _ verdict: String
    ) {
        let kept = other(standing) {
            $0.policy.databases[0].backups.monthlyKeep = 1
            $0.database.latestRestorableTime = .known(nil)
            $0.database.snapshots = .known([
                .under(Estate.otherKeyARN, .manual("today")),
                .under(Estate.otherKeyARN, .manual("2026-10", age: 30 * 86_400)),
            ])
        }
        for control in ["recovery-point-age", "recovery-point-exists", "monthly-copies"] {
            #expect(kept.verdict(ControlID("database.\(control)")) == verdict, "\(control)")
        }
        let window = other(standing) {
            $0.database.encryptionKey = .known(Estate.otherKeyARN)
            $0.database.snapshots = .known([])
        }
        #expect(window.verdict("database.recovery-point-age") == verdict)
    }

    @Test func `a point that can be restored is enough, whatever is known of the others`() {
        let mixed = other(.unavailable(Estate.failure)) {
            $0.database.latestRestorableTime = .known(nil)
            $0.database.snapshots = .known([.under(Estate.otherKeyARN, .manual("blind")), .manual("good")])
        }
        #expect(mixed.verdict("database.recovery-point-age") == "met")
        #expect(mixed.verdict("database.recovery-point-exists") == "met")
    }

    @Test func `two aliases of one key are one key`() {
        let alias = "arn:aws:kms:us-east-1:123456789012:alias/kb-two"
        for name in ["alias/kb-two", alias] {
            let same = estate.with {
                $0.inventory.heldKeys[alias] = .known(KeyStanding(arn: Estate.keyARN, state: "Enabled"))
                $0.bucket.encryption = .known(.init(algorithm: "aws:kms", key: name, bucketKey: true))
                $0.secret?.encryptionKey = name
                $0.topic?.encryptionKey = name
            }
            #expect(same.verdict("storage.encryption", on: Estate.bucketName) == "met", "\(name)")
            #expect(same.verdict("secrets.encrypted-with-key") == "met", "\(name)")
            #expect(same.verdict("alerting.topic-encrypted") == "met", "\(name)")
        }
    }

    @Test func `an alias of another key, or of none, is another key`() {
        let alias = "arn:aws:kms:us-east-1:123456789012:alias/kb-two"
        let standings: [(Collected<KeyStanding?>, String)] = [
            (.known(KeyStanding(arn: Estate.otherKeyARN, state: "Enabled")), "violated"), (.known(nil), "violated"),
            (.unavailable(Estate.failure), "unknown"),
        ]
        for (standing, verdict) in standings {
            let other = estate.with {
                $0.inventory.heldKeys[alias] = standing
                $0.secret?.encryptionKey = "alias/kb-two"
            }
            #expect(other.verdict("secrets.encrypted-with-key") == verdict)
        }
    }

    @Test func `what was not read is unknown, and what is read is each key once`() {
        let held = estate.with {
            $0.bucket.encryption = .known(.init(algorithm: "aws:kms", key: "key-other"))
            $0.secret?.encryptionKey = Estate.otherKeyARN
            $0.database.snapshots = .known([
                .under(Estate.otherKeyARN, .manual("a")),
                .under(Self.westKey, .manual("b", status: "creating")),
            ])
            $0.vault?.encryptionKey = "alias/kb-dr"
            $0.policy.storage[0].encryption = .s3
        }
        #expect(held.context.target.heldKeys(in: held.inventory) == [Estate.otherKeyARN])
        #expect(held.verdict("storage.encryption", on: Estate.bucketName) == "unknown")
    }
}

extension Database.Snapshot {
    /// The same under a key.
    fileprivate static func under(_ key: String, _ snapshot: Self) -> Self {
        var held = snapshot
        held.encryptionKey = .known(key)
        return held
    }
}
