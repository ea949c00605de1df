import Foundation

/// Recoveries of an Aurora cluster with two members that differ, and two custom endpoints.
extension Sandbox {
    /// Makes the cluster with its rows, and gives the path of a policy that selects it.
    func prepareCluster() async throws -> String {
        try await engineer(Self.clusterTools + Self.makingCluster)
        let path = folder + "/aurora.yaml"
        try Self.clusterPolicy.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Notes what RDS says of the cluster, its members and its endpoints.
    func noteCluster() async throws {
        try await engineer(Self.clusterTools + "json.dump(whole('kb-aurora'), open('\(folder)/cluster.json', 'w'))\n")
    }

    /// Expects a cluster to have the settings that were noted, judged without drctl, and to be another cluster with other
    /// instances.
    ///
    /// - Parameter endpoints: Whether the custom endpoints have the same ids.
    func expectCluster(endpoints: Bool) async throws {
        try await engineer(
            Self.clusterTools + """
                before, after = json.load(open("\(folder)/cluster.json")), whole("kb-aurora")
                mine = {key: (before[key], after.get(key)) for key in before if before[key] != after.get(key)}
                ids = set() if \(endpoints ? "True" : "False") else {"Endpoints"}
                assert set(mine) == {"Resources"} | ids, mine
                assert not set(before["Resources"]) & set(after["Resources"]), (before, after)
                def shape(all): return sorted((e["Type"], e["Static"], e["Excluded"]) for e in all)
                assert shape(before["Endpoints"]) == shape(after["Endpoints"]), after["Endpoints"]

                """)
    }

    /// Deletes the cluster by mistake, with its automated backups kept.
    func loseCluster() async throws {
        try await engineer(
            Self.clusterTools + """
                rds.modify_db_cluster(DBClusterIdentifier="kb-aurora", DeletionProtection=False, ApplyImmediately=True)
                settled("kb-aurora")
                for member in members("kb-aurora"):
                    rds.delete_db_instance(DBInstanceIdentifier=member["DBInstanceIdentifier"], SkipFinalSnapshot=True)
                rds.delete_db_cluster(DBClusterIdentifier="kb-aurora", SkipFinalSnapshot=True, DeleteAutomatedBackups=False)
                while any(c["DBClusterIdentifier"] == "kb-aurora" for c in rds.describe_db_clusters()["DBClusters"]):
                    time.sleep(0.1)

                """)
    }

    /// The names of all clusters and of their members, sorted.
    func clusterNames() async throws -> [String] {
        try await engineer(
            Self.clusterTools + """
                names = [c["DBClusterIdentifier"] for c in rds.describe_db_clusters()["DBClusters"]]
                names += [i["DBInstanceIdentifier"] for i in rds.describe_db_instances()["DBInstances"]
                          if i.get("DBClusterIdentifier")]
                open("\(folder)/names", "w").write(" ".join(sorted(names)))

                """)
        return try String(contentsOfFile: folder + "/names", encoding: .utf8).split(separator: " ").map(String.init)
    }

    /// Runs SQL in a cluster as its master user.
    func clusterSQL(_ cluster: String, _ sql: String) async throws {
        try await engineer(Self.clusterTools + "psql('\(cluster)', \"\"\"\(sql)\"\"\")\n")
    }

    static let clusterPolicy = """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: aurora}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 24h}
        databases:
          - select: {ids: [kb-aurora]}
            engine: aurora-postgresql
        drill:
          every: 30d
          source: newest
          freshness: {query: select max(created_at) from notes}
          checks:
            - {name: notes, table: notes, compare: rowCount, until: created_at}
            - {name: some, query: select count(*) from notes, expect: {atLeast: 1}}

        """

    private static let clusterTools = """
        import boto3, json, os, subprocess, time
        rds = boto3.client("rds")
        def found(name): return rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
        def members(name):
            filters = [{"Name": "db-cluster-id", "Values": [name]}]
            return rds.describe_db_instances(Filters=filters)["DBInstances"]
        def settled(name):
            while found(name)["Status"] != "available" or any(
                    m["DBInstanceStatus"] != "available" for m in members(name)): time.sleep(0.05)
        def own(tags): return {t["Key"]: t["Value"] for t in tags if not t["Key"].startswith("drctl:")}
        def whole(name):
            now = found(name)
            resources = [now.pop("DbClusterResourceId")]
            for key in ("Endpoint", "ReaderEndpoint", "CustomEndpoints", "LatestRestorableTime", "EarliestRestorableTime",
                    "ClusterCreateTime", "Status", "HostedZoneId", "DBClusterMembers", "Port", "PercentProgress"):
                now.pop(key, None)
            now["MasterUserSecret"] = now.get("MasterUserSecret", {}).get("KmsKeyId")
            now["Tags"] = own(now.pop("TagList"))
            now["Members"] = {}
            for member in members(name):
                resources.append(member.pop("DbiResourceId"))
                for key in ("Endpoint", "InstanceCreateTime", "LatestRestorableTime", "DBInstanceStatus", "DbInstancePort",
                        "EnhancedMonitoringResourceArn", "StatusInfos"):
                    member.pop(key, None)
                member["Tags"] = own(member.pop("TagList"))
                now["Members"][member["DBInstanceIdentifier"]] = member
            listed = rds.describe_db_cluster_endpoints(DBClusterIdentifier=name)["DBClusterEndpoints"]
            now["Endpoints"] = sorted(({"Id": e["DBClusterEndpointIdentifier"], "Type": e["CustomEndpointType"],
                "Static": sorted(e["StaticMembers"]), "Excluded": sorted(e["ExcludedMembers"])}
                for e in listed if e["EndpointType"] == "CUSTOM"), key=lambda e: e["Id"])
            now["Resources"] = resources
            return json.loads(json.dumps(now, default=str, sort_keys=True))
        def psql(name, sql):
            now = found(name)
            secret = boto3.client("secretsmanager").get_secret_value(SecretId=now["MasterUserSecret"]["SecretArn"])
            login = json.loads(secret["SecretString"])
            target = (f"host=127.0.0.1 port={now['Port']} user={login['username']} dbname=notes sslmode=verify-full "
                      f"sslrootcert={os.environ['DRCTL_RDS_CA_BUNDLE']}")
            subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", target, "-c", sql], check=True,
                           env=os.environ | {"PGPASSWORD": login["password"]})

        """

    private static let makingCluster = """
        iam, kms = boto3.client("iam"), boto3.client("kms")
        def role(name, service):
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"Service": service}}]}
            return iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        monitoring, imports = role("rds-monitoring", "monitoring.rds.amazonaws.com"), role("rds-import", "rds.amazonaws.com")
        rds.create_db_cluster_parameter_group(DBClusterParameterGroupName="kb-cluster",
            DBParameterGroupFamily="aurora-postgresql15", Description="of the cluster")
        rds.create_db_parameter_group(DBParameterGroupName="kb-members",
            DBParameterGroupFamily="aurora-postgresql15", Description="of its members")
        key = kms.describe_key(KeyId="alias/kb-dr")["KeyMetadata"]["Arn"]
        rds.create_db_cluster(
            DBClusterIdentifier="kb-aurora", Engine="aurora-postgresql", MasterUsername="kb_admin", DatabaseName="notes",
            ManageMasterUserPassword=True, StorageEncrypted=True, KmsKeyId=key, BackupRetentionPeriod=7,
            DBSubnetGroupName="kb-prod", VpcSecurityGroupIds=["sg-0d411000000000002"], StorageType="aurora-iopt1",
            DBClusterParameterGroupName="kb-cluster", EnableIAMDatabaseAuthentication=True, CopyTagsToSnapshot=True,
            EnableCloudwatchLogsExports=["postgresql"], DeletionProtection=True, PreferredBackupWindow="02:10-02:40",
            PreferredMaintenanceWindow="mon:04:00-mon:05:00",
            ServerlessV2ScalingConfiguration={"MinCapacity": 0.5, "MaxCapacity": 8},
            Tags=[{"Key": "app", "Value": "notes"}, {"Key": "owner", "Value": "team kb"}])
        settled("kb-aurora")
        rds.create_db_instance(
            DBInstanceIdentifier="kb-aurora-b", DBClusterIdentifier="kb-aurora", Engine="aurora-postgresql",
            DBInstanceClass="db.r6g.large", PromotionTier=0, AvailabilityZone="us-east-1b",
            DBParameterGroupName="kb-members", MonitoringInterval=60, MonitoringRoleArn=monitoring,
            EnablePerformanceInsights=True, PerformanceInsightsRetentionPeriod=31, PerformanceInsightsKMSKeyId=key,
            CACertificateIdentifier="rds-ca-ecc384-g1", AutoMinorVersionUpgrade=False,
            PreferredMaintenanceWindow="tue:04:00-tue:05:00", PubliclyAccessible=False,
            Tags=[{"Key": "app", "Value": "notes"}, {"Key": "part", "Value": "writer"}])
        settled("kb-aurora")
        rds.create_db_instance(
            DBInstanceIdentifier="kb-aurora-a", DBClusterIdentifier="kb-aurora", Engine="aurora-postgresql",
            DBInstanceClass="db.serverless", PromotionTier=15, AvailabilityZone="us-east-1a",
            PubliclyAccessible=False, Tags=[{"Key": "app", "Value": "notes"}])
        settled("kb-aurora")
        rds.add_role_to_db_cluster(DBClusterIdentifier="kb-aurora", RoleArn=imports, FeatureName="s3Import")
        rds.create_db_cluster_endpoint(DBClusterIdentifier="kb-aurora", DBClusterEndpointIdentifier="kb-reports",
            EndpointType="READER", StaticMembers=["kb-aurora-a"])
        rds.create_db_cluster_endpoint(DBClusterIdentifier="kb-aurora", DBClusterEndpointIdentifier="kb-any",
            EndpointType="ANY", ExcludedMembers=["kb-aurora-a"])
        psql("kb-aurora", "create table notes (id serial primary key, created_at timestamptz not null default now())")
        psql("kb-aurora", "insert into notes (created_at) select now() from generate_series(1, 1000)")
        rds.create_db_cluster_snapshot(DBClusterIdentifier="kb-aurora", DBClusterSnapshotIdentifier="kb-aurora-rows")
        written = time.time()
        while rds.describe_db_cluster_snapshots(
            DBClusterSnapshotIdentifier="kb-aurora-rows")["DBClusterSnapshots"][0]["Status"] != "available": time.sleep(0.05)
        while found("kb-aurora")["LatestRestorableTime"].timestamp() <= written + 1: time.sleep(0.1)

        """
}
