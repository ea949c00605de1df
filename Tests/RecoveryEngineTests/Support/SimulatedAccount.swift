import RecoveryModel

/// An account that changes are made to, as AWS would: a change of what is not there is an error.
struct SimulatedAccount {
    struct Missing: Error { let change: Change }

    private(set) var inventory: Inventory
    /// By group, then parameter.
    private var parameters: [String: [String: String]] = [:]

    init(_ inventory: Inventory) { self.inventory = inventory }

    mutating func make(_ change: Change) throws {
        switch change {
        case .modifyDatabase, .createParameterGroup, .setParameter, .rebootDatabase: try changeDatabase(change)
        case .createBucket, .putBucketEncryption, .enableBucketVersioning, .putPublicAccessBlock, .disableBucketACLs,
            .putBucketPolicy, .putBucketLifecycle, .putObjectLock, .putBucketLogging:
            try changeBucket(change)
        case .createKey, .enableKey, .cancelKeyDeletion, .enableKeyRotation, .putKeyPolicy: try changeKey(change)
        case .createRole, .updateRoleTrust, .putRolePolicy, .putRoleBoundary, .deleteRolePolicy, .detachRolePolicy:
            try changeRole(change)
        case .createTopic, .setTopicEncryption, .setTopicPolicy, .subscribe: try changeTopic(change)
        case .putAlarm(let alarm, _):
            var alarms = inventory.alarms.value ?? [:]
            alarms[alarm.name] = alarm
            inventory.alarms = .known(alarms)
        case .createEventSubscription(let events, _), .modifyEventSubscription(let events):
            var all = inventory.eventSubscriptions.value ?? [:]
            if case .modifyEventSubscription = change, all[events.name] == nil { throw Missing(change: change) }
            all[events.name] = events
            inventory.eventSubscriptions = .known(all)
        case .putDashboard(let name, let body): inventory.dashboards[name] = .known(body)
        }
    }

    private mutating func changeDatabase(_ change: Change) throws {
        var databases = inventory.databases.value ?? []
        func index(_ id: String) throws -> Int {
            guard let index = databases.firstIndex(where: { $0.id == id }) else { throw Missing(change: change) }
            return index
        }
        switch change {
        case .modifyDatabase(let id, let settings):
            let index = try index(id)
            if let group = settings.parameterGroup, parameters[group] == nil { throw Missing(change: change) }
            databases[index].apply(settings)
        case .createParameterGroup(let name, _, _): parameters[name] = [:]
        case .setParameter(let group, let name, let value):
            guard parameters[group] != nil || databases.contains(where: { $0.parameterGroup == group }) else {
                throw Missing(change: change)
            }
            parameters[group, default: [:]][name] = value
            // The parameter is a dynamic one: it holds at once where the group is in force.
            for index in databases.indices where databases[index].parameterGroup == group && name == "rds.force_ssl" {
                databases[index].forceTLS = .known(value == "1")
            }
        case .rebootDatabase(let id):
            let index = try index(id)
            let group = databases[index].parameterGroup ?? ""
            databases[index].forceTLS = .known(parameters[group]?["rds.force_ssl"] == "1")
        default: throw Missing(change: change)
        }
        inventory.databases = .known(databases)
    }

    private mutating func changeBucket(_ change: Change) throws {
        if case .createBucket(let name, let lock) = change {
            var bucket = BucketState(name: name, exists: true)
            bucket.objectLock = .known(ObjectLockState(enabled: lock))
            bucket.versioning = .known(lock)
            inventory.buckets[name] = bucket
            return
        }
        guard var bucket = inventory.buckets[change.resource.name], bucket.exists == .known(true) else {
            throw Missing(change: change)
        }
        switch change {
        case .putBucketEncryption(_, let encryption): bucket.encryption = .known(encryption)
        case .enableBucketVersioning: bucket.versioning = .known(true)
        case .putPublicAccessBlock(_, let block): bucket.publicAccessBlock = .known(block)
        case .disableBucketACLs: bucket.aclsDisabled = .known(true)
        case .putBucketPolicy(_, let policy): bucket.policy = .known(policy)
        case .putBucketLifecycle(_, let rules): bucket.lifecycle = .known(rules)
        case .putObjectLock(_, let lock):
            guard bucket.versioning == .known(true) else { throw Missing(change: change) }
            bucket.objectLock = .known(lock)
        case .putBucketLogging(_, let target, _):
            guard inventory.buckets[target]?.exists == .known(true) else { throw Missing(change: change) }
            bucket.accessLogs = .known(target)
        default: throw Missing(change: change)
        }
        inventory.buckets[change.resource.name] = bucket
    }

