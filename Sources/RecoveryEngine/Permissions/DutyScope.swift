import AWSNames
import RecoveryModel

/// The ARNs of what a policy names, which is all that its roles may touch.
struct DutyScope {
    let target: Target

    /// The databases selected by id; selected by tag they cannot be named beforehand.
    var databases: [String] {
        target.policy.databases.filter { $0.kind == .instance }.flatMap { database in
            database.select.ids.isEmpty
                ? [target.place.arn("rds", "db:*")] : database.select.ids.map { target.place.arn("rds", "db:\($0)") }
        }
    }

    var buckets: [String] {
        Set(target.buckets.map(\.name)).sorted().map { target.place.arn("s3", $0) }
    }

    /// Keys are reached through their aliases; the account's keys, since an alias ARN cannot stand for its key.
    var keys: [String] {
        let aliases = target.policy.keys.map { target.place.arn("kms", "alias/\($0.alias)") }
        return aliases.isEmpty ? [] : aliases + [target.place.arn("kms", "key/*")]
    }

    /// Who drills, as far as the policy names them: a drill asks what its own role may do. Any role where it names none.
    var drillRoles: [String] {
        let named = target.part.whole.roles.filter { $0.may.contains(.drill) }.map(\.name)
        return (named.isEmpty ? ["*"] : named).map { target.place.arn("iam", "role/\($0)") }
    }

    var topics: [String] { target.topicARN.map { [$0] } ?? [] }

    var secrets: [String] {
        let names = Set(target.policy.databases.flatMap(\.secrets)).sorted()
        return names.flatMap { drilled("secretsmanager", "secret:\($0)-??????") }
            + (target.policy.databases.isEmpty ? [] : [target.place.arn("secretsmanager", "secret:rds!db-*")])
            + (hasClusters ? [target.place.arn("secretsmanager", "secret:rds!cluster-*")] : [])
    }

    /// What a drill names its instances.
    var drillInstances: [String] { drilled("rds", "db:drctl-*") }

    /// What a drill names the snapshots that it takes.
    var drillSnapshots: [String] { [target.place.arn("rds", "snapshot:drctl-*")] }

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
        let sources = target.policy.databases.filter { $0.kind == .cluster }.flatMap { database in
            database.select.ids.isEmpty ? ["cluster:*"] : database.select.ids.map { "cluster:\($0)" }
        }.map { target.place.arn("rds", $0) }
        return drillClusters + drillInstances + sources
            + ["cluster-snapshot:*", "cluster-pg:*", "subgrp:*", "pg:*", "og:*"].flatMap { drilled("rds", $0) }
    }

    var hasClusters: Bool { target.policy.databases.contains { $0.kind == .cluster } }

    /// An ARN in every region in which the policy's drills restore.
    private func drilled(_ service: String, _ resource: String) -> [String] {
        var copies = Set(target.policy.drill?.elsewhere.map(\.region.rawValue) ?? [])
        if case .copy(let region)? = target.policy.drill?.source { copies.insert(region.rawValue) }
        return [target.place.arn(service, resource)]
            + copies.sorted().map {
                "arn:\(target.place.partition):\(service):\($0):\(target.place.account):\(resource)"
            }
    }
}
