import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What the calls of an audit are for")
struct CallExplanationTests {
    private func explained(
        _ script: ScriptedAWS.Script
    ) async throws -> (calls: [CallCount], audit: AuditResult, aws: ScriptedAWS) {
        let aws = ScriptedAWS(script)
        let explanation = CallExplanation()
        let client = explanation.watching(aws.client)
        let target = try CollectedPolicy.target()
        let inventory = try await InventoryCollector(
            client: client, account: ScriptedAWS.account, region: ScriptedAWS.region
        ).collect(target, at: CollectedPolicy.now)
        let judged = ControlContext(target, inventory)
        return (try await explanation.calls(of: judged, by: client), Auditor.audit(judged), aws)
    }

    @Test func `each operation is counted, and each is needed by some control`() async throws {
        let account = try await CollectedAccount.make()
        let (calls, audit, aws) = try await explained(account.kept)
        let made = Dictionary(aws.calls.map { ($0.operation, 1) }, uniquingKeysWith: +)
        #expect(calls.map(\.count).reduce(0, +) == made.values.reduce(0, +))
        #expect(calls.map(\.operation) == calls.map(\.operation).sorted())
        for call in calls { #expect(!call.controls.isEmpty, "\(call.operation)") }
        // Snapshots of deleted databases are a finding only where there are some, or where that cannot be known.
        #expect(
            Set(calls.flatMap(\.controls))
                == Set(audit.findings.map(\.control.id)).union([
                    "database.orphaned-snapshots", "database.final-snapshot-tags",
                ]))
    }

    @Test func `a control is named by exactly what it looks at`() async throws {
        let account = try await CollectedAccount.make()
        let calls = try await explained(account.kept).calls
        func controls(_ operation: String) -> [ControlID] { calls.first { $0.operation == operation }?.controls ?? [] }
        #expect(controls("s3:GetBucketVersioning") == ["storage.versioning"])
        #expect(
            controls("s3:GetBucketEncryption") == [
                "storage.bucket-key", "storage.encryption", "storage.log-delivery", "storage.replication",
            ])
        #expect(controls("kms:GetKeyRotationStatus") == ["keys.rotation"])
        #expect(
            controls("secretsmanager:DescribeSecret") == [
                "secrets.cross-account-grants", "secrets.encrypted-with-key", "secrets.exists",
                "secrets.policy-not-public", "secrets.recovery-window", "secrets.replicated-when-needed",
                "secrets.restorable-after-source-deletion", "secrets.rotation",
            ])
        #expect(
            controls("secretsmanager:GetResourcePolicy") == [
                "secrets.cross-account-grants", "secrets.policy-not-public", "secrets.recovery-window",
            ])
        let manifests: Set<ControlID> = [
            "self-managed.encryption", "self-managed.heartbeat", "self-managed.manifests-trusted",
            "self-managed.newest-backup-age", "self-managed.place-reachable", "self-managed.retention",
            "self-managed.verified-backup-age",
        ]
        #expect(Set(controls("s3:GetObject")) == manifests)
        #expect(Set(controls("s3:ListObjectsV2")) == manifests.union(["storage.newest-object-age"]))
        #expect(
            controls("rds:DescribeDBMajorEngineVersions") == ["cluster.engine-supported", "database.engine-supported"])
        #expect(controls("s3:HeadBucket").contains("storage.bucket-exists"))
    }

    @Test func `an operation that AWS refuses is named with what it keeps unknown`() async throws {
        let account = try await CollectedAccount.make()
        let denied = account.kept.merging(["s3:GetBucketVersioning": [.denied]]) { $1 }
        let calls = try await explained(denied).calls
        #expect(calls.first { $0.operation == "s3:GetBucketVersioning" }?.controls == ["storage.versioning"])
        #expect(calls.first { $0.operation == "s3:GetBucketLogging" }?.controls == ["storage.access-logs"])
    }

    @Test func `nothing more is asked of AWS for it`() async throws {
        let account = try await CollectedAccount.make()
        let target = try CollectedPolicy.target()
        let plain = ScriptedAWS(account.kept)
        _ = try await InventoryCollector(
            client: plain.client, account: ScriptedAWS.account, region: ScriptedAWS.region
        ).collect(target, at: CollectedPolicy.now)
        let explained = try await explained(account.kept).aws
        #expect(explained.calls.map(\.operation).sorted() == plain.calls.map(\.operation).sorted())
    }
}
