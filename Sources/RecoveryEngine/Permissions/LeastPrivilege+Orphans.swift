import RecoveryModel

// Looking for orphans, and removing them.
extension LeastPrivilege {
    /// What finds out what drctl created and the policy has dropped. The names of what was dropped are not known any more.
    static func orphans(_ scope: DutyScope) -> [Grant] {
        let grants: [[Grant]] = [
            .allow(
                "AnyResource",
                ["tag:GetResources", "cloudwatch:DescribeAlarms", "rds:DescribeEventSubscriptions", "iam:ListRoles"],
                on: ["*"]),
            .allow("Roles", ["iam:ListRoleTags"], on: [scope.arn("iam", "role/*")]),
            .allow("Alarms", ["cloudwatch:GetDashboard"], on: [scope.arn("cloudwatch", "dashboard/*")]),
        ]
        return grants.flatMap { $0 }
    }

    /// What is looked at besides when orphans are to be removed: what drctl wrote into roles that it created.
    static func pruningReads(_ scope: DutyScope) -> [Grant] {
        .allow(
            "Prune", ["iam:ListRolePolicies", "iam:GetRolePolicy"], on: [scope.arn("iam", "role/*")],
            when: .tagged([DrillTag.policy: scope.target.policy.name]))
    }

    /// What `drctl apply --prune` deletes. A job that applies every night has none of it unless it is asked for.
    static func prune(_ scope: DutyScope) -> [Grant] {
        let name = scope.target.policy.name
        let own = AccessCondition.tagged([DrillTag.policy: name])
        let grants: [[Grant]] = [
            .allow("Prune", ["cloudwatch:DeleteAlarms"], on: [scope.arn("cloudwatch", "alarm:*")], when: own),
            .allow(
                "Prune", ["rds:DeleteEventSubscription", "rds:RemoveSourceIdentifierFromSubscription"],
                on: [scope.arn("rds", "es:\(name)-*")]),
            .allow("Prune", ["cloudwatch:DeleteDashboards"], on: [scope.arn("cloudwatch", "dashboard/*")]),
            .allow("Prune", ["iam:DeleteRolePolicy"], on: [scope.arn("iam", "role/*")], when: own),
        ]
        return grants.flatMap { $0 }
    }
}
