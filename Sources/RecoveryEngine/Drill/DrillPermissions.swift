import AWSNames
package import RecoveryModel

/// The KMS key of what a drill restores, as questions about its permissions name it.
package struct RestoredKey: Hashable, Sendable {
    package var arn: String
    /// Sorted; nil when they could not be read.
    package var aliases: [String]?

    package init(arn: String, aliases: [String]?) {
        self.arn = arn
        self.aliases = aliases
    }
}

/// The calls of a drill that change something, as questions to the IAM policy simulator: a caller without permission to
/// delete must not restore.
///
/// Actions and resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
package enum DrillPermissions {
    /// Every changing call the drill will make, once its recovery point is known.
    ///
    /// - Parameters:
    ///   - point: The recovery point; nil when the drill first takes a snapshot.
    ///   - key: The KMS key that the restore is encrypted with; nil where there is none, or none was found.
    ///   - sharedKey: The other account's key of a snapshot that is copied; nil where there is none.
    package static func questions(
        _ request: DrillRequest, of source: InstanceFacts, to point: RecoveryPoint?, key: RestoredKey? = nil,
        sharedKey: RestoredKey? = nil
    ) -> [PermissionQuestion] {
        let names = Names(request: request, source: source)
        let own =
            point
            ?? RecoveryPoint(
                kind: .manualSnapshot, snapshot: request.snapshotToTake, time: request.startedAt, reason: "")
        let taking = point == nil ? snapshot(request, names) : []
        return taking + restore(request, names, own)
            + [key, sharedKey].compactMap(\.self).flatMap { use(of: $0, request) }
            + (sharedKey.map { reading(of: $0, request) } ?? [])
            + removal(request, names)
    }

    /// RDS uses the key in the caller's name. The key's own policy may allow what the caller's policies do not say, and the
    /// simulator does not read it: a refusal is a warning. The policy of a key that AWS manages always does.
    private static func use(of key: RestoredKey, _ request: DrillRequest) -> [PermissionQuestion] {
        guard !(key.aliases ?? []).contains(where: { $0.hasPrefix("alias/aws/") }) else { return [] }
        let region = (request.target.region ?? request.scope.region).rawValue
        var context = self.region(request)
        context["kms:ViaService"] = ["rds.\(region).amazonaws.com"]
        context["kms:GrantIsForAWSResource"] = ["true"]
        if let aliases = key.aliases, !aliases.isEmpty { context["kms:ResourceAliases"] = aliases }
        return [
            PermissionQuestion(["kms:CreateGrant"], perhaps: ["kms:CreateGrant"], on: [key.arn], context: context)
        ]
    }

    /// RDS decrypts what is copied in the caller's name, of which the other account's key policy has to let it. What the
    /// simulator refuses is a warning, as for the grant.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/share-encrypted-snapshot.html
    private static func reading(of key: RestoredKey, _ request: DrillRequest) -> [PermissionQuestion] {
        let actions = ["kms:Decrypt", "kms:ReEncryptFrom"]
        var context = self.region(request)
        context["kms:ViaService"] = ["rds.\((request.target.region ?? request.scope.region).rawValue).amazonaws.com"]
        if let aliases = key.aliases, !aliases.isEmpty { context["kms:ResourceAliases"] = aliases }
        return [PermissionQuestion(actions, perhaps: Set(actions), on: [key.arn], context: context)]
    }

    private struct Names {
        let request: DrillRequest
        let source: InstanceFacts

        var isCluster: Bool { request.kind == .cluster }
        var database: String { isCluster ? "cluster" : "db" }
        var snapshot: String { isCluster ? "cluster-snapshot" : "snapshot" }

        /// The ARN of a resource in the region in which the drill restores.
        func arn(_ type: String, _ name: String) -> String {
            let region = request.target.region ?? request.scope.region
            return "arn:\(region.partition.rawValue):rds:\(region):\(request.scope.account):\(type):\(name)"
        }

        /// The ARN of a group that the call names; RDS's default groups need no permission.
        func group(_ type: String, _ name: String?) -> [String] {
            name.map { $0.hasPrefix("default") ? [] : [arn(type, $0)] } ?? []
        }
    }

    private static func snapshot(_ request: DrillRequest, _ names: Names) -> [PermissionQuestion] {
        let own = names.arn(names.snapshot, request.snapshotToTake)
        if let arn = request.sharedSnapshot {
            return [
                PermissionQuestion(["rds:CopyDBSnapshot"], on: [arn, own], context: making(request)),
                PermissionQuestion(["rds:AddTagsToResource"], on: [own], context: making(request)),
                PermissionQuestion(["rds:DeleteDBSnapshot"], on: [own], context: made(request)),
            ]
        }
        let operations =
            names.isCluster
            ? ("CreateDBClusterSnapshot", "DeleteDBClusterSnapshot")
            : ("CreateDBSnapshot", "DeleteDBSnapshot")
        return [
            PermissionQuestion(
                ["rds:\(operations.0)"], on: [names.arn(names.database, request.source), own],
                context: making(request)),
            PermissionQuestion(["rds:\(operations.1)"], on: [own], context: made(request)),
        ]
    }

    /// A restore by AWS Backup, with a role that the caller passes on.
    private static func job(_ request: DrillRequest, _ point: String, _ target: String) -> [PermissionQuestion] {
        var passing = region(request)
        passing["iam:PassedToService"] = ["backup.amazonaws.com"]
        return [
            PermissionQuestion(["backup:StartRestoreJob"], on: [point], context: region(request)),
            PermissionQuestion(["iam:PassRole"], on: [request.restoreRole].compactMap(\.self), context: passing),
            PermissionQuestion(
                ["backup:DescribeRestoreJob", "backup:ListRestoreJobs"], on: ["*"], context: region(request)),
            PermissionQuestion(["rds:AddTagsToResource"], on: [target], context: making(request)),
        ]
    }

    private static func restore(
        _ request: DrillRequest, _ names: Names, _ point: RecoveryPoint
    ) -> [PermissionQuestion] {
        let target = names.arn(names.database, request.target.id)
        if point.kind == .vaulted, let id = point.snapshot { return job(request, id, target) }
        let parameterGroup = request.target.parameterGroup ?? names.source.parameterGroup
        let origin = point.snapshot.map { names.arn(names.snapshot, $0) } ?? names.arn(names.database, request.source)
        let groups =
            names.group("subgrp", request.target.subnetGroup)
            + names.group(names.isCluster ? "cluster-pg" : "pg", parameterGroup)
            + (names.isCluster || request.elsewhere != nil ? [] : names.group("og", names.source.optionGroup))
        let operation =
            switch (names.isCluster, point.snapshot == nil) {
            case (false, false): "RestoreDBInstanceFromDBSnapshot"
            case (false, true): "RestoreDBInstanceToPointInTime"
            case (true, false): "RestoreDBClusterFromSnapshot"
            case (true, true): "RestoreDBClusterToPointInTime"
            }
        var questions = [
            PermissionQuestion(["rds:\(operation)"], on: [target, origin] + groups, context: making(request)),
            PermissionQuestion(["rds:AddTagsToResource"], on: [target], context: making(request)),
        ]
        if names.isCluster {
            let member = names.arn("db", DrillNaming.member(of: request.target.id))
            questions.append(
                PermissionQuestion(
                    ["rds:CreateDBInstance"],
                    on: [member, target]
                        + names.group(
                            "pg", request.elsewhere == nil ? names.source.memberParameterGroup : nil),
                    context: making(request)))
        }
        return questions
    }

    private static func removal(_ request: DrillRequest, _ names: Names) -> [PermissionQuestion] {
        let target = names.arn(names.database, request.target.id)
        let (delete, modify) =
            names.isCluster
            ? ("rds:DeleteDBCluster", "rds:ModifyDBCluster") : ("rds:DeleteDBInstance", "rds:ModifyDBInstance")
        // The copy's password is only set when the source's password does not work on it.
        let copy = PermissionQuestion([delete, modify], perhaps: [modify], on: [target], context: made(request))
        guard names.isCluster else { return [copy] }
        let member = names.arn("db", DrillNaming.member(of: request.target.id))
        return [copy, PermissionQuestion(["rds:DeleteDBInstance"], on: [member], context: made(request))]
    }

    /// The condition keys of a call that creates a resource with the drill's tags.
    private static func making(_ request: DrillRequest) -> [String: [String]] {
        let tags = request.tags(time: request.startedAt)
        var context = region(request)
        for (name, value) in tags { context["aws:RequestTag/\(name)"] = [value] }
        context["aws:TagKeys"] = tags.keys.sorted()
        return context
    }

    /// The condition keys of a call on a resource that carries the drill's tags.
    private static func made(_ request: DrillRequest) -> [String: [String]] {
        var context = region(request)
        for (name, value) in request.tags(time: request.startedAt) { context["aws:ResourceTag/\(name)"] = [value] }
        return context
    }

    private static func region(_ request: DrillRequest) -> [String: [String]] {
        ["aws:RequestedRegion": [(request.target.region ?? request.scope.region).rawValue]]
    }
}
