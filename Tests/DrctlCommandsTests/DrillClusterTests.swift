import Foundation
import Testing

/// Drills of Aurora clusters, by the real binary: the sandbox's clusters are real PostgreSQL, too.
@Suite(.serialized) struct DrillClusterTests {
    @Test func `a cluster is drilled from a snapshot and to a point in time, and leaves nothing`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try await Self.prepare(sandbox)
            let snapshot = try await Self.drill(sandbox, "run", policy)
            #expect(snapshot.code == 0, "\(snapshot.output)\(snapshot.conversation)")
            #expect(snapshot.output.hasPrefix("VERIFIED: restored, verified and deleted"))
            #expect(snapshot.output.contains("restored: snapshot kb-aurora-rows, data as of"))
            let past = try await Self.drill(sandbox, "run", policy, "--at", "latest")
            #expect(past.code == 0, "\(past.output)\(past.conversation)")
            #expect(past.output.contains("notes: none after T: expected 0, got 0"))
            // Nobody has written to it for a while: the drill's own rows prove the instant.
            let idle = try await Self.drill(sandbox, "run", policy, "--at", "now")
            #expect(idle.code == 0, "\(idle.output)\(idle.conversation)")
            #expect(idle.output.contains("marker after T: expected 0, got 0"), "\(idle.output)")
            let fresh = try await Self.drill(sandbox, "run", policy, "--fresh")
            #expect(fresh.code == 0, "\(fresh.output)\(fresh.conversation)")
            let selftest = try await Self.drill(sandbox, "selftest", policy)
            #expect(selftest.code == 0, "\(selftest.output)\(selftest.conversation)")
            let planned = try await Self.drill(sandbox, "run", policy, "--dry-run")
            #expect(planned.output.hasPrefix("PLANNED: dry run: would restore kb-aurora-rows"))
            let elsewhere = try await Self.drill(sandbox, "run", policy, "--from-region", "us-west-2")
            #expect(elsewhere.code == 5, "the policy's scope has no such region: \(elsewhere.conversation)")
            let audit = try await sandbox.drctl("audit", "--policy", policy, "--resource", "kb-aurora", "--verbose")
            #expect(audit.code == 2, "\(audit.output)\(audit.conversation)")
            #expect(audit.output.contains("cluster.backup-retention: required at least 30 days, observed 7 days"))
            #expect(audit.output.contains("(cluster.recovery-point-exists)"))
            let window = try await sandbox.drctl("pitr", "window", "--policy", policy)
            #expect(window.code == 0, "\(window.output)\(window.conversation)")
            let status = try await sandbox.drctl("drill", "status", "--policy", policy)
            #expect(status.code == 0, "\(status.output)")
            // Nothing but the source, with its member, is there: neither clusters, nor instances, nor snapshots.
            try await sandbox.engineer(Self.onlyTheSource)
        }
    }

    @Test func `a copy of a cluster's snapshot is drilled in its region, as old as its original`() async throws {
        try await Sandbox.run { sandbox in
            _ = try await Self.prepare(sandbox)
            let group = sandbox.folder + "/group"
            try await sandbox.engineer(
                DrillCopyTests.network.replacing("create_db_parameter_group", with: "create_db_cluster_parameter_group")
                    .replacing("DBParameterGroupName", with: "DBClusterParameterGroupName")
                    .replacing("postgres15", with: "aurora-postgresql15") + "\nopen('\(group)', 'w').write(group)\n"
                    + Self.copies)
            let path = sandbox.folder + "/west.yaml"
            let west = """
                  source: {copyIn: us-west-2}
                  elsewhere:
                    - region: us-west-2
                      subnetGroup: dr-west
                      securityGroups: [\(try String(contentsOfFile: group, encoding: .utf8))]
                      instanceClass: db.t4g.medium
                      parameterGroup: kb-west

                """
            try Self.policy.replacing("regions: [us-east-1]", with: "regions: [us-east-1, us-west-2]")
                .replacing("  source: newest\n", with: west).write(toFile: path, atomically: true, encoding: .utf8)

            let verified = try await Self.drill(sandbox, "run", path, "--output", "json")
            #expect(verified.code == 0, "\(verified.output)\(verified.conversation)")
            #expect(verified.output.contains("the newest copy in us-west-2, as old as the snapshot it was copied from"))
            #expect(verified.output.contains("kb-west-by-hand"), "\(verified.output)")
            // Of a copy whose original is gone nobody knows the age, unless RDS itself had named the original.
            try await sandbox.engineer(Self.loseOriginal)
            let ageless = try await Self.drill(
                sandbox, "run", path, "--from-region", "us-west-2", "--snapshot", "kb-west-by-hand")
            #expect(ageless.code == 3, "\(ageless.output)\(ageless.conversation)")
            let said = ageless.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(said.contains("RDS does not report the age of the data"), "\(said)")
            let next = try await Self.drill(sandbox, "run", path, "--dry-run")
            #expect(next.output.hasPrefix("PLANNED: dry run: would restore kb-west in us-west-2"), "\(next.output)")
            #expect(try await sandbox.drctl("drill", "status", "--policy", path).code == 0)
        }
    }

    @Test func `a serverless cluster is drilled with its scaling range`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try await Self.prepare(sandbox, serverless: true)
            let text = try String(contentsOfFile: policy, encoding: .utf8)
            try text.replacing("    instanceClass: db.t4g.medium\n", with: "").write(
                toFile: policy, atomically: true, encoding: .utf8)
            for arguments in [[], ["--at", "latest"]] {
                let drill = try await Self.drill(sandbox, "run", policy, arguments)
                #expect(drill.code == 0, "\(arguments): \(drill.output)\(drill.conversation)")
                #expect(!drill.output.contains("ServerlessV2ScalingConfiguration"), "the scaling range is restored")
            }
            let rehearsal = try await Self.drill(sandbox, "run", policy, "--dry-run", "--output", "json")
            #expect(
                rehearsal.output.contains("a serverless copy with 0.5 to 4.0 capacity units"), "\(rehearsal.output)")
            try await sandbox.engineer(Self.onlyTheSource)
        }
    }

    @Test func `a cluster that fails, stays or loses its drill ends in its verdict and can be removed`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try await Self.prepare(sandbox)
            let matrix: [(fault: String, arguments: [String], code: Int32, says: String)] = [
                (
                    #"{"kind": "state", "target": "drctl-drill-.*-1", "state": "stuck-creating"}"#,
                    ["--deadline", "5s"], 1, "FAILED"
                ),
                (
                    #"{"kind": "state", "target": "drctl-drill-.*", "state": "incompatible-restore"}"#, [], 1,
                    "became incompatible-restore"
                ),
                (Sandbox.refusing("CreateDBInstance"), [], 1, "FAILED"),
                (#"{"kind": "throttle", "service": "rds", "probability": 0.2}"#, [], 0, "VERIFIED"),
            ]
            for entry in matrix {
                try await sandbox.fault(entry.fault)
                let outcome = try await Self.drill(sandbox, "run", policy, entry.arguments)
                try await sandbox.heal()
                #expect(outcome.code == entry.code, "\(entry.fault): \(outcome.output)\(outcome.conversation)")
                #expect(outcome.output.contains(entry.says), "\(entry.fault): \(outcome.output)")
                let status = try await sandbox.drctl("drill", "status", "--policy", policy)
                #expect(status.code == 0, "\(entry.fault): \(status.output)")
            }
            try await sandbox.refuse("DeleteDBCluster")
            let stuck = try await Self.drill(sandbox, "run", policy)
            #expect(stuck.code == 6, "\(stuck.output)\(stuck.conversation)")
            try await sandbox.heal()
            let status = try await sandbox.drctl("drill", "status", "--policy", policy)
            #expect(status.output.contains("cluster  drctl-drill-kb-aurora-"))
            let cleanup = try await Self.drill(sandbox, "cleanup", policy)
            #expect(cleanup.code == 0, "\(cleanup.output)\(cleanup.conversation)")
            #expect(cleanup.output.contains("cluster drctl-drill-kb-aurora-"))

            try await sandbox.engineer(Self.killedHalfway(policy, state: sandbox.folder + "/state"))
            let resumed = try await Self.drill(sandbox, "resume", policy)
            #expect(resumed.code == 0, "\(resumed.output)\(resumed.conversation)")
            try await sandbox.engineer(Self.killedHalfway(policy, state: sandbox.folder + "/lost"))
            let found = try await Self.drill(sandbox, "cleanup", policy)
            #expect(found.code == 0, "\(found.output)\(found.conversation)")
            #expect(found.output.contains("cluster drctl-drill-kb-aurora-"))
            try await sandbox.engineer(Self.onlyTheSource)
        }
    }

    private static func drill(_ sandbox: Sandbox, _ verb: String, _ policy: String, _ arguments: String...)
        async throws -> Binary.Outcome
    {
        try await drill(sandbox, verb, policy, arguments)
    }

    private static func drill(_ sandbox: Sandbox, _ verb: String, _ policy: String, _ arguments: [String])
        async throws -> Binary.Outcome
    {
        try await Binary.run(
            ["drill", verb, "--policy", policy, "--poll-interval", "0.1"] + arguments,
            sandbox.environment.merging(["DRCTL_STATE": sandbox.folder + "/state"]) { $1 })
    }

    /// Makes the cluster and its rows, and gives the policy's path.
    static func prepare(_ sandbox: Sandbox, serverless: Bool = false) async throws -> String {
        try await sandbox.engineer(
            serverless
                ? cluster.replacing("db.r6g.large", with: "db.serverless").replacing(
                    "StorageEncrypted=True,",
                    with:
                        "StorageEncrypted=True, ServerlessV2ScalingConfiguration={'MinCapacity': 0.5, 'MaxCapacity': 4},"
                )
                : cluster)
        let path = sandbox.folder + "/aurora.yaml"
        try policy.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private static let policy = """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: aurora}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 24h}
        databases:
          - select: {tags: {app: notes}}
            engine: aurora-postgresql
        drill:
          every: 30d
          source: newest
          marker: drctl.marker
          into:
            subnetGroup: dr-drill
            securityGroups: [sg-0d411000000000001]
            instanceClass: db.t4g.medium
            parameterGroup: same-as-source
          freshness: {query: select max(created_at) from notes}
          checks:
            - {name: notes, table: notes, compare: rowCount, until: created_at}
            - {name: some, query: select count(*) from notes, expect: {atLeast: 1}}

        """

    private static let cluster = """
        import boto3, json, os, subprocess, time
        rds = boto3.client("rds")
        tags = [{"Key": "app", "Value": "notes"}]
        rds.create_db_cluster(
            DBClusterIdentifier="kb-aurora", Engine="aurora-postgresql", MasterUsername="kb_admin", DatabaseName="notes",
            ManageMasterUserPassword=True, StorageEncrypted=True, BackupRetentionPeriod=7, DBSubnetGroupName="kb-prod",
            VpcSecurityGroupIds=["sg-0d411000000000002"], Tags=tags)
        def cluster(): return rds.describe_db_clusters(DBClusterIdentifier="kb-aurora")["DBClusters"][0]
        def member(): return rds.describe_db_instances(DBInstanceIdentifier="kb-aurora-a")["DBInstances"][0]
        while cluster()["Status"] != "available": time.sleep(0.05)
        rds.create_db_instance(
            DBInstanceIdentifier="kb-aurora-a", DBClusterIdentifier="kb-aurora", Engine="aurora-postgresql",
            DBInstanceClass="db.r6g.large", Tags=tags)
        while member()["DBInstanceStatus"] != "available": time.sleep(0.05)
        secret = boto3.client("secretsmanager").get_secret_value(SecretId=cluster()["MasterUserSecret"]["SecretArn"])
        login = json.loads(secret["SecretString"])
        def psql(sql):
            target = (f"host=127.0.0.1 port={cluster()['Port']} user={login['username']} dbname=notes sslmode=verify-full "
                      f"sslrootcert={os.environ['DRCTL_RDS_CA_BUNDLE']}")
            subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", target, "-c", sql], check=True,
                           env=os.environ | {"PGPASSWORD": login["password"]})
        psql("create table notes (id serial primary key, created_at timestamptz not null default now())")
        psql("create schema drctl; create table drctl.marker (drill text not null, label text not null, "
             "marked_at timestamptz not null, primary key (drill, label))")
        psql("insert into notes (created_at) select now() from generate_series(1, 1000)")
        # A recovery point with the rows in it, and a restorable window that has them.
        rds.create_db_cluster_snapshot(DBClusterIdentifier="kb-aurora", DBClusterSnapshotIdentifier="kb-aurora-rows")
        written = time.time()
        while rds.describe_db_cluster_snapshots(
            DBClusterSnapshotIdentifier="kb-aurora-rows")["DBClusterSnapshots"][0]["Status"] != "available": time.sleep(0.05)
        while cluster()["LatestRestorableTime"].timestamp() <= written + 1: time.sleep(0.1)
        """

    /// Copies of an automated snapshot, from before the rows, and of one made by hand.
    private static let copies = """
        import time
        home, there = boto3.client("rds"), west("rds")
        key = west("kms").create_key()["KeyMetadata"]["Arn"]
        snapshots = home.describe_db_cluster_snapshots(DBClusterIdentifier="kb-aurora")["DBClusterSnapshots"]
        for kind, target in (("automated", "kb-west"), ("manual", "kb-west-by-hand")):
            source = next(s for s in snapshots if s["SnapshotType"] == kind)
            there.copy_db_cluster_snapshot(
                SourceDBClusterSnapshotIdentifier=source["DBClusterSnapshotArn"], KmsKeyId=key,
                TargetDBClusterSnapshotIdentifier=target, SourceRegion="us-east-1")
        def states(): return {s["Status"] for s in there.describe_db_cluster_snapshots()["DBClusterSnapshots"]}
        while states() != {"available"}: time.sleep(0.1)
        """

    private static let loseOriginal = """
        import boto3
        boto3.client("rds").delete_db_cluster_snapshot(DBClusterSnapshotIdentifier="kb-aurora-rows")
        """

    private static let onlyTheSource = """
        import boto3
        rds = boto3.client("rds")
        def names(kind, key): return sorted(
            entry[key] for entry in getattr(rds, "describe_" + kind)()[{"db_clusters": "DBClusters",
            "db_instances": "DBInstances", "db_cluster_snapshots": "DBClusterSnapshots"}[kind]])
        assert names("db_clusters", "DBClusterIdentifier") == ["kb-aurora"]
        assert names("db_instances", "DBInstanceIdentifier") == ["kb-aurora-a", "kb-prod", "kb-staging"]
        left = [name for name in names("db_cluster_snapshots", "DBClusterSnapshotIdentifier") if "drctl" in name]
        assert not left, left
        """

    /// Starts a drill and kills it when its cluster has a member.
    private static func killedHalfway(_ policy: String, state: String) -> String {
        """
        import boto3, os, signal, subprocess, time
        rds = boto3.client("rds")
        process = subprocess.Popen(
            ["\(Binary.path)", "drill", "run", "--policy", "\(policy)", "--poll-interval", "0.1", "--quiet"],
            env=os.environ | {"DRCTL_STATE": "\(state)", "HOME": "/nonexistent"}, stdout=subprocess.DEVNULL)
        def members(): return [
            entry for entry in rds.describe_db_instances()["DBInstances"]
            if entry["DBInstanceIdentifier"].startswith("drctl-drill-")]
        while not members() and process.poll() is None: time.sleep(0.02)
        assert process.poll() is None, process.poll()
        process.send_signal(signal.SIGKILL)
        process.wait()
        """
    }
}
