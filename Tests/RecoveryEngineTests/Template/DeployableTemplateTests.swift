import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// What CloudFormation and the services say no to, and what a deleted stack leaves: nothing that a linter sees.
@Suite("A template that deploys")
struct DeployableTemplateTests {
    private let policy: RecoveryPolicy
    private let template: JSONValue

    init() throws {
        policy = try Estate.compliant(withCluster: true).policy.withEngines
        template = try Self.template(policy)
    }

    private static func template(_ policy: RecoveryPolicy, _ region: Region = "us-east-1") throws -> JSONValue {
        try TemplateSynthesizer.template(for: policy, of: region, now: Estate.now)
    }

    private func resource(_ type: TemplateType, _ name: String) throws -> JSONValue {
        try #require(template["Resources"]?[LogicalID.of(type, name)], "\(type) \(name)")
    }

    private func reference(_ type: TemplateType, _ name: String) -> JSONValue {
        ["Ref": .string(LogicalID.of(type, name))]
    }

    @Test func `events are subscribed to after the databases, the topic, and the permission to publish`() throws {
        for (name, source) in [
            ("knowledge-base-database-events", reference(.database, "kb-prod")),
            ("knowledge-base-cluster-events", reference(.cluster, "kb-aurora")),
        ] {
            let subscription = try resource(.eventSubscription, name)
            #expect(subscription["Properties"]?["SourceIds"] == [source])
            #expect(subscription["Properties"]?["SnsTopicArn"] == reference(.topic, "kb-dr-alerts"))
            #expect(subscription["DependsOn"] == [.string(LogicalID.of(.topicPolicy, "kb-dr-alerts"))])
        }
    }

    @Test func `no property names by a literal what the same stack makes`() throws {
        let alarm = try resource(.alarm, "knowledge-base-free-storage-kb-prod")["Properties"]
        #expect(alarm?["AlarmActions"] == [reference(.topic, "kb-dr-alerts")])
        #expect(alarm?["Dimensions"]?.listed.first?["Value"] == reference(.database, "kb-prod"))
        let logging = try resource(.bucket, "kb-backups-${account}-${region}")
        let logs = "kb-logs-${account}-${region}"
        let destination = logging["Properties"]?["LoggingConfiguration"]?["DestinationBucketName"]
        #expect(destination == reference(.bucket, logs))
        #expect(logging["DependsOn"] == [.string(LogicalID.of(.bucketPolicy, logs))])
    }

    @Test func `access logs that go round in a circle are no circle of references`() throws {
        var policy = policy
        policy.storage[0].accessLogs = "kb-logs"
        var logs = BucketPolicy(bucket: "kb-logs")
        logs.accessLogs = policy.storage[0].bucket
        var own = BucketPolicy(bucket: "kb-own")
        own.accessLogs = "kb-own"
        policy.storage += [logs, own]
        let template = try Self.template(policy)
        guard case .object(let resources)? = template["Resources"] else { return }
        for bucket in policy.storage.map(\.bucket) {
            var (open, seen) = ([LogicalID.of(.bucket, bucket)], Set<String>())
            while let id = open.popLast() {
                guard let resource = resources[id] else { continue }
                let next = resource.templateReferences + (resource["DependsOn"]?.listed.compactMap(\.text) ?? [])
                #expect(!next.contains(LogicalID.of(.bucket, bucket)), "\(bucket) by \(id)")
                open += next.filter { seen.insert($0).inserted }
            }
        }
    }

    @Test func `a database has a place of its own, and a master user that nobody guesses`() throws {
        for (type, name, groups) in [
            (TemplateType.database, "kb-prod", "VPCSecurityGroups"), (.cluster, "kb-aurora", "VpcSecurityGroupIds"),
        ] {
            let database = try resource(type, name)["Properties"]
            #expect(database?["DBSubnetGroupName"] == ["Ref": "SubnetGroup"])
            #expect(database?[groups] == ["Ref": "SecurityGroups"])
            #expect(database?["MasterUsername"] == ["Ref": "MasterUsername"])
        }
        #expect(template["Parameters"]?["MasterUsername"]?["Default"] == nil)
    }

