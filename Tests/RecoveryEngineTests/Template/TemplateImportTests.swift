import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Imports of what exists")
struct TemplateImportTests {
    private func estate(_ change: (inout Estate) throws -> Void = { _ in }) throws -> Estate {
        var estate = try Estate.compliant(withCluster: true)
        estate.policy = estate.policy.withEngines
        try change(&estate)
        return estate.described
    }

    private func refusal(_ estate: Estate) -> TemplateRefusal? {
        do {
            _ = try TemplateImport(estate.context)
            return nil
        } catch { return error }
    }

    private func members(_ value: JSONValue?) -> [String: JSONValue] {
        if case .object(let members)? = value { members } else { [:] }
    }

    @Test func `the template and the list name the same resources, under the logical ids of the policy's template`()
        throws
    {
        let estate = try estate()
        let found = try TemplateImport(estate.context)
        let declared = members(found.template["Resources"])
        let listed = found.resources.listed.compactMap { $0["LogicalResourceId"]?.text }
        #expect(listed.sorted() == declared.keys.sorted() && Set(listed).count == listed.count)
        let policy = try TemplateSynthesizer.template(for: estate.policy, of: "us-east-1", now: Estate.now)
        let own = Set(members(policy["Resources"]).keys)
        // Members of a cluster have the names that they have.
        let members = Set(["kb-aurora-a", "kb-aurora-b"].map { LogicalID.of(.database, $0) })
        #expect(declared.keys.filter { !own.contains($0) }.sorted() == members.sorted())
        #expect(
            found.resources.listed.contains([
                "ResourceType": "AWS::S3::Bucket",
                "LogicalResourceId": .string(LogicalID.of(.bucket, "kb-backups-${account}-${region}")),
                "ResourceIdentifier": ["BucketName": .string(Estate.bucketName)],
            ]))
        #expect(found.left.contains("TopicPolicyKbDrAlerts: CloudFormation cannot import AWS::SNS::TopicPolicy"))
    }

    @Test func `everything is literal, retained, and as it is`() throws {
        let estate = try estate { $0.database.backupRetentionDays = .known(7) }
        let found = try TemplateImport(estate.context)
        #expect(found.template["Parameters"] == nil && found.template.templateReferences.isEmpty)
        #expect(!found.template.compact.contains("Fn::"))
        for (id, resource) in members(found.template["Resources"]) {
            #expect(resource["DeletionPolicy"] == "Retain" && resource["UpdateReplacePolicy"] == "Retain", "\(id)")
        }
        let database = found.template["Resources"]?[LogicalID.of(.database, "kb-prod")]?["Properties"]
        #expect(database?["BackupRetentionPeriod"] == 7 && database?["MasterUsername"] == "owner")
        #expect(database?["KmsKeyId"] == .string(Estate.keyARN))
    }

    @Test func `rules and policies of others are declared, so that an update does not take them away`() throws {
        let estate = try estate { estate in
            var rule = LifecycleRule(id: "theirs", filter: .init(prefix: "tmp/", tags: ["keep": "no"]))
            rule.noncurrentKeep = 3
            let rules = (estate.bucket.lifecycle.value ?? nil)?.rules ?? []
            estate.bucket.lifecycle = .known(BucketLifecycle(rules + [rule]))
            estate.role?.attachedPolicies = .known(["arn:aws:iam::aws:policy/ReadOnlyAccess"])
        }
        let resources = try TemplateImport(estate.context).template["Resources"]
        let bucket = resources?[LogicalID.of(.bucket, "kb-backups-${account}-${region}")]?["Properties"]
        let rule = bucket?["LifecycleConfiguration"]?["Rules"]?.listed.last
        #expect(
            rule == [
                "Id": "theirs", "Status": "Enabled", "Prefix": "tmp/", "TagFilters": [["Key": "keep", "Value": "no"]],
                "NoncurrentVersionExpiration": ["NewerNoncurrentVersions": 3],
            ])
        let role = resources?[LogicalID.of(.role, "kb-drill-operator")]?["Properties"]
        #expect(role?["ManagedPolicyArns"] == ["arn:aws:iam::aws:policy/ReadOnlyAccess"])
    }

    @Test func `a key that the policy wants otherwise is refused with the procedure`() throws {
        let other = try estate { $0.database.encryptionKey = .known("arn:aws:kms:us-east-1:123456789012:key/other") }
        let refusal = try #require(self.refusal(other))
        #expect(refusal.reason.hasPrefix("kb-prod: KmsKeyId is arn:aws:kms:us-east-1:123456789012:key/other"))
        #expect(refusal.hint.contains("copy the snapshot with alias/kb-dr"), "\(refusal.hint)")
    }

    @Test func `storage that is not encrypted, and a topic that would move, are refused`() throws {
        let plain = try estate {
            $0.cluster.storageEncrypted = .known(false)
            $0.cluster.encryptionKey = .known(nil)
        }
        #expect(refusal(plain)?.hint.contains("restore the snapshot with --kms-key-id") == true)
        let moved = try estate { estate in
            estate.inventory.eventSubscriptions = estate.inventory.eventSubscriptions.map {
                $0.mapValues { subscription in
                    var other = subscription
                    other.topic = "arn:aws:sns:us-east-1:123456789012:other"
                    return other
                }
            }
        }
        #expect(refusal(moved)?.reason.contains("SnsTopicArn") == true)
    }

    @Test func `the update that follows is given what the account has, and keeps the members of a cluster`() throws {
        var estate = try estate()
        estate.inventory.declared["db:kb-prod"]?["DBInstanceClass"] = "db.m7g.large"
        estate.inventory.declared["db:kb-prod"]?["VPCSecurityGroups"] = ["sg-1", "sg-2"]
        let found = try TemplateImport(estate.context)
        #expect(
            found.parameters == [
                "MasterUsername": "owner", "DBClassKbProd": "db.m7g.large", "SecurityGroups": "sg-1,sg-2",
            ])
        let named = try TemplateSynthesizer.named(estate.policy, by: estate.context)
        let update = try TemplateSynthesizer.template(for: named, of: "us-east-1", now: Estate.now)
        let own = Set(members(update["Resources"]).keys)
        #expect(members(found.template["Resources"]).keys.allSatisfy(own.contains))
    }

    @Test func `one parameter cannot be two things`() throws {
        var estate = try estate()
        estate.inventory.declared["cluster:kb-aurora"]?["MasterUsername"] = "postgres"
        let refusal = try #require(self.refusal(estate))
        #expect(refusal.reason.contains("MasterUsername of kb-prod is owner, and of kb-aurora postgres"))
    }

    @Test func `what could not be read is no import, and nothing there is none either`() throws {
        let denied = try estate { $0.bucket.lifecycle = .unavailable(Estate.failure) }
        #expect(refusal(denied)?.reason.contains("AccessDenied") == true)
        var nothing = try Estate.bare()
        nothing.policy = nothing.policy.withEngines
        nothing.policy.databases = []
        nothing.instances = []
        #expect(refusal(nothing)?.reason.contains("nothing that the policy declares exists") == true)
    }

    @Test func `what is missing is named, and left to the update`() throws {
        let estate = try estate { estate in
            estate.inventory.dashboards["kb-recovery"] = .known(nil)
        }
        let found = try TemplateImport(estate.context)
        #expect(found.left.contains("DashboardKbRecovery: not found"))
        #expect(found.template["Resources"]?["DashboardKbRecovery"] == nil)
    }
}
