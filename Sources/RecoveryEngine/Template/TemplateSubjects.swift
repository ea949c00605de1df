import AWSNames
import RecoveryModel

/// A policy's resources as if nothing existed yet: what a template declares.
struct TemplateSubjects {
    let context: ControlContext

    init(policy: RecoveryPolicy, now: Instant) {
        context = ControlContext(templateOf: policy, now: now)
    }

    /// Everything that the controls declare.
    var fragments: [TemplateFragment] {
        var fragments = databases.flatMap { base(of: $0) + walk(Catalogue.database, $0) }
        fragments += buckets.flatMap { walk(Catalogue.storage, $0) }
        for key in context.policy.keys {
            let absent = KeyState(alias: key.alias, key: .known(nil))
            fragments += walk(Catalogue.keys, KeySubject(context: context, policy: key, state: absent))
        }
        for role in context.policy.roles {
            let absent = RoleState(name: role.name, role: .known(nil))
            fragments += walk(Catalogue.roles, RoleSubject(context: context, policy: role, state: absent))
        }
        if let topic = context.policy.notifications {
            let absent = TopicState(name: topic.topic, topic: .known(nil))
            fragments += walk(Catalogue.topics, TopicSubject(context: context, policy: topic, state: absent))
        }
        return fragments + alerting
    }

    private var alerting: [TemplateFragment] {
        var fragments = RequiredAlarms.alarms(context, watched).flatMap {
            walk(Catalogue.alarms, AlarmSubject(context: context, required: $0, observed: .known(nil)))
        }
        for events in RequiredAlarms.eventSubscriptions(context, watched) {
            fragments += walk(
                Catalogue.events, EventSubscriptionSubject(context: context, required: events, observed: .known(nil)))
        }
        if let name = context.policy.dashboard {
            let body = RequiredDashboard.body(context, watched)
            fragments += walk(
                Catalogue.dashboards,
                DashboardSubject(context: context, name: name, required: body, observed: .known(nil)))
        }
        return fragments
    }

    /// What a live database has and a policy does not say: asked of whoever deploys.
    var parameters: [String: JSONValue] {
        var parameters: [String: JSONValue] = [:]
        for id in databaseIDs {
            let name = TemplateSynthesizer.logicalID("DB", id)
            parameters["\(name)Class"] = ["Type": "String", "Description": .string("Instance class of \(id)")]
            parameters["\(name)Storage"] = [
                "Type": "Number", "Description": .string("Allocated storage of \(id) in GiB"),
            ]
            parameters["\(name)EngineVersion"] = [
                "Type": "String", "Default": "15", "AllowedPattern": "[0-9]+(\\.[0-9]+)?",
                "Description": .string("Engine version of \(id)"),
            ]
        }
        for database in databases where database.policy.protection.forceTLS == true {
            let id = database.instance.id
            parameters["\(TemplateSynthesizer.logicalID("DB", id))ParameterFamily"] = [
                "Type": "String", "Default": "postgres15", "Description": .string("Parameter group family of \(id)"),
            ]
        }
        return parameters
    }

    private var databaseIDs: [String] { Set(instances.flatMap(\.select.ids)).sorted() }

    private var watched: WatchedDatabases {
        let clusters = context.policy.databases.filter { $0.kind == .cluster }
        return WatchedDatabases(instances: databaseIDs, clusters: Set(clusters.flatMap(\.select.ids)).sorted())
    }

    /// Clusters are audited, watched and drilled; no template is made of the clusters themselves.
    private var instances: [DatabasePolicy] { context.policy.databases.filter { $0.kind == .instance } }

    private var databases: [DatabaseSubject] {
        instances.flatMap { policy in
            policy.select.ids.sorted().map { id in
                DatabaseSubject(
                    context: context, policy: policy,
                    instance: DatabaseInstance(
                        id: id, arn: context.arn("rds", "db:\(id)"), engine: policy.engine, engineVersion: "",
                        status: "", instanceClass: "", allocatedStorage: 0, backupRetentionDays: 0,
                        copyTagsToSnapshots: false, deletionProtection: false, storageEncrypted: false,
                        publiclyAccessible: false, multiAZ: false, minorVersionUpgrades: false,
                        iamAuthentication: false))
            }
        }
    }

    private var buckets: [BucketSubject] {
        PolicyResources.bucketPolicies(context).map { policy, sources in
            BucketSubject(
                context: context, policy: policy, bucket: .absent(context.expanded(policy.bucket)),
                accountBlock: .known(nil), logSources: sources)
        }
    }

    private func base(of subject: DatabaseSubject) -> [TemplateFragment] {
        let id = subject.instance.id
        let name = TemplateSynthesizer.logicalID("DB", id)
        let group = TemplateFragment(
            "AWS::RDS::DBParameterGroup", id, "Family", value: ["Ref": .string("\(name)ParameterFamily")])
        let usesGroup = subject.policy.protection.forceTLS == true
        return subject.fragment("DBInstanceIdentifier", value: .string(id))
            + subject.fragment("Engine", value: .string(subject.policy.engine))
            + subject.fragment("EngineVersion", value: ["Ref": .string("\(name)EngineVersion")])
            + subject.fragment("DBInstanceClass", value: ["Ref": .string("\(name)Class")])
            + subject.fragment("AllocatedStorage", value: ["Ref": .string("\(name)Storage")])
            + subject.fragment("ManageMasterUserPassword", value: true)
            + subject.fragment("MasterUsername", value: "postgres")
            + (usesGroup
                ? [
                    group,
                    TemplateFragment(
                        "AWS::RDS::DBParameterGroup", id, "Description", value: .string("Parameters of \(id)")),
                ] : [])
    }

    private func walk<Subject>(_ controls: [Control<Subject>], _ subject: Subject) -> [TemplateFragment] {
        controls.flatMap { $0.template(subject) }
    }
}
