import Foundation

/// Recoveries of the knowledge base for real.
extension Sandbox {
    /// Runs a verb of `drctl recover`.
    func recover(
        _ verb: String, _ arguments: [String] = [], policy: String = Sandbox.policy, state: String? = nil,
        extra: [String: String] = [:], meanwhile: @escaping @Sendable (Binary.Running) async throws -> Void = { _ in }
    ) async throws -> Binary.Outcome {
        try await drctl(
            ["recover", verb, "--policy", policy, "--poll-interval", "0.1"] + arguments, state: state, extra: extra,
            meanwhile: meanwhile)
    }

    /// Lets some of the log be archived, so that there is a point in time after the newest backup.
    func logPasses() async throws { try await Task.sleep(for: .seconds(3)) }

    /// Gives kb-prod settings of every kind, as its owners would have.
    func furnish() async throws {
        try await engineer(
            Self.waiting + """
                iam = boto3.client("iam")
                trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                    "Principal": {"Service": "monitoring.rds.amazonaws.com"}}]}
                role = iam.create_role(RoleName="rds-monitoring", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
                rds.modify_db_instance(DBInstanceIdentifier="kb-prod", ApplyImmediately=True, MultiAZ=True,
                    BackupRetentionPeriod=7, EnableIAMDatabaseAuthentication=True, CopyTagsToSnapshot=True,
                    AutoMinorVersionUpgrade=True, PreferredBackupWindow="02:10-02:40", DeletionProtection=True,
                    PreferredMaintenanceWindow="mon:04:00-mon:05:00", MaxAllocatedStorage=500, PubliclyAccessible=False,
                    MonitoringInterval=60, MonitoringRoleArn=role, EnablePerformanceInsights=True,
                    PerformanceInsightsRetentionPeriod=31,
                    CloudwatchLogsExportConfiguration={"EnableLogTypes": ["postgresql", "upgrade"]})
                settled("kb-prod")
                rds.add_tags_to_resource(ResourceName=found("kb-prod")["DBInstanceArn"],
                    Tags=[{"Key": "owner", "Value": "team, \\"kb\\""}])
                """)
    }

    /// Notes what RDS says of an instance, for `expectSettings`.
    func noteSettings(of id: String) async throws {
        try await engineer(
            Self.waiting + """
                json.dump(settings("\(id)"), open("\(folder)/settings.json", "w"))
                """)
    }

    /// Expects an instance to have the settings that were noted, judged without drctl; and not to be the same instance.
    func expectSettings(of id: String) async throws {
        try await engineer(
            Self.waiting + """
                before, after = json.load(open("\(folder)/settings.json")), settings("\(id)")
                different = {key: (before.get(key), after.get(key)) for key in before.keys() | after.keys()
                    if before.get(key) != after.get(key)}
                assert set(different) == {"DbiResourceId"}, different
                """)
    }

    /// Deletes an instance by mistake, with its automated backups kept.
    func lose(_ id: String) async throws {
        try await engineer(
            Self.waiting + """
                rds.modify_db_instance(DBInstanceIdentifier="\(id)", DeletionProtection=False, ApplyImmediately=True)
                settled("\(id)")
                rds.delete_db_instance(DBInstanceIdentifier="\(id)", SkipFinalSnapshot=True,
                    DeleteAutomatedBackups=False)
                while any(i["DBInstanceIdentifier"] == "\(id)" for i in rds.describe_db_instances()["DBInstances"]):
                    time.sleep(0.1)
                """)
    }

    /// The names of all instances, sorted.
    func instances() async throws -> [String] {
        try await engineer(
            Self.waiting + """
                names = sorted(i["DBInstanceIdentifier"] for i in rds.describe_db_instances()["DBInstances"])
                open("\(folder)/instances", "w").write(" ".join(names))
                """)
        return try String(contentsOfFile: folder + "/instances", encoding: .utf8).split(separator: " ").map(String.init)
    }

    private static let waiting = """
        import boto3, json, time
        rds = boto3.client("rds")
        def found(name):
            return rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
        def settled(name):
            while found(name)["DBInstanceStatus"] != "available" or found(name).get("PendingModifiedValues"):
                time.sleep(0.1)
        def settings(name):
            now = found(name)
            for key in ("Endpoint", "LatestRestorableTime", "InstanceCreateTime", "DBInstanceStatus", "StatusInfos",
                    "AvailabilityZone", "SecondaryAvailabilityZone", "EnhancedMonitoringResourceArn",
                    "DbInstancePort"):  # two databases on one machine cannot share a port
                now.pop(key, None)
            now["MasterUserSecret"] = now.get("MasterUserSecret", {}).get("KmsKeyId")
            tags = {tag["Key"]: tag["Value"] for tag in now.pop("TagList")}
            now["Tags"] = {key: value for key, value in tags.items() if not key.startswith("drctl:")}
            return json.loads(json.dumps(now, default=str, sort_keys=True))

        """
}
