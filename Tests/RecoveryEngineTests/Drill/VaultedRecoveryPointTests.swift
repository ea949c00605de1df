import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Drills of a recovery point in a vault of AWS Backup, which RDS does not list.
@Suite struct VaultedRecoveryPointTests {
    private static let point = "arn:aws:backup:us-east-1:123456789012:recovery-point:1EB3B5E7"
    private static let role = "arn:aws:iam::123456789012:role/restores"

    private static func stored(_ id: String, _ seconds: Double = 0, status: String = "available") -> SnapshotFacts {
        SnapshotFacts(
            id: id, type: VaultedRecoveryPoint.type, status: status,
            createdAt: DrillFixtures.snapshotTime.adding(seconds: seconds), engine: "postgres", instance: "kb-prod")
    }

    private static func world(_ change: (inout DrillFacts) -> Void = { _ in }) -> SimulatedWorld {
        var world = SimulatedWorld()
        world.facts.snapshots = [stored("older", -3_600), stored(point), stored("unfinished", 60, status: "partial")]
        world.facts.vault = DrillFacts.Vault(roleFaults: [])
        world.facts.key = nil
        change(&world.facts)
        return world
    }

    private static var request: DrillRequest {
        var request = DrillFixtures.request(.vault("air-gapped"))
        request.restoreRole = role
        return request
    }

    private func drill(
        _ world: SimulatedWorld, _ request: DrillRequest = request
    ) throws -> (record: DrillRecord, world: SimulatedWorld) {
        var world = world
        var machine = DrillMachine(request)
        world.run(&machine)
        return (try #require(world.record), world)
    }

    @Test func `the newest complete one is restored by AWS Backup with the policy's role, verified and removed`() throws
    {
        let (record, world) = try drill(Self.world())
        #expect(record.verdict == .verified, "\(record.summary)")
        #expect(record.recoveryPoint?.snapshot == Self.point && record.recoveryPoint?.kind == .vaulted)
        #expect(record.recoveryPoint?.reason == "the newest recovery point in vault air-gapped")
        let orders = world.performed.compactMap { action in
            if case .restore(let order) = action { order } else { nil }
        }
        #expect(orders.map(\.restoreRole) == [Self.role])
        #expect(world.deleted == [record.target] && world.deletedSnapshots.isEmpty)
    }

    @Test func `a snapshot of RDS is restored by RDS, whatever role the policy names`() throws {
        var request = DrillFixtures.request(.newest)
        request.restoreRole = Self.role
        let (_, world) = try drill(SimulatedWorld(), request)
        #expect(
            world.performed.contains { action in
                if case .restore(let order) = action { order.restoreRole == nil } else { false }
            })
    }

    private static let refusals: [(String, @Sendable (inout DrillFacts) -> Void)] = [
        ("has no complete recovery point of kb-prod (partial)", { $0.snapshots = [stored("x", status: "partial")] }),
        ("has no complete recovery point of kb-prod", { $0.snapshots = [] }),
        ("could not be listed: access denied", { $0.vault?.failure = "access denied" }),
        ("AWS Backup may not assume it", { $0.vault?.roleFaults = ["AWS Backup may not assume it"] }),
        (
            "could not be read: denied",
            { $0.vault = DrillFacts.Vault(roleFailure: "denied") }
        ),
        ("is PendingDeletion", { $0.key = DrillFacts.Key(id: "k", state: "PendingDeletion") }),
    ]

    @Test(arguments: refusals)
    func `what would fail is refused before AWS Backup is asked`(
        _ reason: String, _ change: @Sendable (inout DrillFacts) -> Void
    ) throws {
        let (record, world) = try drill(Self.world(change))
        #expect(record.verdict == .refused)
        #expect(record.summary.contains(reason), "\(record.summary)")
        #expect(world.performed == [.gatherFacts])
    }

    @Test func `a drill that ends before its job has created anything waits for it, and deletes what comes`() throws {
        var world = Self.world()
        var made = DrillFixtures.source()
        (made.id, made.tags) = (Self.request.target.id, Self.request.tags(time: DrillFixtures.snapshotTime))
        world.instance = made
        var looks = 0
        world.fault = { action, _ in
            switch action {
            case .restore: return .interrupted
            case .observeInstance where looks < 3:
                looks += 1
                return .restorePending
            default: return nil
            }
        }
        var machine = DrillMachine(Self.request)
        world.run(&machine)
        let record = try #require(world.record)
        #expect(record.verdict == .interrupted && record.leftovers.isEmpty && looks == 3)
        #expect(world.deleted == [record.target])
    }

