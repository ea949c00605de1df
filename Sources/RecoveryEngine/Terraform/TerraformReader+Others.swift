import RecoveryModel

extension TerraformReader {
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key
    mutating func key(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        var arguments = try take(
            [
                ("Description", "description", .value), ("KeyPolicy", "policy", .document),
                ("Enabled", "is_enabled", .flag), ("EnableKeyRotation", "enable_key_rotation", .flag),
                ("RotationPeriodInDays", "rotation_period_in_days", .value),
                ("PendingWindowInDays", "deletion_window_in_days", .value),
            ], &words)
        arguments.merge(try takeTags(&words)) { $1 }
        return [TerraformResource(type: "aws_kms_key", name: id, arguments: arguments, identifier: .own)]
    }

    /// A resource whose properties are its arguments.
    mutating func plain(
        _ names: [(String, String, Form)], _ words: inout TerraformWords
    ) throws(TemplateRefusal) -> [TerraformResource] {
        var arguments = try take(names, &words)
        arguments.merge(try takeTags(&words)) { $1 }
        return [
            TerraformResource(
                type: type.terraformType(isMember: false), name: id, arguments: arguments, identifier: .own)
        ]
    }

    /// A role, a resource for each of its inline policies, and one for each managed policy.
    ///
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
    mutating func role(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        let (inline, managed) = (take("Policies")?.listed ?? [], take("ManagedPolicyArns")?.listed ?? [])
        var resources = try plain(
            [
                ("RoleName", "name", .value), ("Path", "path", .value), ("Description", "description", .value),
                ("AssumeRolePolicyDocument", "assume_role_policy", .document),
                ("PermissionsBoundary", "permissions_boundary", .value),
            ], &words)
        let role = JSONValue.string("${aws_iam_role.\(id).name}")
        for policy in inline {
            guard let name = policy["PolicyName"]?.text, let document = policy["PolicyDocument"] else { continue }
            resources.append(
                TerraformResource(
                    type: "aws_iam_role_policy", name: Self.part(of: id, name),
                    arguments: [
                        "role": role, "name": .string(TerraformText.literal(name)),
                        "policy": try words.document(document),
                    ], identifier: .after(":\(name)")))
        }
        for policy in managed {
            let arn = try words.template(policy)
            resources.append(
                TerraformResource(
                    type: "aws_iam_role_policy_attachment", name: Self.part(of: id, arn),
                    arguments: ["role": role, "policy_arn": .string(arn)], identifier: .after("/\(arn)")))
        }
        return resources
    }

    /// A topic, and a resource for each subscription: Terraform finds none by its subscriber, and subscribing again
    /// changes nothing.
    ///
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_topic_subscription
    mutating func topic(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        let subscriptions = take("Subscription")?.listed ?? []
        var resources = try plain(
            [("TopicName", "name", .value), ("KmsMasterKeyId", "kms_master_key_id", .value)], &words)
        for subscription in subscriptions {
            guard let transport = subscription["Protocol"], let endpoint = subscription["Endpoint"] else { continue }
            resources.append(
                TerraformResource(
                    type: "aws_sns_topic_subscription", name: Self.part(of: id, subscription.compact),
                    arguments: [
                        "topic_arn": .string("${aws_sns_topic.\(id).arn}"), "protocol": try words.value(transport),
                        "endpoint": try words.value(endpoint),
                    ], identifier: nil))
        }
        return resources
    }

    /// A rule, and a resource for each of its targets.
    ///
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_target
    mutating func eventRule(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        let targets = take("Targets")?.listed ?? []
        let name = rest["Name"]?.text ?? ""
        var resources = try plain(
            [
                ("Name", "name", .value), ("Description", "description", .value),
                ("EventPattern", "event_pattern", .document), ("State", "state", .value),
                ("ScheduleExpression", "schedule_expression", .value), ("RoleArn", "role_arn", .value),
            ], &words)
        resources[0].identifier = .other(name)
        for target in targets {
            guard let own = target["Id"]?.text, let arn = target["Arn"] else { continue }
            resources.append(
                TerraformResource(
                    type: "aws_cloudwatch_event_target", name: Self.part(of: id, own),
                    arguments: [
                        "rule": .string("${aws_cloudwatch_event_rule.\(id).name}"),
                        "target_id": .string(TerraformText.literal(own)), "arn": try words.value(arn),
                    ], identifier: .other("\(name)/\(own)")))
        }
        return resources
    }

