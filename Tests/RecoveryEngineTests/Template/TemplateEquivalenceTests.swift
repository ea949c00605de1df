import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// A stack and an apply are two ways to one account: each property of the template is the setting that apply leaves.
@Suite("Templates and apply")
struct TemplateEquivalenceTests {
    private let estate: Estate
    private let template: JSONValue
    /// What the plan of a bare account changes.
    private let changes: [Change]

    init() throws {
        var estate = try Estate.compliant(withCluster: true)
        estate.policy = estate.policy.withEngines
        estate.policy.databases[0].protection.multiAZ = true
        let bare = try Estate.bare()
        let cluster = Database.neglected("kb-aurora", engine: "aurora-postgresql")
        estate.inventory = bare.inventory
        estate.clusters = [cluster]
        estate.cluster.encryptionKey = .known(Estate.keyARN)
        // Outside of the required window: one within it is as good, and apply leaves it.
        estate.database.maintenanceWindow = .known(WeeklyWindow("mon:04:00-mon:04:30"))
        estate.cluster.maintenanceWindow = .known(WeeklyWindow("mon:04:00-mon:04:30"))
        var account = SimulatedAccount(estate.inventory)
        var changes: [Change] = []
        for _ in 1...2 {
            estate.inventory = account.inventory
            for step in Planner.plan(estate.audit).steps {
                try account.make(step.change)
                changes.append(step.change)
            }
        }
        estate.inventory = account.inventory
        self.estate = estate.described
        self.changes = changes
        template = try TemplateSynthesizer.template(for: estate.policy, of: "us-east-1", now: Estate.now)
    }

    /// What the account has after apply, by logical id, in CloudFormation's words.
    private var live: [String: LiveResource] {
        get throws {
            var live: [String: LiveResource] = [:]
            for family in Catalogue.families {
                for resource in try family.live(estate.context).get() { live[resource.logicalID] = resource }
            }
            return live
        }
    }

