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
        let target = arn("db", request.target.id)
        var making: [String: [String]] = ["aws:RequestedRegion": [request.scope.region.rawValue]]
        let tags = request.tags(time: point.time)
        for (name, value) in tags { making["aws:RequestTag/\(name)"] = [value] }
        making["aws:TagKeys"] = tags.keys.sorted()
        var made: [String: [String]] = ["aws:RequestedRegion": [request.scope.region.rawValue]]
        for (name, value) in tags { made["aws:ResourceTag/\(name)"] = [value] }
        let operation = point.snapshot == nil ? "RestoreDBInstanceToPointInTime" : "RestoreDBInstanceFromDBSnapshot"
        // The backups of a deleted database are named by an id that the recovery learns only then.
        let origin =
            point.snapshot.map { [arn("snapshot", $0)] } ?? (isSourceLive ? [arn("db", request.source)] : [])
        var questions = [
            PermissionQuestion(
                ["rds:\(operation)"],
                on: [target] + origin + group("subgrp", request.target.subnetGroup)
                    + group("pg", mission.database.parameterGroup) + group("og", mission.database.optionGroup),
                context: making),
            PermissionQuestion(["rds:AddTagsToResource"], on: [target], context: making),
            PermissionQuestion(["rds:ModifyDBInstance"], on: [target], context: made),
        ]
        if !(mission.database.settings?.roles ?? []).isEmpty {
            questions.append(PermissionQuestion(["rds:AddRoleToDBInstance"], on: [target], context: made))
        }
        if mission.switchover == .rename, isSourceLive {
            let region = ["aws:RequestedRegion": [request.scope.region.rawValue]]
            questions.append(
                PermissionQuestion(["rds:ModifyDBInstance"], on: [arn("db", request.source)], context: region))
        }
        return questions
    }
}
