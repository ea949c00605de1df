import AWSNames
import RecoveryModel

/// The ARNs of what a policy names, which is all that its roles may touch.
struct DutyScope {
    let context: ControlContext

    /// The databases selected by id; selected by tag they cannot be named beforehand.
    var databases: [String] {
        context.policy.databases.filter { $0.kind == .instance }.flatMap { database in
            database.select.ids.isEmpty
                ? [context.arn("rds", "db:*")] : database.select.ids.map { context.arn("rds", "db:\($0)") }
        }
    }

    /// The parameter groups that drctl makes.
    var parameterGroups: [String] { databases.isEmpty ? [] : [context.arn("rds", "pg:*")] }

    /// The event subscriptions that drctl makes: they are tagged like all else.
    var eventSubscriptions: [String] {
        let isWatched = context.topicARN != nil && !(databases.isEmpty && !hasClusters)
        return isWatched ? [context.arn("rds", "es:\(context.policy.name)-*")] : []
    }

    var buckets: [String] {
        let named = context.policy.storage.flatMap { [$0.bucket] + [$0.accessLogs].compactMap { $0 } }
        return Set(named.map(context.expanded)).sorted().map { "arn:\(context.partition):s3:::\($0)" }
    }

    /// Keys are reached through their aliases; the account's keys, since an alias ARN cannot stand for its key.
    var keys: [String] {
        let aliases = context.policy.keys.map { context.arn("kms", "alias/\($0.alias)") }
        return aliases.isEmpty ? [] : aliases + [context.arn("kms", "key/*")]
    }

    var roles: [String] { context.policy.roles.map { context.arn("iam", "role/\($0.name)", global: true) } }

    /// Who drills, as far as the policy names them: a drill asks what its own role may do. Any role where it names none.
    var drillRoles: [String] {
        let named = context.policy.roles.filter { $0.may.contains(.drill) }.map(\.name)
        return (named.isEmpty ? ["*"] : named).map { context.arn("iam", "role/\($0)", global: true) }
    }

    var topics: [String] { context.topicARN.map { [$0] } ?? [] }

    var secrets: [String] {
        let names = Set(context.policy.databases.flatMap(\.secrets)).sorted()
        return names.flatMap { drilled("secretsmanager", "secret:\($0)-??????") }
            + (context.policy.databases.isEmpty ? [] : [context.arn("secretsmanager", "secret:rds!db-*")])
            + (hasClusters ? [context.arn("secretsmanager", "secret:rds!cluster-*")] : [])
    }

    /// What a drill names its instances.
    var drillInstances: [String] { drilled("rds", "db:drctl-*") }

    /// What a drill names the snapshots that it takes.
    var drillSnapshots: [String] { [context.arn("rds", "snapshot:drctl-*")] }

    /// The keys of a drill: those of a region that receives copies too.
    var drillKeys: [String] { keys.isEmpty ? [] : keys + drilled("kms", "key/*").filter { !keys.contains($0) } }

    /// All that a restore touches: its source, its target and the groups it is put into.
    var drillRestores: [String] {
        drillInstances + databases
            + ["snapshot:*", "auto-backup:*", "subgrp:*", "pg:*", "og:*"].flatMap { drilled("rds", $0) }
    }

    /// What a drill names its clusters and their snapshots; nothing without a cluster in the policy.
    var drillClusters: [String] {
        hasClusters ? ["cluster:drctl-*", "cluster-snapshot:drctl-*"].flatMap { drilled("rds", $0) } : []
    }

    /// All that a cluster's restore touches: its source, its target, the instance in it, and their groups.
    var drillClusterRestores: [String] {
        guard hasClusters else { return [] }
        let sources = context.policy.databases.filter { $0.kind == .cluster }.flatMap { database in
            database.select.ids.isEmpty ? ["cluster:*"] : database.select.ids.map { "cluster:\($0)" }
        }.map { context.arn("rds", $0) }
        return drillClusters + drillInstances + sources
            + ["cluster-snapshot:*", "cluster-pg:*", "subgrp:*", "pg:*", "og:*"].flatMap { drilled("rds", $0) }
    }

    var hasClusters: Bool { context.policy.databases.contains { $0.kind == .cluster } }

    /// An ARN in every region in which the policy's drills restore.
    private func drilled(_ service: String, _ resource: String) -> [String] {
        var copies = Set(context.policy.drill?.elsewhere.map(\.region.rawValue) ?? [])
        if case .copy(let region)? = context.policy.drill?.source { copies.insert(region.rawValue) }
        return [context.arn(service, resource)]
            + copies.sorted().map { "arn:\(context.partition):\(service):\($0):\(context.account):\(resource)" }
    }
}
