import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What whoever writes backups may delete")
struct SeparationMeaningTests {
    private let estate: Estate
    init() throws { estate = try Estate.compliant() }

    /// Of the role that writes backups, with these statements in a policy of somebody's.
    private func finding(
        _ statements: [AccessStatement], _ change: (inout RoleState.Role) -> Void = { _ in }
    ) -> Finding? {
        estate.with { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
            role.inlinePolicies = role.inlinePolicies.map {
                $0.merging(["somebody": AccessPolicy(statements: statements)]) { $1 }
            }
            change(&role)
            estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
        }.finding("roles.separation", on: "kb-backup-writer")
    }

    private func allowed(
        _ action: String, on resource: String, when condition: AccessCondition = [:]
    ) -> AccessStatement {
        AccessStatement(.allow, actions: [action], resources: [resource], condition: condition)
    }

    @Test(arguments: [
        ("s3:DeleteObjectVersion", "arn:aws:s3:::\(Estate.bucketName)/daily/*"),
        ("s3:BypassGovernanceRetention", "arn:aws:s3:::kb-*/daily/2026-??-01"),
        ("s3:PutLifecycleConfiguration", "arn:aws:s3:::\(Estate.bucketName)"),
        ("kms:ScheduleKeyDeletion", "arn:aws:kms:us-east-1:123456789012:key/*"),
        ("kms:PutKeyPolicy", Estate.keyARN), ("rds:DeleteDBSnapshot", "arn:aws:rds:us-east-1:123456789012:snapshot:*"),
        ("rds:DeleteDBSnapshot", "arn:aws:rds:*:*:snapshot:kb-*"),
        ("rds:DeleteDBClusterSnapshot", "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:one"),
        ("rds:DeleteDBInstanceAutomatedBackup", "*"),
        ("backup:DeleteRecoveryPoint", "arn:aws:backup:us-east-1:123456789012:recovery-point:*"),
        ("backup:DeleteRecoveryPoint", "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-*"),
        ("backup:DeleteBackupVault", "arn:aws:backup:*:123456789012:backup-vault:kb-*"),
    ])
    func `a part of what ends recovery is as bad as all of it`(action: String, resource: String) {
        let finding = finding([allowed(action, on: resource)])
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed == "may \(action)")
        let service = String(action.prefix { $0 != ":" })
        #expect(self.finding([allowed("\(service):*", on: resource)])?.verdict == .violated)
    }

    @Test func `what is elsewhere, or another action, ends nothing`() {
        for statement in [
            allowed("s3:DeleteObject", on: "arn:aws:s3:::another/*"), allowed("s3:GetObject", on: "*"),
            allowed("rds:DeleteDBSnapshot", on: "arn:aws:rds:eu-west-1:123456789012:snapshot:*"),
            allowed("kms:ScheduleKeyDeletion", on: "arn:aws:kms:us-east-1:999999999999:key/*"),
        ] { #expect(finding([statement])?.verdict == .met, "\(statement.actions)") }
    }

    @Test func `a denial or a boundary takes it away, and a condition leaves it open`() {
        let part = "arn:aws:s3:::\(Estate.bucketName)/daily/*"
        let denied = AccessStatement(.deny, actions: ["s3:Delete*"], resources: ["*"])
        #expect(finding([allowed("s3:DeleteObject", on: part), denied])?.verdict == .met)
        let boundary = AccessPolicy(statements: [allowed("s3:PutObject", on: "*")])
        #expect(
            finding([allowed("s3:DeleteObject", on: part)]) { $0.boundaryPolicy = .known(boundary) }?.verdict == .met)
        let somewhere = allowed(
            "s3:DeleteObject", on: part, when: ["IpAddress": ["aws:SourceIp": ["10.0.0.0/8"]]])
        guard case .unknown? = finding([somewhere])?.verdict else {
            Issue.record("the address is not known")
            return
        }
    }

    @Test func `what drills have made is no backup`() {
        let both = estate.with { estate in
            estate.policy.roles[0].may = [.backup, .drill]
            let policies = estate.target.rolePolicies["kb-backup-writer"] ?? [:]
            guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
            role.inlinePolicies = .known(policies)
            estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
        }
        #expect(both.verdict("roles.separation", on: "kb-backup-writer") == "met")
    }
}

@Suite("A text that two patterns mean")
struct CommonTextTests {
    @Test(arguments: [
        ("a*", "ab", "ab"), ("ab", "a*", "ab"), ("a?c", "*b*", "abc"), ("abc", "abc", "abc"), ("", "*", ""),
        ("*x", "y*", "y\(Pattern.anything)x"), ("k/*", "k/d*", "k/d\(Pattern.anything)"), ("??", "a*", "a\u{1}"),
    ])
    func `is found where there is one`(left: String, right: String, text: String) {
        let found = WrittenPattern.common(left, right)
        #expect(found == text)
        #expect(found.map { WrittenPattern.matches(left, $0) && WrittenPattern.matches(right, $0) } == true)
    }

    @Test(arguments: [("a*", "b*"), ("abc", "ab"), ("a?", "abc"), ("*x", "*y"), ("", "?"), ("a*b", "a*c")])
    func `is not where there is none`(left: String, right: String) {
        #expect(WrittenPattern.common(left, right) == nil && WrittenPattern.common(right, left) == nil)
    }

    @Test func `examples are the whole one's and those within it, each once`() {
        #expect(
            WrittenPattern.examples(of: "k/*", within: ["k/d/*", "*", "j/*", "k/one"]) == [
                "k/\(Pattern.anything)", "k/d/\(Pattern.anything)", "k/one",
            ])
    }
}
