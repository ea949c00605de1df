import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Each contradiction is made by changing one thing of a policy that has none.
@Suite struct BackupPlanLintTests {
    struct Contradiction: Sendable, CustomTestStringConvertible {
        var id: String
        var piece: String
        var replacement: String
        var line: Int

        var testDescription: String { "\(id): \(replacement)" }
    }

    private static let text = """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: kb}
        scope: {accounts: ["123456789012"], regions: [us-east-1, eu-west-1]}
        objectives: {rto: 4h, rpo: 24h}
        databases:
          - select: {ids: [kb-prod]}
            backups: {awsBackup: kb-backups}
        keys: [{alias: kb-dr}]
        backupPlans:
          - name: kb-backups
            encryption: alias/kb-dr
            lock: {mode: governance, minimum: 30d}
            daily: 35d
            monthly: 1y
            copyTo: [eu-west-1, "arn:aws:backup:eu-west-1:222222222222:backup-vault:kb-copies"]
        drill: null

        """

    static let contradictions = [
        Contradiction(
            id: "unknown-backup-plan", piece: "awsBackup: kb-backups", replacement: "awsBackup: kb-backup", line: 8),
        Contradiction(
            id: "unused-backup-plan", piece: "monthly: 1y\n",
            replacement: "monthly: 1y\n  - {name: kb-other, daily: 7d}\n  - name: more\n    daily: 9d\n", line: 16),
        Contradiction(
            id: "duplicate-backup-plan", piece: "backupPlans:\n",
            replacement: "backupPlans:\n  - {name: kb-backups, vault: other, daily: 7d}\n", line: 12),
        Contradiction(
            id: "empty-backup-plan", piece: "    daily: 35d\n    monthly: 1y\n", replacement: "", line: 11),
        Contradiction(id: "compliance-vault-lock", piece: "governance", replacement: "compliance", line: 13),
        Contradiction(id: "vault-lock-refuses-backups", piece: "minimum: 30d", replacement: "minimum: 36d", line: 13),
        Contradiction(
            id: "vault-lock-refuses-backups", piece: "minimum: 30d", replacement: "minimum: 30d, maximum: 364d",
            line: 13),
        Contradiction(
            id: "vault-copy-outside-scope", piece: "[eu-west-1, \"arn", replacement: "[us-west-2, \"arn", line: 16),
        Contradiction(
            id: "vault-copy-outside-scope", piece: "[eu-west-1, \"arn", replacement: "[us-east-1, \"arn", line: 16),
        Contradiction(
            id: "vault-shared-otherwise", piece: "backupPlans:\n",
            replacement: "backupPlans:\n  - {name: kb-other, vault: kb-backups, daily: 7d}\n", line: 12),
        Contradiction(
            id: "key-of-another-region", piece: "encryption: alias/kb-dr",
            replacement: "encryption: arn:aws:kms:eu-west-1:123456789012:key/1", line: 12),
    ]

    private func diagnostics(_ text: String) -> [Diagnostic] {
        PolicyParser.parse(text, file: "dr.yaml", today: Estate.now.day).diagnostics
    }

    @Test func `a policy without a contradiction has none`() {
        #expect(diagnostics(Self.text).map(\.id) == [])
    }

    @Test(arguments: contradictions)
    func `is found at its place, with a way out`(_ one: Contradiction) throws {
        #expect(Self.text.contains(one.piece))
        let found = diagnostics(Self.text.replacing(one.piece, with: one.replacement, maxReplacements: 1))
        let finding = try #require(found.first { $0.id == one.id }, "\(found.map(\.id))")
        #expect(finding.location?.line == one.line)
        #expect(finding.hint?.isEmpty == false)
    }

    @Test func `a plan that keeps recovery points long enough is what a long retention needs`() {
        let long = Self.text.replacing("{awsBackup", with: "{retention: 1y, awsBackup")
        #expect(diagnostics(long).map(\.id) == [])
        let longer = Self.text.replacing("{awsBackup", with: "{retention: 2y, awsBackup")
        #expect(diagnostics(longer).map(\.id) == ["retention-beyond-automated-backups"])
    }

    @Test(arguments: ["not-a-vault", "eu_west_1", "arn:aws:s3:::kb", "arn:aws:backup:eu-west-1:1:plan:kb"])
    func `a copy goes to a region or to the ARN of a vault`(_ text: String) {
        let found = diagnostics(Self.text.replacing("[eu-west-1, \"arn", with: "[\(text), \"arn"))
        #expect(found.map(\.id) == ["invalid-value"])
    }

    @Test func `a region that receives copies has the vault, and nothing else of the plan`() throws {
        let policy = try #require(
            PolicyParser.parse(Self.text, file: "dr.yaml", today: Estate.now.day).document?.policy)
        #expect(policy.targetRegions.map(\.rawValue) == ["us-east-1", "eu-west-1"])
        let part = policy.part(in: "eu-west-1")
        #expect(part.vaults.map(\.vault) == ["kb-backups"])
        #expect(part.policy.backupPlans.isEmpty && part.policy.databases.isEmpty)
        #expect(part.policy.keys.map(\.alias) == ["kb-dr"])
    }
}
