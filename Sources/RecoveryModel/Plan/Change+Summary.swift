extension Change {
    /// What the change does, for people: one line, verb first.
    package var summary: String {
        switch self {
        case .modifyDatabase(let id, let settings): "set on database \(id): \(settings.summary)"
        case .createParameterGroup(let name, let family, _): "create parameter group \(name) (\(family))"
        case .setParameter(let group, let name, let value): "set \(name) = \(value) in parameter group \(group)"
        case .rebootDatabase(let id): "restart database \(id)"
        case .createBucket(let name, let lock): "create bucket \(name)" + (lock ? " with object lock" : "")
        case .putBucketEncryption(let bucket, let encryption):
            "encrypt bucket \(bucket) with \(encryption.key ?? encryption.algorithm)"
        case .enableBucketVersioning(let bucket): "switch on versioning of bucket \(bucket)"
        case .putPublicAccessBlock(let bucket, _): "block public access to bucket \(bucket)"
        case .disableBucketACLs(let bucket): "switch off ACLs of bucket \(bucket)"
        case .putBucketPolicy(let bucket, _): "write the policy of bucket \(bucket)"
        case .putBucketLifecycle(let bucket, let rules): "write \(rules.count) lifecycle rules of bucket \(bucket)"
        case .putObjectLock(let bucket, let lock):
            "lock new objects of bucket \(bucket) for \(lock.days ?? 0) days (\((lock.mode ?? "").lowercased()))"
        case .putBucketLogging(let bucket, let target, _): "write access logs of bucket \(bucket) to \(target)"
        case .createKey(let alias, _, _): "create key alias/\(alias)"
        case .enableKey(let id): "enable key \(id)"
        case .cancelKeyDeletion(let id): "cancel the deletion of key \(id)"
        case .putKeyPolicy(let id, _): "write the policy of key \(id)"
        case .enableKeyRotation(.id(let id), let days): "rotate key \(id) every \(days) days"
        case .enableKeyRotation(.createdForAlias(let alias), let days): "rotate key alias/\(alias) every \(days) days"
        case .createRole(let name, _, _, _): "create role \(name)"
        case .updateRoleTrust(let name, _): "set who may assume role \(name)"
        case .putRolePolicy(let role, let name, _): "write policy \(name) of role \(role)"
        case .putRoleBoundary(let role, let arn): "set the permissions boundary of role \(role) to \(arn)"
        case .deleteRolePolicy(let role, let name, let was):
            "delete policy \(name) of role \(role), which was \(was.json.compact)"
        case .detachRolePolicy(let role, let arn): "detach \(arn) from role \(role)"
        case .createTopic(let name, _, _): "create topic \(name)"
        case .setTopicEncryption(let arn, let key): "encrypt topic \(arn) with \(key)"
        case .setTopicPolicy(let arn, _): "write the policy of topic \(arn)"
        case .subscribe(let topic, let transport, let endpoint): "subscribe \(transport) \(endpoint) to \(topic)"
        case .putAlarm(let alarm, _): "set alarm \(alarm.name)"
        case .createEventSubscription(let subscription, _): "create event subscription \(subscription.name)"
        case .modifyEventSubscription(let subscription): "set event subscription \(subscription.name)"
        case .putDashboard(let name, _): "write dashboard \(name)"
        }
    }
}

extension DatabaseModification {
    /// The settings, for people.
    package var summary: String {
        var parts: [String] = []
        if let backupRetentionDays { parts.append("backup retention \(backupRetentionDays) days") }
        if let backupWindow { parts.append("backup window \(backupWindow)") }
        if let deletionProtection { parts.append("deletion protection \(deletionProtection ? "on" : "off")") }
        if let copyTagsToSnapshots { parts.append("tags on snapshots \(copyTagsToSnapshots ? "on" : "off")") }
        if let publiclyAccessible { parts.append("public access \(publiclyAccessible ? "on" : "off")") }
        if let multiAZ { parts.append("multi-AZ \(multiAZ ? "on" : "off")") }
        if let minorVersionUpgrades { parts.append("minor upgrades \(minorVersionUpgrades ? "on" : "off")") }
        if let iamAuthentication { parts.append("IAM authentication \(iamAuthentication ? "on" : "off")") }
        if let addLogExports { parts.append("log export of \(addLogExports.joined(separator: ", "))") }
        if let parameterGroup { parts.append("parameter group \(parameterGroup)") }
        return parts.joined(separator: ", ")
    }
}
