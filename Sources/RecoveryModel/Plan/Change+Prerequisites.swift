extension Change {
    /// What the change brings about for others, and what it relies on.
    package var prerequisites: Prerequisites {
        switch self {
        case .database(let change): change.prerequisites
        case .bucket(let change): change.prerequisites
        case .key(let change): change.prerequisites
        case .role(let change): change.prerequisites
        case .topic(let change): change.prerequisites
        case .alarm(.put(let alarm, _)):
            Prerequisites(reliesOn: Prerequisite.topics(alarm.after.alarmActions))
        case .eventSubscription(let change): change.prerequisites
        case .eventRule(.put(let rule, _)): Prerequisites(provides: [.eventRule(name: rule.after.name)])
        case .eventRule(.addTarget(let rule, let topic)):
            Prerequisites(reliesOn: Prerequisite.topics([topic]).union([.eventRule(name: rule)]))
        case .backupPlan(let change): change.prerequisites
        case .restoreTesting(let change): change.prerequisites
        case .dashboard, .alarm(.delete): Prerequisites()
        }
    }
}

extension DatabaseChange {
    fileprivate var prerequisites: Prerequisites {
        switch self {
        case .modify(let kind, let id, let settings):
            let groups = settings.compactMap { setting -> String? in
                if case .parameterGroup(let group) = setting { group.after } else { nil }
            }
            guard !groups.isEmpty else { return Prerequisites() }
            return Prerequisites(
                provides: [.attachedGroup(kind, id: id)],
                reliesOn: Set(groups.map { .parameterGroup(kind, name: $0) } + [.parameters(kind, id: id)]))
        case .createParameterGroup(let group, _, _):
            return Prerequisites(provides: [.parameterGroup(group.kind, name: group.name)])
        case .setParameter(let group, _, _, _):
            return Prerequisites(
                provides: [.parameters(group.kind, id: group.database)],
                reliesOn: [.parameterGroup(group.kind, name: group.name)])
        case .restart(let kind, let id, _):
            return Prerequisites(reliesOn: [.parameters(kind, id: id), .attachedGroup(kind, id: id)])
        case .modifyMember, .unshareSnapshot, .replicateBackups: return Prerequisites()
        }
    }
}

extension BucketChange {
    fileprivate var prerequisites: Prerequisites {
        switch self {
        case .create(let name, let lock, _):
            return Prerequisites(
                provides: lock ? [.bucket(name: name), .versioning(bucket: name)] : [.bucket(name: name)])
        case .putEncryption(let name, let encryption):
            return Prerequisites(reliesOn: Prerequisite.key(named: encryption.after.key).union([.bucket(name: name)]))
        case .enableVersioning(let name):
            return Prerequisites(provides: [.versioning(bucket: name)], reliesOn: [.bucket(name: name)])
        case .putPublicAccessBlock(let name, _), .disableACLs(let name):
            return Prerequisites(reliesOn: [.bucket(name: name)])
        case .putPolicy(let name, _):
            return Prerequisites(provides: [.policy(bucket: name)], reliesOn: [.bucket(name: name)])
        case .putLifecycle(let name, _), .putObjectLock(let name, _):
            return Prerequisites(reliesOn: [.bucket(name: name), .versioning(bucket: name)])
        case .putLogging(let name, let logging):
            let target = logging.after.target
            return Prerequisites(reliesOn: [.bucket(name: name), .bucket(name: target), .policy(bucket: target)])
        case .putReplication(let name, let replication):
            let role = replication.after.roleName
            let ends = [name] + replication.after.rules.map(\.replica)
            return Prerequisites(
                reliesOn: Set(ends.flatMap { [.bucket(name: $0), .versioning(bucket: $0)] })
                    .union([.role(name: role), .grants(role: role)]))
        }
    }
}