    @Test func `whatever a retained resource refers to is retained, and what protects it`() throws {
        guard case .object(let resources)? = template["Resources"] else { return }
        let retained = resources.filter { $0.value["DeletionPolicy"] == "Retain" }
        for (id, resource) in retained {
            let needed = resource.templateReferences + (resource["DependsOn"]?.listed.compactMap(\.text) ?? [])
            for other in needed where resources[other] != nil {
                #expect(retained[other] != nil, "\(id) needs \(other)")
            }
        }
        let types = Set(retained.values.compactMap { $0["Type"]?.text })
        #expect(
            types.isSuperset(of: [
                "AWS::S3::BucketPolicy", "AWS::KMS::Alias", "AWS::RDS::DBParameterGroup",
                "AWS::RDS::DBClusterParameterGroup", "AWS::RDS::DBCluster",
            ]))
        #expect(!types.contains("AWS::CloudWatch::Alarm"))
    }

    @Test func `what the policy states is declared`() throws {
        #expect(try resource(.key, "kb-dr")["Properties"]?["PendingWindowInDays"] == 30)
        let window: JSONValue = "sun:04:00-sun:05:00"
        #expect(try resource(.database, "kb-prod")["Properties"]?["PreferredMaintenanceWindow"] == window)
    }

    @Test func `a snapshot of each month is kept until the last month that asks for it is over`() throws {
        // A plan that the policy names is declared instead.
        var policy = policy
        policy.backupPlans = []
        for index in policy.databases.indices { policy.databases[index].backups.awsBackup = nil }
        let template = try Self.template(policy)
        func resource(_ type: TemplateType, _ name: String) throws -> JSONValue {
            try #require(template["Resources"]?[LogicalID.of(type, name)], "\(type) \(name)")
        }
        let plan = try resource(.backupPlan, "drctl-knowledge-base-monthly-2")["Properties"]?["BackupPlan"]
        let rule = plan?["BackupPlanRule"]?.listed.first
        #expect(rule?["ScheduleExpression"] == "cron(0 5 1 * ? *)" && rule?["Lifecycle"]?["DeleteAfterDays"] == 93)
        for (kind, id) in [("instance", "kb-prod"), ("cluster", "kb-aurora")] {
            let name = "drctl-knowledge-base-monthly-2-\(kind)-\(id)"
            let selection = try resource(.backupSelection, name)["Properties"]?["BackupSelection"]
            #expect(selection?["Resources"]?.listed.first?["Fn::Sub"]?.text?.hasSuffix(":\(id)") == true)
        }
        #expect(try resource(.backupVault, "drctl-knowledge-base")["DeletionPolicy"] == "Retain")
    }

    @Test func `a plan of AWS Backup is declared whole, and outlives its stack with its vault`() throws {
        let vault = try resource(.backupVault, "kb-backups")
        #expect(vault["DeletionPolicy"] == "Retain")
        #expect(vault["Properties"]?["LockConfiguration"] == ["MinRetentionDays": 30])
        #expect(
            vault["Properties"]?["EncryptionKeyArn"] == ["Fn::GetAtt": [.string(LogicalID.of(.key, "kb-dr")), "Arn"]])
        let rules =
            try resource(.backupPlan, "kb-backups")["Properties"]?["BackupPlan"]?["BackupPlanRule"]?.listed ?? []
        #expect(rules.map { $0["RuleName"] } == ["drctl-daily", "drctl-monthly"])
        #expect(rules.allSatisfy { $0["TargetBackupVault"] == reference(.backupVault, "kb-backups") })
        #expect(rules.map { $0["Lifecycle"]?["DeleteAfterDays"] } == [35, 365])
        let role = try resource(.role, "kb-backups-service")["Properties"]
        #expect(role?["ManagedPolicyArns"]?.listed.count == 1)
    }

    @Test func `what an account has once is in the stack of one region`() throws {
        var policy = policy
        policy.scope.regions = ["us-east-1", "eu-west-1"]
        policy.storage[0].regions = policy.scope.regions
        func types(_ region: Region) throws -> Set<String> {
            guard case .object(let resources)? = try Self.template(policy, region)["Resources"] else { return [] }
            return Set(resources.values.compactMap { $0["Type"]?.text })
        }
        let global: Set = ["AWS::IAM::Role", "AWS::IAM::OIDCProvider", "AWS::CloudWatch::Dashboard"]
        #expect(try types("us-east-1").isSuperset(of: global))
        let second = try types("eu-west-1")
        #expect(second.isDisjoint(with: global) && second.contains("AWS::S3::Bucket"))
    }

    @Test func `the roles' identity provider is made only where the account has none`() throws {
        let provider = try resource(.identityProvider, "github")
        #expect(provider["Condition"] == "CreatesGitHubIdentityProvider" && provider["DeletionPolicy"] == "Retain")
        #expect(
            template["Conditions"]?["CreatesGitHubIdentityProvider"]
                == ["Fn::Equals": [["Ref": "GitHubIdentityProvider"], "create"]])
        let role = try resource(.role, "kb-backup-writer")
        let principal = role["Properties"]?["AssumeRolePolicyDocument"]?["Statement"]?.listed.first?["Principal"]
        guard case .array(let choice)? = principal?["Federated"]?["Fn::If"] else {
            Issue.record("\(role)")
            return
        }
        #expect(choice[1] == ["Fn::GetAtt": [.string(LogicalID.of(.identityProvider, "github")), "Arn"]])
        #expect(choice[2]["Fn::Sub"]?.text?.hasSuffix("oidc-provider/token.actions.githubusercontent.com") == true)
        #expect(template["Description"]?.text?.contains("CAPABILITY_NAMED_IAM") == true)
    }

    @Test func `whoever uses the stack finds its names in the outputs`() throws {
        let output = template["Outputs"]?["Output" + LogicalID.of(.topic, "kb-dr-alerts")]
        #expect(output?["Value"] == reference(.topic, "kb-dr-alerts"))
        #expect(template["Outputs"]?["Output" + LogicalID.of(.key, "kb-dr")] != nil)
    }

    @Test func `text in braces that is not CloudFormation's stays as it is`() throws {
        var policy = policy
        policy.roles[0].permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary"
        policy.notifications?.subscribers = [.https("https://example.com/${AWS::Region}/${token}")]
        let template = try Self.template(policy)
        let topic = template["Resources"]?[LogicalID.of(.topic, "kb-dr-alerts")]?["Properties"]
        #expect(
            topic?["Subscription"]?.listed.first?["Endpoint"]
                == ["Fn::Sub": "https://example.com/${AWS::Region}/${!token}"])
    }
}
