package import RecoveryModel

/// Brings what a policy requires together with what was observed: the subjects that controls are walked over.
package struct PolicyResources {
    let context: ControlContext
    let inventory: Inventory

    package init(policy: RecoveryPolicy, inventory: Inventory) {
        context = ControlContext(policy: policy, inventory: inventory)
        self.inventory = inventory
    }

    /// A selector that matches nothing is a violation of this one, which is about the policy's own selection.
    package static let databaseExists = ControlDescription(
        id: "database.exists", title: "Every selector finds a database",
        why: "A database that the policy means and does not find is not protected by it.", severity: .critical,
        standards: [], field: "databases[].select")

    /// The databases of a selector, sorted by id; unavailable when they could not be listed.
    package func databases(_ selector: DatabasePolicy.Selector) -> Collected<[DatabaseInstance]> {
        inventory.databases.map { all in
            all.filter { selector.matches($0) }.sorted { $0.id < $1.id }
        }
    }

    /// The ARNs of the instances or clusters that an entry selects, by id.
    func selected(by policy: DatabasePolicy) -> Collected<[String: String]> {
        let pairs: Collected<[(String, String)]> =
            policy.kind == .cluster
            ? inventory.clusters.map { all in all.filter { policy.select.matches($0) }.map { ($0.id, $0.arn) } }
            : databases(policy.select).map { all in all.map { ($0.id, $0.arn) } }
        return pairs.map { Dictionary($0) { first, _ in first } }
    }

    /// The ids of every instance that the policy selects, sorted; those selected by id are there even when missing.
    package var databaseIDs: [String] {
        let policies = context.policy.databases.filter { $0.kind == .instance }
        let found = policies.flatMap { databases($0.select).value?.map(\.id) ?? [] }
        return Set(found + policies.flatMap(\.select.ids)).sorted()
    }

    /// The same for clusters.
    package var clusterIDs: [String] {
        let policies = context.policy.databases.filter { $0.kind == .cluster }
        return Set(clusterSubjects.map(\.cluster.id) + policies.flatMap(\.select.ids)).sorted()
    }

    private var watched: WatchedDatabases { WatchedDatabases(instances: databaseIDs, clusters: clusterIDs) }

    var clusterSubjects: [ClusterSubject] {
        context.policy.databases.filter { $0.kind == .cluster }.flatMap { policy in
            (inventory.clusters.value ?? []).filter { policy.select.matches($0) }.sorted { $0.id < $1.id }.map {
                cluster in
                ClusterSubject(
                    context: context, policy: policy, cluster: cluster,
                    drills: inventory.drills.map { all in
                        all.map { proofs in proofs.filter { $0.database == cluster.id } }
                    })
            }
        }
    }

    var databaseSubjects: [DatabaseSubject] {
        let judged = Set(databaseIDs)
        let arns = Set((inventory.databases.value ?? []).filter { judged.contains($0.id) }.map(\.arn))
        return context.policy.databases.filter { $0.kind == .instance }.flatMap { policy in
            (databases(policy.select).value ?? []).map { instance in
                // RDS names a source in the same region by id and any other by ARN.
                let source = instance.replicaOf ?? ""
                return DatabaseSubject(
                    context: context, policy: policy, instance: instance,
                    isBackedUpBySource: judged.contains(source) || arns.contains(source),
                    drills: inventory.drills.map { all in
                        all.map { proofs in proofs.filter { $0.database == instance.id } }
                    })
            }
        }
    }

    var bucketSubjects: [BucketSubject] {
        Self.bucketPolicies(context).map { policy, sources in
            let name = context.expanded(policy.bucket)
            return BucketSubject(
                context: context, policy: policy, bucket: inventory.buckets[name] ?? .notLookedAt(name),
                accountBlock: inventory.accountPublicAccessBlock, logSources: sources)
        }
    }

    var keySubjects: [KeySubject] {
        context.policy.keys.map { policy in
            let missing = KeyState(alias: policy.alias, key: .unavailable(.notLookedAt("kms:DescribeKey")))
            return KeySubject(context: context, policy: policy, state: inventory.keys[policy.alias] ?? missing)
        }
    }

    var roleSubjects: [RoleSubject] {
        context.policy.roles.map { policy in
            let missing = RoleState(name: policy.name, role: .unavailable(.notLookedAt("iam:GetRole")))
            return RoleSubject(context: context, policy: policy, state: inventory.roles[policy.name] ?? missing)
        }
    }

    var topicSubjects: [TopicSubject] {
        [context.policy.notifications].compactMap { $0 }.map { policy in
            let missing = TopicState(name: policy.topic, topic: .unavailable(.notLookedAt("sns:GetTopicAttributes")))
            return TopicSubject(context: context, policy: policy, state: inventory.topics[policy.topic] ?? missing)
        }
    }

    var alarmSubjects: [AlarmSubject] {
        RequiredAlarms.alarms(context, watched).map { required in
            AlarmSubject(context: context, required: required, observed: inventory.alarms.map { $0[required.name] })
        }
    }

    var eventSubjects: [EventSubscriptionSubject] {
        RequiredAlarms.eventSubscriptions(context, watched).map { required in
            EventSubscriptionSubject(
                context: context, required: required, observed: inventory.eventSubscriptions.map { $0[required.name] })
        }
    }

    var dashboardSubjects: [DashboardSubject] {
        [context.policy.dashboard].compactMap { $0 }.map { name in
            DashboardSubject(
                context: context, name: name, required: RequiredDashboard.body(context, watched),
                observed: inventory.dashboards[name] ?? .unavailable(.notLookedAt("cloudwatch:GetDashboard")))
        }
    }

    /// The buckets of a policy with the names of those that send their access logs there: a bucket for logs need not be
    /// listed to be kept in order.
    static func bucketPolicies(_ context: ControlContext) -> [(policy: BucketPolicy, logSources: [String])] {
        let listed = context.policy.storage
        var sources: [String: [String]] = [:]
        for bucket in listed {
            guard let target = bucket.accessLogs else { continue }
            sources[context.expanded(target), default: []].append(context.expanded(bucket.bucket))
        }
        let names = Set(listed.map { context.expanded($0.bucket) })
        let implied = sources.keys.filter { !names.contains($0) }.sorted().map { name in
            var policy = BucketPolicy(bucket: name)
            policy.publicAccessBlocked = true
            policy.tlsOnly = true
            policy.encryption = .s3
            return policy
        }
        return (listed + implied).map { ($0, sources[context.expanded($0.bucket), default: []].sorted()) }
    }
}

extension DatabasePolicy.Selector {
    /// True when the instance is named, or carries every tag asked for; a drill's copy carries its source's tags and is
    /// not meant by them.
    package func matches(_ instance: DatabaseInstance) -> Bool {
        if !ids.isEmpty { return ids.contains(instance.id) }
        return instance.tags["drctl:drill"] == nil && instance.cluster == nil && !tags.isEmpty
            && tags.allSatisfy { instance.tags[$0.key] == $0.value }
    }

    /// For people.
    package var shown: String {
        ids.isEmpty
            ? "tags " + tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            : ids.joined(separator: ", ")
    }
}

extension CollectionFailure {
    static func notLookedAt(_ operation: String) -> CollectionFailure {
        CollectionFailure(operation: operation, reason: "the collector did not ask for it")
    }
}

extension BucketState {
    static func notLookedAt(_ name: String) -> BucketState {
        BucketState(name: name, failure: .notLookedAt("s3:HeadBucket"))
    }
}