extension KeyChange {
    fileprivate var prerequisites: Prerequisites {
        switch self {
        case .create(let alias, _, _): Prerequisites(provides: [.key(alias: alias)])
        case .cancelDeletion(let key): Prerequisites(provides: [.key(alias: key.alias)])
        case .enable(let key): Prerequisites(provides: [.key(alias: key.alias)], reliesOn: [.key(alias: key.alias)])
        case .putPolicy(let key, _), .enableRotation(let key, _): Prerequisites(reliesOn: [.key(alias: key.alias)])
        }
    }
}

extension RoleChange {
    fileprivate var prerequisites: Prerequisites {
        switch self {
        case .create(let name, _, _, _): Prerequisites(provides: [.role(name: name)])
        case .putTrust(let role, _), .putBoundary(let role, _): Prerequisites(reliesOn: [.role(name: role)])
        case .putPolicy(let role, _, _):
            Prerequisites(provides: [.grants(role: role)], reliesOn: [.role(name: role)])
        case .attachPolicy(let role, _):
            Prerequisites(provides: [.grants(role: role)], reliesOn: [.role(name: role)])
        case .deletePolicy(let role, _, _), .detachPolicy(let role, _):
            Prerequisites(reliesOn: [.role(name: role), .grants(role: role)])
        }
    }
}

extension TopicChange {
    fileprivate var prerequisites: Prerequisites {
        switch self {
        case .create(let name, let key, _, _):
            Prerequisites(provides: [.topic(name: name)], reliesOn: Prerequisite.key(named: key))
        case .putEncryption(_, let key): Prerequisites(reliesOn: Prerequisite.key(named: key.after))
        case .putPolicy: Prerequisites()
        case .subscribe(let topic, _, _): Prerequisites(reliesOn: Prerequisite.topics([topic]))
        }
    }
}

extension EventSubscriptionChange {
    fileprivate var prerequisites: Prerequisites {
        switch self {
        case .create(let subscription, _):
            Prerequisites(
                provides: [.subscription(name: subscription.name)],
                reliesOn: Prerequisite.topics([subscription.topic]))
        case .modify(let subscription): Prerequisites(reliesOn: Prerequisite.topics([subscription.after.topic]))
        case .addSource(let name, _): Prerequisites(reliesOn: [.subscription(name: name)])
        case .removeSource, .delete: Prerequisites()
        }
    }
}

extension BackupPlanChange {
    fileprivate var prerequisites: Prerequisites {
        switch self {
        case .createVault(let name, let key, _):
            return Prerequisites(provides: [.backupVault(name: name)], reliesOn: Prerequisite.key(named: key))
        case .putLock(let vault, _, _): return Prerequisites(reliesOn: [.backupVault(name: vault)])
        case .create(let name, let document, _):
            return Prerequisites(
                provides: [.backupPlan(name: name)],
                reliesOn: Set(document.rules.map { .backupVault(name: $0.vault) }))
        case .update(_, _, let document):
            return Prerequisites(reliesOn: Set(document.after.rules.map { .backupVault(name: $0.vault) }))
        case .select(let plan, _, let selection):
            let role = selection.role.split(separator: "/").last.map(String.init) ?? ""
            return Prerequisites(reliesOn: [.backupPlan(name: plan), .role(name: role), .grants(role: role)])
        }
    }
}

extension RestoreTestingChange {
    fileprivate var prerequisites: Prerequisites {
        switch self {
        case .create(let name, _, _): Prerequisites(provides: [.restoreTestingPlan(name: name)])
        case .update: Prerequisites()
        case .select(let plan, let selection):
            Prerequisites(reliesOn: Self.role(selection.role).union([.restoreTestingPlan(name: plan)]))
        case .updateSelection(_, _, let selection): Prerequisites(reliesOn: Self.role(selection.after.role))
        }
    }

    private static func role(_ arn: String) -> Set<Prerequisite> {
        let name = arn.split(separator: "/").last.map(String.init) ?? ""
        return [.role(name: name), .grants(role: name)]
    }
}