    @Test func `each property of the template is what apply leaves`() throws {
        let live = try live
        guard case .object(let resources)? = template["Resources"] else { return }
        var compared: [String: Int] = [:]
        for (id, resource) in resources {
            guard let type = resource["Type"]?.text, case .object(let properties)? = resource["Properties"] else {
                continue
            }
            // A member of a new cluster has another name than those that the account has.
            let isMember = properties["DBClusterIdentifier"] != nil && type == "AWS::RDS::DBInstance"
            if isMember || Self.unmade.contains(type) || properties["ManagedPolicyArns"] != nil { continue }
            let made = try #require(live[id], "\(id) is not made by apply")
            for (name, value) in properties where !Self.unseen.contains(name) {
                guard let wanted = resolve(value, live) else { continue }
                let there = made.properties[name].map(sameKey)
                #expect(
                    TemplateComparison.differences(of: Self.wrapped(there), from: Self.wrapped(sameKey(wanted))) == [],
                    "\(id) \(name)")
                compared[type, default: 0] += 1
            }
        }
        #expect(compared["AWS::RDS::DBInstance"] == 17 && compared["AWS::S3::Bucket"] == 13, "\(compared)")
        #expect(
            Set(compared.keys).isSuperset(of: [
                "AWS::RDS::DBCluster", "AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup",
                "AWS::KMS::Key", "AWS::KMS::Alias", "AWS::IAM::Role", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy",
                "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::RDS::EventSubscription",
                "AWS::S3::BucketPolicy",
            ]), "\(compared)")
    }

    /// What apply leaves to people: the account's identity provider, and plans of AWS Backup with their role.
    private static let unmade: Set = [
        "AWS::IAM::OIDCProvider", "AWS::Backup::BackupVault", "AWS::Backup::BackupPlan",
        "AWS::Backup::BackupSelection", "AWS::Backup::RestoreTestingPlan", "AWS::Backup::RestoreTestingSelection",
    ]

    /// Compared below, by the changes that set them, or of no setting of the account.
    private static let unseen: Set = ["Tags", "Description", "PendingWindowInDays"]

    @Test func `apply gives what it makes the template's tags and descriptions`() throws {
        var seen: Set<TemplateType> = []
        for change in changes {
            guard let made = Made(change) else { continue }
            seen.insert(made.type)
            let properties = template["Resources"]?[LogicalID.of(made.type, made.name)]?["Properties"]
            var tags: [String: String] = [:]
            for tag in properties?["Tags"]?.listed ?? [] { tags[tag["Key"]?.text ?? ""] = tag["Value"]?.text }
            #expect(tags == made.tags, "\(made.name)")
            if let description = made.description { #expect(properties?["Description"]?.text == description) }
        }
        #expect(
            seen == [
                .bucket, .key, .role, .topic, .alarm, .eventSubscription, .parameterGroup, .clusterParameterGroup,
            ])
    }

    private static func wrapped(_ value: JSONValue?) -> JSONValue {
        ["Resources": ["one": .object(value.map { ["Properties": ["value": $0]] } ?? [:])]]
    }

    /// An alias and its key are one key.
    private func sameKey(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string("alias/kb-dr"), .string("arn:aws:kms:us-east-1:123456789012:alias/kb-dr"):
            .string(Estate.keyARN)
        case .array(let elements): .array(elements.map(sameKey))
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { ($0, $0 == "AliasName" ? $1 : sameKey($1)) }))
        default: value
        }
    }

    /// A value as CloudFormation resolves it in the account; nil where a parameter decides.
    private func resolve(_ value: JSONValue, _ live: [String: LiveResource]) -> JSONValue? {
        switch value {
        case .array(let elements):
            let all = elements.compactMap { resolve($0, live) }
            return all.count == elements.count ? .array(all) : nil
        case .object(let members):
            if let name = members["Ref"]?.text { return live[name].map { .string($0.identifier) } }
            if let name = members["Fn::GetAtt"]?.listed.first?.text {
                return live[name]?.arn.map(JSONValue.string)
            }
            if let text = members["Fn::Sub"]?.text {
                return .string(
                    text.replacing("${AWS::Partition}", with: "aws").replacing("${AWS::Region}", with: "us-east-1")
                        .replacing("${AWS::AccountId}", with: "123456789012").replacing("${!", with: "${"))
            }
            // The provider is there already.
            if case .array(let choice)? = members["Fn::If"] { return resolve(choice[2], live) }
            if members.count == 1, members.keys.first?.hasPrefix("Fn::") == true { return nil }
            let all = members.compactMapValues { resolve($0, live) }
            return all.count == members.count ? .object(all) : nil
        default: return value
        }
    }
}

/// Something that a change makes, with what it is given beside its settings.
private struct Made {
    var type: TemplateType
    var name: String
    var tags: [String: String]
    var description: String?

    init?(_ change: Change) {
        switch change {
        case .bucket(.create(let name, _, let tags)):
            let word = name.replacing("123456789012", with: "${account}").replacing("us-east-1", with: "${region}")
            self.init(.bucket, word, tags)
        case .key(.create(let alias, _, let tags)):
            self.init(.key, alias, tags.merging([KeyChange.aliasTag: alias]) { $1 }, KeyChange.summary(alias: alias))
        case .role(.create(let name, _, _, let tags)): self.init(.role, name, tags, RoleChange.summary)
        case .topic(.create(let name, _, _, let tags)): self.init(.topic, name, tags)
        case .alarm(.put(let alarm, let tags)): self.init(.alarm, alarm.after.name, tags)
        case .eventSubscription(.create(let made, let tags)): self.init(.eventSubscription, made.name, tags)
        case .database(.createParameterGroup(let group, _, let tags)):
            self.init(
                group.kind.pick(instance: .parameterGroup, cluster: .clusterParameterGroup), group.database, tags,
                group.summary)
        default: return nil
        }
    }

    private init(_ type: TemplateType, _ name: String, _ tags: [String: String], _ description: String? = nil) {
        self.type = type
        self.name = name
        self.tags = tags
        self.description = description
    }
}