    @Test func `a job that does not end within the teardown's limit leaves a name to look for`() throws {
        var world = Self.world()
        world.fault = { action, _ in
            switch action {
            case .restore: .interrupted
            case .observeInstance: .restorePending
            default: nil
            }
        }
        let (record, _) = try drill(world)
        #expect(record.leftovers.map(\.id) == [record.target])
    }

    @Test func `a policy without a role, and a cluster, are refused`() throws {
        let (record, _) = try drill(Self.world(), DrillFixtures.request(.vault("air-gapped")))
        #expect(record.verdict == .refused && record.summary.contains("names no role"), "\(record.summary)")
        var cluster = Self.request
        cluster.kind = .cluster
        let findings = PreflightGuards.vault(cluster, Self.world().facts)
        #expect(findings.first?.outcome == .violated && findings.first?.summary.contains("is a cluster") == true)
    }

    @Test func `the caller is asked whether it may start the job and pass the role, not whether RDS may restore`() {
        let questions = DrillPermissions.questions(
            Self.request, of: DrillFixtures.source(),
            to: RecoveryPoint(kind: .vaulted, snapshot: Self.point, time: DrillFixtures.snapshotTime, reason: ""))
        func resources(_ action: String) -> [[String]] {
            questions.filter { $0.actions == [action] }.map(\.resources)
        }
        #expect(resources("backup:StartRestoreJob") == [[Self.point]])
        #expect(resources("iam:PassRole") == [[Self.role]])
        #expect(!resources("rds:AddTagsToResource").isEmpty)
        #expect(!questions.contains { $0.actions.contains { $0.hasPrefix("rds:RestoreDB") } })
    }

    @Test func `a role counts by its trust policy, and what a condition decides is not known`() throws {
        let scope = DrillScope(account: DrillFixtures.account, region: Region("us-east-1"))
        func faults(_ principal: String, _ condition: String = "") throws -> Collected<[String]> {
            let text = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"\(principal)"},
                "Action":"sts:AssumeRole"\(condition)}]}
                """
            return VaultedRecoveryPoint.faults(ofRole: Self.role, trust: try AccessPolicy(parsing: text), scope)
        }
        #expect(try faults("backup.amazonaws.com").value == [])
        #expect(try faults("ec2.amazonaws.com").value == ["AWS Backup may not assume it"])
        let own = #","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}"#
        #expect(try faults("backup.amazonaws.com", own).value == [])
        let unknown = #","Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:backup:us-east-1:123456789012:x"}}"#
        #expect(try faults("backup.amazonaws.com", unknown).value == nil)
        func role(_ text: String) -> String {
            VaultedRecoveryPoint.role(text, account: "123456789012", partition: "aws")
        }
        #expect(role("service-role/R") == "arn:aws:iam::123456789012:role/service-role/R")
        #expect(role(Self.role) == Self.role)
    }

    @Test func `a vault is named by its name, or by the ARN of another account's`() {
        #expect(VaultedRecoveryPoint.place("air-gapped") == ("air-gapped", nil))
        let shared = VaultedRecoveryPoint.place("arn:aws:backup:us-east-1:222222222222:backup-vault:air-gapped")
        #expect(shared == ("air-gapped", "222222222222"))
    }

    @Test func `a role that drills may restore from vaults only where the policy names a role for it`() throws {
        func actions(_ role: String?) throws -> Set<String> {
            let estate = try Estate.bare().with { $0.policy.drill?.restoreRole = role }
            return Set(LeastPrivilege.statements(for: .drill, on: [estate.target]).flatMap(\.actions))
        }
        let named = try Estate.bare().with {
            $0.policy.drill?.restoreRole = "restores"
            $0.policy.drill?.source = .vault("air-gapped")
        }
        let all = LeastPrivilege.statements(for: .drill, on: [named.target])
        func resources(_ action: String) -> [String] {
            all.filter { $0.actions.contains(action) }.flatMap { $0.resources }
        }
        #expect(
            resources("backup:ListRecoveryPointsByBackupVault") == [
                named.target.place.arn("backup", "backup-vault:air-gapped")
            ])
        #expect(!resources("backup:StartRestoreJob").contains("*"))
        #expect(try actions("restores").isSuperset(of: ["backup:StartRestoreJob", "iam:PassRole"]))
        #expect(try actions(nil).isDisjoint(with: ["backup:StartRestoreJob", "iam:PassRole"]))
    }
}