    /// A policy of a topic, which has one.
    mutating func topicPolicy(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        if let topic = take("Topics")?.listed.first { rest["Topics"] = topic }
        return try plain([("Topics", "arn", .value), ("PolicyDocument", "policy", .document)], &words)
    }

    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_metric_alarm
    mutating func alarm(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        var dimensions: [String: JSONValue] = [:]
        for dimension in take("Dimensions")?.listed ?? [] {
            guard let name = dimension["Name"]?.text, let value = dimension["Value"] else { continue }
            dimensions[name] = try words.value(value)
        }
        var resources = try plain(
            [
                ("AlarmName", "alarm_name", .value), ("AlarmDescription", "alarm_description", .value),
                ("Namespace", "namespace", .value), ("MetricName", "metric_name", .value),
                ("Statistic", "statistic", .value), ("Period", "period", .value),
                ("EvaluationPeriods", "evaluation_periods", .value),
                ("DatapointsToAlarm", "datapoints_to_alarm", .value),
                ("ComparisonOperator", "comparison_operator", .value), ("Threshold", "threshold", .value),
                ("TreatMissingData", "treat_missing_data", .value), ("Unit", "unit", .value),
                ("ActionsEnabled", "actions_enabled", .flag), ("AlarmActions", "alarm_actions", .value),
                ("OKActions", "ok_actions", .value),
                ("InsufficientDataActions", "insufficient_data_actions", .value),
            ], &words)
        if !dimensions.isEmpty { resources[0].arguments["dimensions"] = .object(dimensions) }
        return resources
    }

    /// The vault, and its lock, which is a resource of its own in Terraform.
    ///
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_vault_lock_configuration
    mutating func backupVault(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        let (tags, lock) = (take("BackupVaultTags"), take("LockConfiguration"))
        var resources = try plain(
            [("BackupVaultName", "name", .value), ("EncryptionKeyArn", "kms_key_arn", .value)], &words)
        if let tags { resources[0].arguments["tags"] = try Self.tags(tags, &words) }
        guard let lock else { return resources }
        var arguments: [String: JSONValue] = ["backup_vault_name": try words.value(["Ref": .string(id)])]
        arguments["min_retention_days"] = lock["MinRetentionDays"]
        arguments["max_retention_days"] = lock["MaxRetentionDays"]
        arguments["changeable_for_days"] = lock["ChangeableForDays"]
        resources.append(
            TerraformResource(
                type: "aws_backup_vault_lock_configuration", name: id, arguments: arguments, identifier: .own))
        return resources
    }

    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_plan
    mutating func backupPlan(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        let (plan, tags) = (take("BackupPlan"), take("BackupPlanTags"))
        var rules: [JSONValue] = []
        for rule in plan?["BackupPlanRule"]?.listed ?? [] {
            var own: [String: JSONValue] = [:]
            let names = [
                ("RuleName", "rule_name"), ("TargetBackupVault", "target_vault_name"),
                ("ScheduleExpression", "schedule"), ("ScheduleExpressionTimezone", "schedule_expression_timezone"),
                ("StartWindowMinutes", "start_window"), ("CompletionWindowMinutes", "completion_window"),
            ]
            for (property, argument) in names {
                if let value = rule[property] { own[argument] = try words.value(value) }
            }
            if let days = rule["Lifecycle"]?["DeleteAfterDays"] { own["lifecycle"] = ["delete_after": days] }
            var copies: [JSONValue] = []
            for copy in rule["CopyActions"]?.listed ?? [] {
                var action: [String: JSONValue] = [:]
                if let vault = copy["DestinationBackupVaultArn"] {
                    action["destination_vault_arn"] = try words.value(vault)
                }
                if let days = copy["Lifecycle"]?["DeleteAfterDays"] { action["lifecycle"] = ["delete_after": days] }
                copies.append(.object(action))
            }
            if !copies.isEmpty { own["copy_action"] = .array(copies) }
            rules.append(.object(own))
        }
        var arguments: [String: JSONValue] = ["rule": .array(rules)]
        if let name = plan?["BackupPlanName"] { arguments["name"] = try words.value(name) }
        if let tags { arguments["tags"] = try Self.tags(tags, &words) }
        return [TerraformResource(type: "aws_backup_plan", name: id, arguments: arguments, identifier: .own)]
    }

    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_selection
    mutating func backupSelection(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        for (name, value) in take("BackupSelection")?.members ?? [:] { rest[name] = value }
        let tags = take("Conditions")?["StringEquals"]?.listed ?? []
        var resources = try plain(
            [
                ("SelectionName", "name", .value), ("BackupPlanId", "plan_id", .value),
                ("IamRoleArn", "iam_role_arn", .value), ("Resources", "resources", .value),
            ], &words)
        if !tags.isEmpty {
            resources[0].arguments["condition"] = [
                "string_equals": .array(
                    tags.map { ["key": $0["ConditionKey"] ?? "", "value": $0["ConditionValue"] ?? ""] })
            ]
        }
        return resources
    }

    /// Tags that are a map in the template too.
    private static func tags(_ tags: JSONValue, _ words: inout TerraformWords) throws(TemplateRefusal) -> JSONValue {
        var map: [String: JSONValue] = [:]
        for (key, value) in tags.members { map[TerraformText.literal(key)] = try words.value(value) }
        return .object(map)
    }

    /// The name of a part of a resource, which has no id of its own in the template.
    private static func part(of id: String, _ name: String) -> String {
        "\(id)\(LogicalID.of("Part", name).dropFirst("Part".count))"
    }
}
