import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Each contradiction is made by changing one thing of a policy that has none.
@Suite struct RestoreTestLintTests {
    private static let text = """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: kb}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 24h}
        databases:
          - select: {ids: [kb-prod]}
            backups: {retention: 35d, awsBackup: kb-backups}
        backupPlans:
          - {name: kb-backups, daily: 35d}
        drill:
          engine: aws-backup
          every: 30d
          into: {subnetGroup: drills, securityGroups: [sg-1], instanceClass: db.t4g.medium}
          checks: [{name: entries, table: entries, compare: rowCount}]

        """

    static let contradictions = [
        BackupPlanLintTests.Contradiction(
            id: "restore-test-without-plan", piece: ", awsBackup: kb-backups", replacement: "", line: 7),
        BackupPlanLintTests.Contradiction(
            id: "restore-test-of-cluster", piece: "    backups: {ret",
            replacement: "    engine: aurora-postgresql\n    backups: {ret", line: 7),
        BackupPlanLintTests.Contradiction(
            id: "restore-test-interval", piece: "every: 30d", replacement: "every: 31h", line: 13),
        BackupPlanLintTests.Contradiction(
            id: "restore-test-interval", piece: "  every: 30d\n", replacement: "  every: null\n", line: 12),
        BackupPlanLintTests.Contradiction(
            id: "restore-test-target-unsaid", piece: "subnetGroup: drills, ", replacement: "", line: 14),
    ]

    private func diagnostics(_ text: String) -> [Diagnostic] {
        PolicyParser.parse(text, file: "dr.yaml", today: Estate.now.day).diagnostics
    }

    @Test func `a policy without a contradiction has none`() { #expect(diagnostics(Self.text).map(\.id) == []) }

    @Test(arguments: contradictions)
    func `is found at its place, with a way out`(_ one: BackupPlanLintTests.Contradiction) throws {
        #expect(Self.text.contains(one.piece))
        let found = diagnostics(Self.text.replacing(one.piece, with: one.replacement, maxReplacements: 1))
        let finding = try #require(found.first { $0.id == one.id }, "\(found.map(\.id))")
        #expect(finding.location?.line == one.line)
        #expect(finding.hint?.isEmpty == false)
    }

    @Test func `without the word drctl drills, and AWS Backup tests nothing`() throws {
        let text = Self.text.replacing("  engine: aws-backup\n", with: "")
        let policy = try #require(PolicyParser.parse(text, file: "dr.yaml", today: Estate.now.day).document?.policy)
        #expect(policy.drill?.engine == .drctl && policy.restoreTestingPlan == nil)
    }

    @Test func `names are those that AWS takes, and two policies have two`() throws {
        let document = try #require(
            PolicyParser.parse(Self.text, file: "dr.yaml", today: Estate.now.day).document)
        var policy = document.policy
        #expect(policy.restoreTestingPlan == "drctl_kb" && policy.restoreTestingRole == "kb-restore-tests")
        var names: Set<String> = []
        for end in ["a", "b"] {
            policy.name = String(repeating: "long-", count: 12) + end
            let name = try #require(policy.restoreTestingPlan)
            #expect(name.count == 50 && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }, "\(name)")
            #expect(policy.restoreTestingRole.count == 64)
            names.formUnion([name, policy.restoreTestingRole])
        }
        #expect(names.count == 4)
    }
}
