import Testing

/// The main job, by the real binary on the sandbox.
@Suite(.serialized) struct MainJobTests {
    @Test func `a neglected estate is found, fixed, changed behind our back, noticed and fixed again`() async throws {
        try await Sandbox.run { sandbox in
            let before = try await sandbox.drctl("audit", "--policy", "policies/knowledge-base.yaml")
            #expect(before.code == 2)
            #expect(before.output.hasPrefix("VIOLATED: "))
            #expect(before.output.contains("database.backup-retention: required at least 30 days, observed 1 day"))

            let plan = try await sandbox.drctl("plan", "--policy", "policies/knowledge-base.yaml")
            #expect(plan.code == 2)
            #expect(plan.output.contains("create bucket kb-evidence-123456789012-us-east-1"))

            let unconfirmed = try await sandbox.drctl(
                ["apply", "--policy", "policies/knowledge-base.yaml", "--no-input"] + Sandbox.allowed)
            #expect(unconfirmed.code == 5)
            #expect(unconfirmed.conversation.contains("need a yes; nothing was changed"))

            let applied = try await sandbox.drctl(
                ["apply", "--policy", "policies/knowledge-base.yaml", "--yes"] + Sandbox.allowed)
            // Every step is done, and only a drill is missing: plan and apply know what audit knows.
            #expect(applied.code == 2, "\(applied.output)\(applied.conversation)")
            #expect(applied.output.contains(" steps done; the audit afterwards: 1 of "), "\(applied.output)")
            let rest = try await sandbox.drctl("plan", "--policy", "policies/knowledge-base.yaml")
            #expect(rest.code == 2)
            #expect(rest.output.contains("Run a drill of kb-prod and fix what it finds"))
            let unproven = try await sandbox.drctl("audit", "--policy", "policies/knowledge-base.yaml")
            #expect(unproven.code == 2)
            #expect(unproven.output.contains("database.drill-current: required verified at most 90 days ago"))
            let drill = try await sandbox.drill("run", [])
            #expect(drill.code == 0, "\(drill.output)\(drill.conversation)")
            let after = try await sandbox.drctl("audit", "--policy", "policies/knowledge-base.yaml")
            #expect(after.code == 0, "\(after.output)")
            #expect(after.output.hasPrefix("COMPLIANT: "))
            let again = try await sandbox.drctl(
                ["apply", "--policy", "policies/knowledge-base.yaml", "--yes"] + Sandbox.allowed)
            #expect(again.code == 0)
            #expect(again.output.hasPrefix("NOTHING TO CHANGE"), "\(again.output)")

            try await sandbox.engineer(
                """
                import boto3
                boto3.client("rds").modify_db_instance(
                    DBInstanceIdentifier="kb-prod", BackupRetentionPeriod=3, ApplyImmediately=True)
                """)
            let drift = try await sandbox.drctl("drift", "--policy", "policies/knowledge-base.yaml")
            #expect(drift.code == 2)
            #expect(drift.output.contains("was       30 days"))
            #expect(drift.output.contains("now       3 days"))
            #expect(drift.output.contains("by        oncall-engineer, ModifyDBInstance"))
            let fixed = try await sandbox.drctl(
                ["apply", "--policy", "policies/knowledge-base.yaml", "--yes"] + Sandbox.allowed)
            #expect(fixed.code == 0)

            try await sandbox.fault(#"{"kind": "denied", "service": "s3", "action": "GetBucketPolicy"}"#)
            let blind = try await sandbox.drctl("audit", "--policy", "policies/knowledge-base.yaml")
            #expect(blind.code == 4, "what cannot be seen is never a pass: \(blind.output)")
            #expect(blind.output.contains("s3:GetBucketPolicy"))
            try await sandbox.heal()
        }
    }
}
