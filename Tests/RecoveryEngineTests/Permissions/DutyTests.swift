import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What each duty may do")
struct DutyTests {
    private let estate: Estate
    private let target: Target

    init() throws {
        estate = try Estate.bare()
        target = estate.target
    }

    private func actions(_ duty: RolePolicy.Duty) -> Set<String> { Granted(duty, target).actions }

    @Test func `who writes backups deletes neither them nor the key`() {
        for action in actions(.backup).union(actions(.restore)) {
            #expect(!action.contains("Delete") && !action.hasSuffix("*"), "\(action)")
        }
    }

    @Test func `audit changes nothing but its own metrics, whatever the policy is about`() {
        for target in [target, estate.with { $0.policy.databases = [] }.target] {
            let audit = Granted(.audit, target)
            #expect(
                audit.conditions("cloudwatch:PutMetricData", on: "*") == [.equal("cloudwatch:namespace", ["DR/drctl"])])
            for action in audit.actions.subtracting(["cloudwatch:PutMetricData"]) {
                let name = action.split(separator: ":").last ?? ""
                #expect(["Describe", "Get", "List", "Lookup"].contains { name.hasPrefix($0) }, "\(action)")
            }
        }
    }

    @Test func `a backup job may report that it ran when an alarm waits for it`() {
        let namespace: AccessCondition = .equal("cloudwatch:namespace", ["DR/drctl"])
        #expect(Granted(.backup, target).conditions("cloudwatch:PutMetricData", on: "*") == [namespace])
        let silent = estate.with { $0.policy.alarms?.heartbeats["backup"] = nil }
        #expect(!Granted(.backup, silent.target).actions.contains("cloudwatch:PutMetricData"))
    }

    @Test func `backups are written to the backup buckets, not to those that receive access logs`() throws {
        let backup = Granted(.backup, target)
        #expect(target.buckets.map(\.name).contains(Estate.logBucketName))
        #expect(backup.resources("s3:PutObject") == ["arn:aws:s3:::\(Estate.bucketName)/*"])
        #expect(Granted(.restore, target).resources("s3:GetObject") == ["arn:aws:s3:::\(Estate.bucketName)/*"])
    }

    @Test func `a key is used as the bucket's, by S3 alone`() {
        let key = "arn:aws:kms:us-east-1:123456789012:key/*"
        let condition = AccessCondition.aliased(["alias/kb-dr"]).and(
            .equal("kms:ViaService", ["s3.us-east-1.amazonaws.com"]))
        for action in ["kms:Decrypt", "kms:GenerateDataKey"] {
            #expect(Granted(.backup, target).conditions(action, on: key) == [condition], "\(action)")
        }
        #expect(Granted(.restore, target).conditions("kms:Decrypt", on: key) == [condition])
        let named = "arn:aws:kms:us-east-1:123456789012:key/1234"
        let byARN = estate.with { $0.policy.storage[0].encryption = .kms(key: named, bucketKey: true) }
        #expect(Granted(.backup, byARN.target).resources("kms:Decrypt") == [named])
        let plain = estate.with { $0.policy.storage[0].encryption = .s3 }
        #expect(Granted(.backup, plain.target).resources("kms:Decrypt") == [])
    }

    @Test func `archived objects and older versions can be restored where a policy has them`() {
        func restore(_ change: (inout BucketPolicy) -> Void) -> Set<String> {
            Granted(.restore, estate.with { change(&$0.policy.storage[0]) }.target).actions
        }
        func moving(to storageClass: String) -> BucketPolicy.LifecycleRule {
            var rule = BucketPolicy.LifecycleRule()
            rule.transition = .init(after: TimeSpan(30, .days), storageClass: storageClass)
            return rule
        }
        #expect(restore { $0.lifecycle = [moving(to: "DEEP_ARCHIVE")] }.contains("s3:RestoreObject"))
        #expect(!restore { $0.lifecycle = [moving(to: "GLACIER_IR")] }.contains("s3:RestoreObject"))
        let versions: Set = ["s3:ListBucketVersions", "s3:GetObjectVersion"]
        #expect(restore { $0.versioning = true }.isSuperset(of: versions))
        #expect(
            restore {
                $0.versioning = nil
                $0.objectLock = nil
            }.isDisjoint(with: versions))
    }

    @Test func `no duty has a wildcard action, and the statements for one purpose follow its name`() {
        // Snapshots are rotated for databases without a plan of AWS Backup.
        let rotated = estate.with { estate in
            for index in estate.policy.databases.indices {
                estate.policy.databases[index].backups.awsBackup = nil
                estate.policy.databases[index].backups.monthlyKeep = 12
            }
        }.target
        for duty in RolePolicy.Duty.allCases {
            let statements = LeastPrivilege.statements(for: duty, on: [duty == .rotate ? rotated : target])
            #expect(!statements.isEmpty, "\(duty)")
            let names = statements.compactMap(\.sid)
            #expect(statements.first?.sid != nil && Set(names).count == names.count)
            #expect(names.allSatisfy { $0.wholeMatch(of: #/[A-Za-z]+/#) != nil })
            for statement in statements {
                #expect(statement.effect == .allow && statement.negated.isEmpty)
                #expect(!statement.actions.contains { $0.contains("*") }, "\(duty) \(statement.sid ?? "")")
                #expect(!statement.resources.isEmpty)
            }
        }
    }

    @Test func `no alias stands for its key where an action takes keys alone`() {
        // https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
        for duty in RolePolicy.Duty.allCases {
            for statement in LeastPrivilege.statements(for: duty, on: [target])
            where statement.resources.contains(where: { $0.contains(":alias/") }) {
                #expect(statement.actions == ["kms:CreateAlias"], "\(duty)")
            }
        }
    }

    @Test func `the tags of what drctl makes are legal`() {
        // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
        for (key, value) in target.tags {
            #expect(key.wholeMatch(of: #/[\p{L}\p{N} _.:\/=+\-@]{1,128}/#) != nil && !key.hasPrefix("aws:"))
            #expect(value.wholeMatch(of: #/[\p{L}\p{N} _.:\/=+\-@]{0,256}/#) != nil)
        }
        #expect(target.tags["drctl:policy"] == "knowledge-base")
    }
}
