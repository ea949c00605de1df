import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Advice has whole commands")
struct RestoreCommandTests {
    private func commands(_ source: InstanceFacts, event: Instant? = nil) -> [String] {
        PITRAdvice.make(source, snapshots: [], event: event, policyFile: "my policy.yaml", now: DrillFixtures.start)
            .steps
            .flatMap(\.commands)
    }

    @Test func `every setting that the fidelity report could miss is in the commands`() throws {
        let all = commands(RecoveryFixtures.production())
        let restore = try #require(all.first { $0.hasPrefix("aws rds restore-db-instance-to-point-in-time ") })
        for part in [
            "--multi-az", "--enable-iam-database-authentication", "--port 5433", "--storage-type gp3 --iops 12000",
            "--enable-cloudwatch-logs-exports postgresql upgrade", "--option-group-name kb-options",
            "--db-parameter-group-name kb-pg15", "--vpc-security-group-ids sg-prod", "--db-subnet-group-name prod",
            "--tags Key=app,Value=knowledge-base", "--deletion-protection", "--copy-tags-to-snapshot",
            "--ca-certificate-identifier rds-ca-rsa2048-g1", "--auto-minor-version-upgrade",
        ] {
            #expect(restore.contains(part), "\(part)")
        }
        let modify = try #require(all.first { $0.contains("--backup-retention-period 30") })
        for part in [
            "--manage-master-user-password", "--monitoring-interval 60", "--enable-performance-insights",
            "--max-allocated-storage 1000", "--preferred-backup-window 02:00-02:30", "--apply-immediately",
        ] {
            #expect(modify.contains(part), "\(part)")
        }
        #expect(all.contains { $0.hasPrefix("aws rds add-role-to-db-instance ") })
    }

    @Test func `the recover command does the same, and a shell reads it as it is meant`() {
        #expect(
            commands(RecoveryFixtures.production()).contains(
                "drctl recover run --policy 'my policy.yaml' --instance kb-prod --at 2026-11-23T05:06:00Z "
                    + "--even-though-healthy --switch rename"))
        let hostile = RecoveryFixtures.production { $0.tags["owner"] = "it's; rm -rf /" }
        #expect(commands(hostile).contains { $0.contains(#"{"Key":"owner","Value":"it'\''s; rm -rf /"}]'"#) })
        #expect(!commands(RecoveryFixtures.production()).contains { $0.contains("<") })
    }

    @Test func `what RDS refuses for a small gp3 volume is not in the commands`() {
        let small = RecoveryFixtures.production {
            $0.allocatedStorage = 100
            $0.settings?.iops = 3_000
        }
        #expect(!commands(small).contains { $0.contains("--iops") })
    }
}
