import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Duties, keys, secrets and copies by what they mean for recovery")
struct DutyMeaningTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant(withCluster: true) }

    private func writer(_ change: (inout RoleState.Role) -> Void) -> Estate {
        estate.with { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
            change(&role)
            estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
        }
    }

    /// With a managed policy attached, of which that is known.
    private func attached(_ policy: AccessPolicy?) -> Estate {
        let arn = "arn:aws:iam::aws:policy/Somebodys"
        return writer { role in
            role.attachedPolicies = .known([arn])
            role.managedPolicies = policy.map { [arn: .known($0)] } ?? [:]
        }
    }

    private func separation(_ policy: AccessPolicy) -> Finding? {
        writer { role in
            role.inlinePolicies = role.inlinePolicies.map { $0.merging(["theirs": policy]) { first, _ in first } }
        }.finding("roles.separation", on: "kb-backup-writer")
    }

    @Test(arguments: [
        "s3:DeleteObjectVersion", "s3:Delete*", "s3:*", "*", "s3:PutLifecycleConfiguration",
        "s3:BypassGovernanceRetention", "kms:ScheduleKeyDeletion", "kms:*", "rds:DeleteDBSnapshot",
        "backup:DeleteRecoveryPoint",
    ])
    func `who writes backups and may do this ends recovery`(_ action: String) {
        let finding = separation(.allowing(action))
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed?.hasPrefix("may ") == true)
    }

    @Test func `what is denied, capped or about something else is no danger`() {
        #expect(separation(.allowing("s3:GetObject"))?.verdict == .met)
        #expect(separation(.allowing("ec2:*"))?.verdict == .met)
        var denied = AccessPolicy.allowing("s3:DeleteObjectVersion")
        denied.statements.append(AccessStatement(.deny, actions: ["s3:DeleteObject*"], resources: ["*"]))
        #expect(separation(denied)?.verdict == .met)
        var elsewhere = AccessPolicy.allowing("s3:DeleteObjectVersion")
        elsewhere.statements[0].resources = ["arn:aws:s3:::scratch/*"]
        #expect(separation(elsewhere)?.verdict == .met)
        var sometimes = AccessPolicy.allowing("s3:DeleteObjectVersion")
        sometimes.statements[0].condition = ["IpAddress": ["aws:SourceIp": ["203.0.113.0/24"]]]
        #expect(separation(sometimes)?.verdict.word == "unknown")
        #expect(attached(nil).verdict("roles.separation", on: "kb-backup-writer") == "unknown")
        #expect(attached(.allowing("s3:Get*")).verdict("roles.separation", on: "kb-backup-writer") == "met")
        #expect(attached(.allowing("s3:*")).verdict("roles.separation", on: "kb-backup-writer") == "violated")
        // A role that does not write backups may be given more.
        #expect(estate.finding("roles.separation", on: "kb-drill-operator") == nil)
    }

    @Test func `what a boundary stops is no danger, whatever the policies say`() {
        func capped(_ boundary: AccessPolicy?) -> String? {
            writer { role in
                role.inlinePolicies = role.inlinePolicies.map {
                    $0.merging(["theirs": .allowing("s3:DeleteObjectVersion")]) { first, _ in first }
                }
                role.boundaryPolicy = .known(boundary)
            }.verdict("roles.separation", on: "kb-backup-writer")
        }
        #expect(capped(nil) == "violated")
        #expect(capped(.allowing("s3:*")) == "violated")
        #expect(capped(.allowing("s3:GetObject")) == "met")
    }

    @Test func `wildcards for whole services are named`() {
        func verdict(_ policy: AccessPolicy) -> Finding? {
            writer { role in
                role.inlinePolicies = role.inlinePolicies.map { $0.merging(["theirs": policy]) { first, _ in first } }
            }.finding("roles.no-wildcards", on: "kb-backup-writer")
        }
        #expect(verdict(.allowing("s3:*"))?.observed == "s3:* by theirs")
        #expect(verdict(.allowing("*"))?.verdict == .violated)
        for whole in ["s3:**", "s3:?*", "s3*", "s?:*", "*:*", "S3:*"] {
            #expect(verdict(.allowing(whole))?.verdict == .violated, "\(whole)")
        }
        for part in ["s3:Get*", "s3:*Object", "s3:G??Object", "*:DeleteObject", "s3:GetObject"] {
            #expect(verdict(.allowing(part))?.verdict == .met, "\(part)")
        }
        // Of what is attached only the name is known, or what it allows too.
        #expect(attached(nil).verdict("roles.no-wildcards", on: "kb-backup-writer") == "unknown")
        #expect(attached(.allowing("s3:Get*")).verdict("roles.no-wildcards", on: "kb-backup-writer") == "met")
        #expect(
            attached(.allowing("*")).finding("roles.no-wildcards", on: "kb-backup-writer")?.observed
                == "* by arn:aws:iam::aws:policy/Somebodys")
        var denial = AccessPolicy.allowing("s3:*")
        denial.statements[0].effect = .deny
        #expect(verdict(denial)?.verdict == .met)
        var but = AccessPolicy.allowing("x")
        but.statements[0].actions = []
        but.statements[0].negated = ["NotAction": ["iam:*"]]
        #expect(verdict(but)?.verdict == .violated)
    }

    @Test func `a role's last use counts, or its age if it was never used`() {
        func verdict(used: Int?, created: Int?) -> String? {
            estate.with { estate in
                guard case .known(var role?) = estate.inventory.roles["kb-auditor"]?.role else { return }
                role.lastUsedAt = used.map { Estate.now - TimeSpan($0, .days) }
                role.createdAt = created.map { Estate.now - TimeSpan($0, .days) }
                estate.inventory.roles["kb-auditor"]?.role = .known(role)
            }.verdict("roles.unused", on: "kb-auditor")
        }
        #expect(verdict(used: 90, created: 300) == "met")
        #expect(verdict(used: 91, created: 300) == "violated")
        #expect(verdict(used: nil, created: 10) == "met")
        #expect(verdict(used: nil, created: 91) == "violated")
        #expect(verdict(used: nil, created: nil) == "unknown")
    }

    @Test func `a restore role that the key's policy shuts out cannot restore`() {
        func verdict(_ statements: [AccessStatement]) -> Finding? {
            estate.with { $0.key?.policy = .known(AccessPolicy(statements: statements)) }
                .finding("keys.usable-by-restore-role")
        }
        let root = AccessPolicy.ofKey.statements[0]
        #expect(verdict([root])?.verdict == .met)
        #expect(verdict([])?.observed == "usable by none of them")
        var named = root
        named.principals = .init("AWS", ["arn:aws:iam::123456789012:role/kb-drill-operator"])
        #expect(verdict([named])?.verdict == .met)
        named.principals = .init("AWS", ["arn:aws:iam::123456789012:role/other"])
        #expect(verdict([named])?.verdict == .violated)
        var grants = AccessStatement(.deny, principals: .anyone, actions: ["kms:CreateGrant"], resources: ["*"])
        grants.condition = ["Bool": ["kms:GrantIsForAWSResource": ["false"]]]
        #expect(verdict([root, grants])?.verdict == .met)
        grants.condition = [:]
        #expect(verdict([root, grants])?.verdict == .violated)
        grants.condition = ["StringNotEquals": ["aws:SourceVpce": ["vpce-1"]]]
        #expect(verdict([root, grants])?.verdict.word == "unknown")
    }

    @Test func `secrets are judged where a value or a region is asked for`() {
        func verdict(_ control: ControlID, _ change: (inout SecretState.Secret) -> Void) -> String? {
            estate.with { estate in
                guard var secret = estate.secret else { return }
                change(&secret)
                estate.secret = secret
            }.verdict(control)
        }
        #expect(verdict("secrets.rotation") { $0.changedAt = Estate.now - TimeSpan(90, .days) } == "met")
        #expect(verdict("secrets.rotation") { $0.rotates = false } == "violated")
        #expect(verdict("secrets.rotation") { $0.changedAt = nil } == "unknown")
        #expect(verdict("secrets.encrypted-with-key") { $0.encryptionKey = "alias/kb-dr" } == "met")
        #expect(verdict("secrets.encrypted-with-key") { $0.encryptionKey = "arn:other" } == "violated")
        #expect(verdict("secrets.replicated-when-needed") { $0.replicas = ["eu-west-1"] } == "violated")
        #expect(verdict("secrets.replicated-when-needed") { $0.replicas = ["eu-west-1", "us-west-2"] } == "met")
        #expect(verdict("secrets.restorable-after-source-deletion") { $0.owner = nil } == "met")
        // A secret that is about to be deleted is one violation.
        #expect(verdict("secrets.rotation") { $0.deletedAt = Estate.now } == nil)
    }

    @Test func `a deletion needs more than a login`() {
        func verdict(_ lock: Collected<ObjectLockState>, mfa: Collected<Bool>) -> String? {
            estate.with {
                $0.bucket.objectLock = lock
                $0.bucket.mfaDelete = mfa
            }.verdict("storage.delete-needs-mfa-or-lock", on: Estate.bucketName)
        }
        let none: Collected<ObjectLockState> = .known(ObjectLockState(enabled: true))
        let failure: Collected<Bool> = .unavailable(Estate.failure)
        #expect(verdict(none, mfa: .known(false)) == "violated")
        #expect(verdict(none, mfa: .known(true)) == "met")
        #expect(verdict(.known(ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 1)), mfa: failure) == "met")
        #expect(verdict(none, mfa: failure) == "unknown")
        #expect(verdict(.unavailable(Estate.failure), mfa: .known(true)) == "met")
    }

    @Test func `the weakest member decides`() {
        func verdict(_ control: ControlID, _ change: (inout Database.Member) -> Void) -> String? {
            estate.with { estate in
                estate.cluster.members = estate.cluster.members.map { members in
                    var all = members
                    change(&all[1])
                    return all
                }
            }.verdict(control)
        }
        #expect(verdict("cluster.enhanced-monitoring") { $0.monitoringInterval = .known(15) } == "met")
        #expect(verdict("cluster.enhanced-monitoring") { $0.monitoringInterval = .known(0) } == "violated")
        #expect(
            verdict("cluster.performance-insights") { $0.performanceInsights = .unavailable(Estate.failure) }
                == "unknown")
        #expect(verdict("cluster.ca-certificate") { $0.certificateValidUntil = .known(nil) } == "violated")
        #expect(
            verdict("cluster.ca-certificate") {
                $0.certificateValidUntil = .known(Estate.now + TimeSpan(90, .days))
            } == "met")
    }

    @Test func `an alarm may wait for the first nightly audit, and no longer`() {
        let alarm = "knowledge-base-drill-age-kb-prod"
        func verdict(_ hours: Int?) -> String? {
            estate.with { $0[alarm: alarm]?.silentSince = hours.map { Estate.now - TimeSpan($0, .hours) } }
                .verdict("alerting.alarm-data-arrives", on: alarm)
        }
        #expect(verdict(nil) == "met")
        #expect(verdict(48) == "met")
        #expect(verdict(49) == "violated")
    }

    @Test func `a replica of every object is asked for by its bucket`() {
        func verdict(_ replication: Collected<BucketReplication?>?) -> String? {
            estate.with { $0.bucket.replication = replication }.verdict("storage.replication", on: Estate.bucketName)
        }
        func rules(_ rules: BucketReplication.Rule...) -> Collected<BucketReplication?> {
            .known(BucketReplication(role: BucketReplication.toCopies.role, rules: rules))
        }
        func toCopies(_ change: (inout BucketReplication.Rule) -> Void) -> BucketReplication.Rule {
            var rule = BucketReplication.Rule.toCopies
            change(&rule)
            return rule
        }
        let other = toCopies { $0.replica = "other" }
        #expect(verdict(rules(other, .toCopies)) == "met")
        #expect(verdict(rules(other)) == "violated")
        #expect(verdict(rules(toCopies { $0.isEnabled = false })) == "violated")
        #expect(verdict(rules(toCopies { $0.isForAll = false })) == "violated")
        // The bucket's objects are encrypted with a key, and S3 would leave them out.
        #expect(verdict(rules(toCopies { $0.takesEncrypted = false })) == "violated")
        #expect(verdict(rules(toCopies { $0.replicaKey = nil })) == "violated")
        #expect(verdict(nil) == "unknown")
        #expect(verdict(.unavailable(Estate.failure)) == "unknown")
    }
}
