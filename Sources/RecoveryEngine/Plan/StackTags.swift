package import RecoveryModel

/// Who else manages a resource, by the tags that deployment tools put on it.
package enum StackTags {
    /// Such as `CloudFormation stack kb-network`; nil when no tag tells.
    package static func manager(_ tags: [String: String]) -> String? {
        if let stack = tags["aws:cloudformation:stack-name"] { return "CloudFormation stack \(stack)" }
        let lowered = Dictionary(tags.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        for key in keys {
            if let tool = lowered[key].flatMap(tool(in:)) { return tool }
        }
        if let value = lowered["terraform"], !isNo(value) { return "Terraform" }
        return nil
    }

    private static let keys = [
        "managedby", "managed-by", "managed_by", "iac", "provisioner", "createdby", "created-by", "created_by",
    ]

    private static let tools = [
        "terraform": "Terraform", "opentofu": "OpenTofu", "pulumi": "Pulumi", "cdk": "CDK", "awscdk": "CDK",
        "cloudformation": "CloudFormation",
    ]

    /// The tool that a value names by a word of its own: `mcdkenna` is a person, and `not terraform` is none.
    private static func tool(in value: String) -> String? {
        let words = value.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard !words.contains(where: { ["no", "not", "non", "never"].contains($0) }) else { return nil }
        return words.lazy.compactMap { tools[$0] }.first
    }

    /// True for a value that says no, or nothing.
    private static func isNo(_ value: String) -> Bool {
        let word = value.lowercased().filter { $0.isLetter || $0.isNumber }
        return ["", "false", "no", "0", "off", "none", "na", "never", "f", "n"].contains(word)
    }

    /// The ARN by which the tagging API knows a plan's resource; nil for what it does not know, such as a role.
    package static func arn(of step: Step, at place: Place) -> String? {
        let resource = step.facts.resource
        switch resource.kind {
        case .database: return place.arn("rds", "db:\(resource.name)")
        case .cluster: return place.arn("rds", "cluster:\(resource.name)")
        case .bucket: return place.arn("s3", resource.name)
        case .topic: return place.arn("sns", resource.name)
        case .alarm: return place.arn("cloudwatch", "alarm:\(resource.name)")
        case .eventSubscription: return place.arn("rds", "es:\(resource.name)")
        case .eventRule: return place.arn("events", "rule/\(resource.name)")
        case .key:
            guard case .key(let change) = step.change, let id = change.id else { return nil }
            return place.arn("kms", "key/\(id)")
        case .backupVault: return place.arn("backup", "backup-vault:\(resource.name)")
        case .backupPlan:
            guard case .backupPlan(let change) = step.change, let id = change.planID else { return nil }
            return place.arn("backup", "backup-plan:\(id)")
        case .restoreTestingPlan:
            guard case .restoreTesting(let change) = step.change else { return nil }
            return change.planARN
        case .role, .dashboard, .secret, .selfManaged, .drill, .policy: return nil
        }
    }
}

extension KeyChange {
    /// The id of the key that is changed; nil for one that is not made yet.
    fileprivate var id: String? {
        switch self {
        case .create: nil
        case .enable(let key), .cancelDeletion(let key), .putPolicy(let key, _), .enableRotation(let key, _): key.id
        }
    }
}

extension RestoreTestingChange {
    /// The ARN of the plan that is changed; nil for one that is not made yet.
    fileprivate var planARN: String? {
        switch self {
        case .create, .select: nil
        case .update(_, let arn, _), .updateSelection(_, let arn, _): arn
        }
    }
}

extension BackupPlanChange {
    /// The id of the plan that is changed; nil for one that is not made yet, and of a vault.
    fileprivate var planID: String? {
        switch self {
        case .createVault, .putLock, .create: nil
        case .update(_, let id, _): id
        case .select(_, let id, _): id
        }
    }
}
