import AWSNames
import RecoveryModel

/// The ARNs of what a policy names, which is all that its roles may touch.
struct DutyScope {
    let target: Target

    private var drill: DrillPolicy? { target.policy.drill }

    /// The policy's name as drills tag what they make with it.
    var tag: [String] { [target.policy.name] }

    /// The entries of a kind.
    func entries(_ kind: DatabaseKind) -> [DatabasePolicy] { target.policy.databases.filter { $0.kind == kind } }

    /// The databases of an entry, with the condition under which they are meant: selected by tags they cannot be named.
    func databases(_ entry: DatabasePolicy) -> (arns: [String], condition: AccessCondition) {
        entry.select.ids.isEmpty
            ? ([arn("rds", entry.kind.arnPart("*"))], .tagged(entry.select.tags))
            : (entry.select.ids.map { arn("rds", entry.kind.arnPart($0)) }, [:])
    }

    /// The buckets that hold backups: not those that receive access logs, nor that of the evidence.
    var backupBuckets: [Target.Bucket] {
        target.buckets.filter {
            $0.entry != nil && $0.logSources.isEmpty && $0.name != target.policy.evidenceBucket
        }
    }

    /// Those of them that backups are written to: who could write to a replica too could spoil both.
    var writtenBuckets: [Target.Bucket] {
        let replicas = target.replicas
        return backupBuckets.filter { !replicas.contains($0.name) }
    }

    /// Who has a duty, as far as the policy names them: a drill and an apply ask what their own role may do. Any role where
    /// it names none.
    func roles(of duty: RolePolicy.Duty) -> [String] {
        let named = target.part.whole.roles.filter { $0.may.contains(duty) }.map(\.name)
        return (named.isEmpty ? ["*"] : named).map { arn("iam", "role/\($0)") }
    }

    /// The secrets of the databases in a region; nil for the target's own. Secrets Manager adds six characters to the name
    /// in the ARN.
    func secrets(in region: String?) -> [String] {
        Set(target.policy.databases.flatMap(\.secrets)).sorted().map {
            arn("secretsmanager", "secret:\($0)-??????", in: region)
        }
    }

    /// What drills name what they make, such as `db:drctl-drill-*`.
    func drills(_ type: String) -> [String] { drilled("rds", "\(type):\(DrillNaming.prefix)*") }

    /// The subnet groups that the policy restores into; any where it does not say.
    var subnetGroups: [String] {
        named("subgrp", drill?.into.subnetGroup, in: nil)
            + copyRegions.flatMap { region in
                named("subgrp", drill?.elsewhere.first { $0.region.rawValue == region }?.target.subnetGroup, in: region)
            }
    }

    /// The parameter groups of a type that a restore may take: the source's, whose name is not known, unless the policy
    /// names another.
    func parameterGroups(_ type: String) -> [String] {
        func group(_ target: DrillPolicy.Target?) -> String? {
            target?.parameterGroup == "same-as-source" ? nil : target?.parameterGroup
        }
        return named(type, group(drill?.into), in: nil)
            + copyRegions.flatMap { region in
                named(type, group(drill?.elsewhere.first { $0.region.rawValue == region }?.target), in: region)
            }
    }

    private func named(_ type: String, _ name: String?, in region: String?) -> [String] {
        [arn("rds", "\(type):\(name ?? "*")", in: region)]
    }

    /// The regions that receive copies and in which the policy's drills restore, without the target's own; sorted.
    var copyRegions: [String] {
        var regions = Set(drill?.elsewhere.map(\.region.rawValue) ?? [])
        if case .copy(let region)? = drill?.source { regions.insert(region.rawValue) }
        return regions.subtracting([target.place.region]).sorted()
    }

    /// An ARN in the target's region, or in another one.
    func arn(_ service: String, _ resource: String, in region: String? = nil) -> String {
        guard let region else { return target.place.arn(service, resource) }
        return "arn:\(target.place.partition):\(service):\(region):\(target.place.account):\(resource)"
    }

    /// The regions in which the policy's drills restore; nil for the target's own.
    var drillRegions: [String?] { [nil] + copyRegions.map { Optional($0) } }

    /// An ARN in every region in which the policy's drills restore.
    func drilled(_ service: String, _ resource: String) -> [String] {
        drillRegions.map { arn(service, resource, in: $0) }
    }
}