    private mutating func changeKey(_ change: Change) throws {
        if case .createKey(let alias, let policy, _) = change {
            let key = KeyState.Key(
                id: "key-\(alias)", arn: "arn:aws:kms:us-east-1:123456789012:key/key-\(alias)", state: "Enabled",
                rotation: .known(.init(enabled: false)), policy: .known(policy))
            inventory.keys[alias] = KeyState(alias: alias, key: .known(key))
            return
        }
        let name = change.resource.name
        guard let alias = inventory.keys.first(where: { $0.key == name || $0.value.key.value??.id == name })?.key,
            case .known(var key?) = inventory.keys[alias]?.key
        else { throw Missing(change: change) }
        switch change {
        case .enableKey: key.state = "Enabled"
        case .cancelKeyDeletion: key.state = "Disabled"
        case .enableKeyRotation(_, let days): key.rotation = .known(.init(enabled: true, periodDays: days))
        case .putKeyPolicy(_, let policy): key.policy = .known(policy)
        default: throw Missing(change: change)
        }
        inventory.keys[alias]?.key = .known(key)
    }

    private mutating func changeRole(_ change: Change) throws {
        if case .createRole(let name, let trust, let boundary, _) = change {
            let role = RoleState.Role(
                arn: "arn:aws:iam::123456789012:role/\(name)", trust: .known(trust), inlinePolicies: .known([:]),
                attachedPolicies: .known([]), permissionsBoundary: boundary)
            inventory.roles[name] = RoleState(name: name, role: .known(role))
            return
        }
        guard case .known(var role?) = inventory.roles[change.resource.name]?.role else {
            throw Missing(change: change)
        }
        switch change {
        case .updateRoleTrust(_, let trust): role.trust = .known(trust)
        case .putRolePolicy(_, let name, let policy):
            var policies = role.inlinePolicies.value ?? [:]
            policies[name] = policy
            role.inlinePolicies = .known(policies)
        case .putRoleBoundary(_, let arn): role.permissionsBoundary = arn
        case .deleteRolePolicy(_, let name, _):
            role.inlinePolicies = role.inlinePolicies.map { $0.filter { $0.key != name } }
        case .detachRolePolicy(_, let arn):
            role.attachedPolicies = role.attachedPolicies.map { $0.filter { $0 != arn } }
        default: throw Missing(change: change)
        }
        inventory.roles[change.resource.name]?.role = .known(role)
    }

    private mutating func changeTopic(_ change: Change) throws {
        if case .createTopic(let name, let key, _) = change {
            let topic = TopicState.Topic(
                arn: "arn:aws:sns:us-east-1:123456789012:\(name)", encryptionKey: key, policy: .known(nil),
                subscriptions: .known([]))
            inventory.topics[name] = TopicState(name: name, topic: .known(topic))
            return
        }
        guard case .known(var topic?) = inventory.topics[change.resource.name]?.topic else {
            throw Missing(change: change)
        }
        switch change {
        case .setTopicEncryption(_, let key): topic.encryptionKey = key
        case .setTopicPolicy(_, let policy): topic.policy = .known(policy)
        case .subscribe(_, let transport, let endpoint):
            let added = TopicState.Subscription(transport: transport, endpoint: endpoint, confirmed: false)
            topic.subscriptions = topic.subscriptions.map { $0 + [added] }
        default: throw Missing(change: change)
        }
        inventory.topics[change.resource.name]?.topic = .known(topic)
    }
}

extension DatabaseInstance {
    fileprivate mutating func apply(_ settings: DatabaseModification) {
        if let days = settings.backupRetentionDays { backupRetentionDays = .known(days) }
        if let window = settings.backupWindow { backupWindow = window }
        if let flag = settings.deletionProtection { deletionProtection = .known(flag) }
        if let flag = settings.copyTagsToSnapshots { copyTagsToSnapshots = .known(flag) }
        if let flag = settings.publiclyAccessible { publiclyAccessible = .known(flag) }
        if let flag = settings.multiAZ { multiAZ = .known(flag) }
        if let flag = settings.minorVersionUpgrades { minorVersionUpgrades = .known(flag) }
        if let flag = settings.iamAuthentication { iamAuthentication = .known(flag) }
        if let logs = settings.addLogExports { logExports += logs }
        if let group = settings.parameterGroup { parameterGroup = group }
    }
}
