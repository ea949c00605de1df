import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Conformance packs")
struct ConformancePackTests {
    private func pack(_ change: (inout RecoveryPolicy) -> Void = { _ in }) throws -> ConformancePack {
        var policy = try Estate.compliant(withCluster: true).policy.withEngines
        change(&policy)
        return try ConformancePack(policy, of: "us-east-1", now: Estate.now)
    }

    private func rules(_ pack: ConformancePack) -> [JSONValue] {
        guard case .object(let resources)? = pack.template["Resources"] else { return [] }
        return resources.sorted { $0.key < $1.key }.compactMap { $0.value["Properties"] }
    }

    private func rule(_ identifier: String, in pack: ConformancePack) -> JSONValue? {
        rules(pack).first { $0["Source"]?["SourceIdentifier"]?.text == identifier }
    }

    @Test func `a rule has the policy's parameters`() throws {
        let pack = try pack()
        #expect(
            rule("DB_INSTANCE_BACKUP_ENABLED", in: pack)?["InputParameters"]
                == ["backupRetentionMinimum": 30, "checkReadReplicas": false])
        #expect(
            rule("RDS_CLUSTER_BACKUP_RETENTION_CHECK", in: pack)?["InputParameters"]
                == ["minimumBackupRetentionPeriod": 30])
        #expect(rule("RDS_STORAGE_ENCRYPTED", in: pack) != nil)
    }

    @Test func `a rule about a bucket is about that bucket alone, and its key is asked for`() throws {
        let pack = try pack()
        let rule = try #require(self.rule("S3_DEFAULT_ENCRYPTION_KMS", in: pack))
        #expect(
            rule["Scope"]?["ComplianceResourceId"]
                == ["Fn::Sub": "kb-backups-${AWS::AccountId}-${AWS::Region}"])
        let parameter = try #require(rule["InputParameters"]?["kmsKeyArns"]?["Ref"]?.text)
        #expect(pack.template["Parameters"]?[parameter]?["Type"] == "String")
        #expect(self.rule("S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", in: pack) != nil, "of the log bucket")
    }

    @Test func `a rule about all databases asks what the policy asks of each of them`() throws {
        let two = try pack { policy in
            var second = policy.databases[0]
            second.select.ids = ["kb-second"]
            second.backups.retention = TimeSpan(7, .days)
            second.protection.multiAZ = nil
            policy.databases.append(second)
        }
        #expect(
            rule("DB_INSTANCE_BACKUP_ENABLED", in: two)?["InputParameters"]?["backupRetentionMinimum"] == 7)
        #expect(rule("RDS_MULTI_AZ_SUPPORT", in: two) == nil)
        #expect(two.left == ["database.multi-az: not asked of every database alike"])
        #expect(rule("RDS_MULTI_AZ_SUPPORT", in: try pack()) != nil)
    }

    @Test func `each rule is one of its control's standards, and has a name that AWS Config takes`() throws {
        for rule in rules(try pack()) {
            let description = try #require(rule["Description"]?.text)
            let id = ControlID(String(description.prefix { $0 != ":" }))
            let control = try #require(Catalogue.descriptions.first { $0.id == id })
            let name = try #require(rule["Source"]?["SourceIdentifier"]?.text).lowercased().replacing("_", with: "-")
            #expect(control.standards.contains(.awsConfig(name)), "\(id): \(name)")
            let given = try #require(rule["ConfigRuleName"]?.text)
            #expect(given.hasPrefix("knowledge-base-\(name)") && given.count <= 128 && !given.contains("$"))
        }
    }

    @Test func `a policy that no rule can judge gives no pack`() {
        #expect(throws: TemplateRefusal.self) {
            try pack { policy in
                policy.databases = []
                policy.storage = []
            }
        }
    }
}
