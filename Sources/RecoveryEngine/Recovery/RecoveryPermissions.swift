import AWSNames
package import RecoveryModel

/// The changing calls of a recovery, as questions to the IAM policy simulator: who may restore and not modify would leave
/// a database that is not production.
///
/// Actions and resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
package enum RecoveryPermissions {
    /// Every changing call that the recovery will make.
    package static func questions(
        _ request: DrillRequest, _ mission: RecoveryMission, to point: RecoveryPoint, isSourceLive: Bool
    ) -> [PermissionQuestion] {
        func arn(_ type: String, _ name: String) -> String {
            let region = request.scope.region
            return "arn:\(region.partition.rawValue):rds:\(region):\(request.scope.account):\(type):\(name)"
        }
        func group(_ type: String, _ name: String?) -> [String] {
            name.map { $0.hasPrefix("default") ? [] : [arn(type, $0)] } ?? []
        }
        let kind = request.kind
        let type = kind.pick(instance: "db", cluster: "cluster")
        let target = arn(type, request.target.id)
        var making: [String: [String]] = ["aws:RequestedRegion": [request.scope.region.rawValue]]
        let tags = request.tags(time: point.time)
        for (name, value) in tags { making["aws:RequestTag/\(name)"] = [value] }
        making["aws:TagKeys"] = tags.keys.sorted()
        var made: [String: [String]] = ["aws:RequestedRegion": [request.scope.region.rawValue]]
        for (name, value) in tags { made["aws:ResourceTag/\(name)"] = [value] }
        let operation =
            point.snapshot == nil
            ? kind.pick(instance: "RestoreDBInstanceToPointInTime", cluster: "RestoreDBClusterToPointInTime")
            : kind.pick(instance: "RestoreDBInstanceFromDBSnapshot", cluster: "RestoreDBClusterFromSnapshot")
        // The backups of a deleted database are named by an id that the recovery learns only then.
        let origin =
            point.snapshot.map { [arn(kind.pick(instance: "snapshot", cluster: "cluster-snapshot"), $0)] }
            ?? (isSourceLive ? [arn(type, request.source)] : [])
        let modify = kind.pick(instance: "rds:ModifyDBInstance", cluster: "rds:ModifyDBCluster")
        var questions = [
            PermissionQuestion(
                ["rds:\(operation)"],
                on: [target] + origin + group("subgrp", request.target.subnetGroup)
                    + group(kind.pick(instance: "pg", cluster: "cluster-pg"), mission.database.parameterGroup)
                    + group("og", mission.database.optionGroup),
                context: making),
            PermissionQuestion(["rds:AddTagsToResource"], on: [target], context: making),
            PermissionQuestion([modify], on: [target], context: made),
        ]
        if !(mission.database.settings?.roles ?? []).isEmpty {
            let add = kind.pick(instance: "rds:AddRoleToDBInstance", cluster: "rds:AddRoleToDBCluster")
            questions.append(PermissionQuestion([add], on: [target], context: made))
        }
        let region = ["aws:RequestedRegion": [request.scope.region.rawValue]]
        if mission.switchover == .rename, isSourceLive {
            questions.append(PermissionQuestion([modify], on: [arn(type, request.source)], context: region))
        }
        guard kind == .cluster else { return questions }
        let planned = mission.database(named: request.target.id).settings ?? RestoreSettings()
        let groups = Set(planned.members.compactMap(\.parameterGroup)).sorted().flatMap { group("pg", $0) }
        questions.append(
            PermissionQuestion(
                ["rds:CreateDBInstance"], on: planned.members.map { arn("db", $0.id) } + [target] + groups,
                context: making))
        if !planned.endpoints.isEmpty {
            questions.append(
                PermissionQuestion(
                    ["rds:CreateDBClusterEndpoint"],
                    on: [target] + planned.endpoints.map { arn("cluster-endpoint", $0.id) }, context: made))
        }
        if mission.switchover == .rename, request.target.id != request.source {
            questions.append(
                PermissionQuestion(
                    ["rds:ModifyDBInstance"], on: planned.members.map { arn("db", $0.id) }, context: made))
            let old = isSourceLive ? (mission.database.settings?.members ?? []).map { arn("db", $0.id) } : []
            if !old.isEmpty {
                questions.append(PermissionQuestion(["rds:ModifyDBInstance"], on: old, context: region))
            }
        }
        return questions
    }
}
