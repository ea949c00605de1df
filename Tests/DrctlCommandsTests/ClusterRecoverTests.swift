import Foundation
import Testing

/// The real recovery of an Aurora cluster, by the real binary on the sandbox.
@Suite(.serialized) struct ClusterRecoverTests {
    @Test func `a lost cluster comes back under its own names with every setting of it, its members and endpoints`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let policy = try await sandbox.prepareCluster()
            let audit = try await sandbox.drctl("audit", "--policy", policy)
            #expect(audit.conversation.contains("Inventory: "), "\(audit.conversation)")
            try await sandbox.noteCluster()
            let shown = try await sandbox.drctl("inventory", "show", "kb-aurora", "--policy", policy)
            #expect(shown.output.contains("AvailabilityZone of kb-aurora-b"), "\(shown.output)")
            try await sandbox.loseCluster()

            let plan = try await sandbox.recover("plan", policy: policy)
            #expect(plan.code == 0, "\(plan.output)\(plan.conversation)")
            #expect(try await sandbox.clusterNames() == [])
            let recovered = try await sandbox.recover(
                "run", ["--confirm", "kb-aurora", "--output", "json"], policy: policy)
            #expect(recovered.code == 0, "\(recovered.output)\(recovered.conversation)")
            try await sandbox.validate(recovered.output)
            let record = try members(of: recovered.output)
            let outcome = try #require(record["outcome"] as? [String: Any])
            #expect(outcome["settingsFrom"] as? String == "inventory")
            #expect(outcome["database"] as? String == "kb-aurora")
            #expect(outcome["customEndpoints"] as? [String] == ["kb-any", "kb-reports"])
            #expect((record["fidelity"] as? [Any])?.isEmpty == true)
            #expect(try await sandbox.clusterNames() == ["kb-aurora", "kb-aurora-a", "kb-aurora-b"])
            try await sandbox.expectCluster(endpoints: true)
            try await sandbox.clusterSQL("kb-aurora", "select 1 / (count(*) = 1000)::int from notes")
            let verified = try await sandbox.drctl("evidence", "verify", "--policy", policy)
            #expect(verified.code == 0, "\(verified.output)")
            let twice = try await sandbox.recover("run", ["--confirm", "kb-aurora"], policy: policy)
            #expect(twice.code == 5 && twice.output.contains("kb-aurora exists and is available"), "\(twice)")
            let cleanup = try await sandbox.drctl("drill", "cleanup", "--policy", policy)
            #expect(cleanup.code == 0 && cleanup.output.hasPrefix("CLEAN"), "\(cleanup.output)")
            #expect(try await sandbox.clusterNames().count == 3)
        }
    }

    @Test func `a damaged cluster gives all its names to what it was just before, and gets them back by a rollback`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let policy = try await sandbox.prepareCluster()
            try await sandbox.noteCluster()
            try await Task.sleep(for: .seconds(2))
            let before = Date().formatted(.iso8601)
            try await Task.sleep(for: .seconds(2))
            try await sandbox.clusterSQL("kb-aurora", "delete from notes")
            try await sandbox.logPasses()
            let arguments = ["--at", before, "--even-though-healthy", "--switch", "rename", "--confirm", "kb-aurora"]
            let plan = sandbox.folder + "/recovery.json"
            let planned = try await sandbox.recover("plan", arguments.dropLast(2) + ["--save", plan], policy: policy)
            #expect(planned.code == 0, "\(planned.output)\(planned.conversation)")
            #expect(planned.output.contains("stay with the old cluster"), "\(planned.output)")
            let recovered = try await sandbox.recover(
                "run", ["--plan", plan, "--confirm", "kb-aurora"], policy: policy)
            #expect(recovered.code == 0, "\(recovered.output)\(recovered.conversation)")
            let names = try await sandbox.clusterNames()
            let old = try #require(names.first { $0.hasPrefix("kb-aurora-before-") })
            #expect(names == ["kb-aurora", "kb-aurora-a", "kb-aurora-b", old, old + "-1", old + "-2"])
            try await sandbox.expectCluster(endpoints: false)
            try await sandbox.clusterSQL("kb-aurora", "select 1 / (count(*) = 1000)::int from notes")
            try await sandbox.clusterSQL(old, "select 1 / (count(*) = 0)::int from notes")

            let rollback = try await sandbox.recover(
                "rollback", ["--confirm", "kb-aurora", "--output", "json"], policy: policy)
            #expect(rollback.code == 0, "\(rollback.output)\(rollback.conversation)")
            try await sandbox.validate(rollback.output)
            try await sandbox.clusterSQL("kb-aurora", "select 1 / (count(*) = 0)::int from notes")
            let after = try await sandbox.clusterNames()
            #expect(after.count == 6 && after.prefix(3) == ["kb-aurora", "kb-aurora-a", "kb-aurora-b"], "\(after)")
            #expect(after.dropFirst(3).allSatisfy { $0.hasPrefix("kb-aurora-recovered-") }, "\(after)")
            let nothing = try await sandbox.recover("rollback", ["--confirm", "kb-aurora"], policy: policy)
            #expect(nothing.code == 0 && nothing.output.contains("nothing was to be renamed"), "\(nothing)")
        }
    }

    @Test func `what may not be recovered is refused, and nothing is changed`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try await sandbox.prepareCluster()
            let names = try await sandbox.clusterNames()
            let healthy = try await sandbox.recover("run", ["--confirm", "kb-aurora"], policy: policy)
            #expect(healthy.code == 5 && healthy.output.contains("--even-though-healthy"), "\(healthy)")
            let member = sandbox.folder + "/member.yaml"
            try Sandbox.clusterPolicy.replacing("ids: [kb-aurora]", with: "ids: [kb-aurora-a]").replacing(
                "aurora-postgresql", with: "postgres"
            ).write(toFile: member, atomically: true, encoding: .utf8)
            let alone = try await sandbox.recover(
                "run", ["--even-though-healthy", "--confirm", "kb-aurora-a"], policy: member)
            #expect(alone.code == 5 && alone.output.contains("is a member of cluster kb-aurora"), "\(alone)")
            let healthily = ["--even-though-healthy", "--confirm", "kb-aurora"]
            let taken = try await sandbox.recover("run", healthily + ["--as", "kb-staging"], policy: policy)
            #expect(taken.code == 5 && taken.output.contains("a database kb-staging already exists"), "\(taken)")
            #expect(try await sandbox.clusterNames() == names)

            // RDS deletes no parameter group that is in use.
            let audit = try await sandbox.drctl("audit", "--policy", policy)
            #expect(audit.conversation.contains("Inventory: "), "\(audit.conversation)")
            try await sandbox.loseCluster()
            try await sandbox.engineer(
                "import boto3; boto3.client('rds').delete_db_parameter_group(DBParameterGroupName='kb-members')")
            let group = try await sandbox.recover("run", ["--confirm", "kb-aurora"], policy: policy)
            #expect(
                group.code == 5 && group.words.contains("parameter group kb-members of the members not found"),
                "\(group)")
            #expect(try await sandbox.clusterNames() == [])
        }
    }

    @Test func `a snapshot is restored beside it; without an inventory a lost one comes back with what is given`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let policy = try await sandbox.prepareCluster()
            let beside = try await sandbox.recover(
                "run",
                ["--from", "kb-aurora-rows", "--even-though-healthy", "--as", "kb-copy", "--confirm", "kb-aurora"],
                policy: policy)
            #expect(beside.code == 0, "\(beside.output)\(beside.conversation)")
            #expect(
                try await sandbox.clusterNames() == [
                    "kb-aurora", "kb-aurora-a", "kb-aurora-b", "kb-copy", "kb-copy-1", "kb-copy-2",
                ])
            // A login that outlives the managed secret.
            try await sandbox.engineer(
                """
                import boto3
                secrets = boto3.client("secretsmanager")
                cluster = boto3.client("rds").describe_db_clusters(DBClusterIdentifier="kb-aurora")["DBClusters"][0]
                value = secrets.get_secret_value(SecretId=cluster["MasterUserSecret"]["SecretArn"])["SecretString"]
                secrets.create_secret(Name="kb-login", SecretString=value)
                """)
            try await sandbox.loseCluster()
            let fresh = sandbox.folder + "/fresh"
            let login = ["--secret", "kb-login", "--confirm", "kb-aurora"]
            let bare = try await sandbox.recover("run", login, policy: policy, state: fresh)
            #expect(bare.code == 5 && bare.output.contains("pass --subnet-group"), "\(bare.output)")
            let given = [
                "--subnet-group", "kb-prod", "--security-group", "sg-0d411000000000002", "--instance-class",
                "db.r6g.large", "--parameter-group", "kb-cluster",
            ]
            let recovered = try await sandbox.recover(
                "run", login + given + ["--output", "json"], policy: policy, state: fresh)
            #expect(recovered.code == 0, "\(recovered.output)\(recovered.conversation)")
            let outcome = try #require(try members(of: recovered.output)["outcome"] as? [String: Any])
            #expect(outcome["settingsFrom"] as? String == "policy")
            #expect(
                try await sandbox.clusterNames() == ["kb-aurora", "kb-aurora-1", "kb-copy", "kb-copy-1", "kb-copy-2"])
        }
    }
}
