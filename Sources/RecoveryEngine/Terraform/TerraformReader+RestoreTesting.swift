import RecoveryModel

extension TerraformReader {
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_restore_testing_plan
    mutating func restoreTestingPlan(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        let points = take("RecoveryPointSelection")
        var resources = try plain(
            [
                ("RestoreTestingPlanName", "name", .value), ("ScheduleExpression", "schedule_expression", .value),
                ("ScheduleExpressionTimezone", "schedule_expression_timezone", .value),
                ("StartWindowHours", "start_window_hours", .value),
            ], &words)
        let names = [
            ("Algorithm", "algorithm"), ("IncludeVaults", "include_vaults"), ("ExcludeVaults", "exclude_vaults"),
            ("RecoveryPointTypes", "recovery_point_types"), ("SelectionWindowDays", "selection_window_days"),
        ]
        var selection: [String: JSONValue] = [:]
        for (property, argument) in names {
            if let value = points?[property] { selection[argument] = try words.value(value) }
        }
        if points != nil { resources[0].arguments["recovery_point_selection"] = .object(selection) }
        return resources
    }

    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_restore_testing_selection
    mutating func restoreTestingSelection(
        _ words: inout TerraformWords
    ) throws(TemplateRefusal) -> [TerraformResource] {
        try plain(
            [
                ("RestoreTestingSelectionName", "name", .value),
                ("RestoreTestingPlanName", "restore_testing_plan_name", .value),
                ("ProtectedResourceType", "protected_resource_type", .value),
                ("ProtectedResourceArns", "protected_resource_arns", .value), ("IamRoleArn", "iam_role_arn", .value),
                ("RestoreMetadataOverrides", "restore_metadata_overrides", .value),
                ("ValidationWindowHours", "validation_window_hours", .value),
            ], &words)
    }
}
