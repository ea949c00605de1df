package import RecoveryModel

/// Who else manages a resource, by the tags that deployment tools put on it.
package enum StackTags {
    /// Such as `CloudFormation stack kb-network`; nil when no tag tells.
    package static func manager(_ tags: [String: String]) -> String? {
        if let stack = tags["aws:cloudformation:stack-name"] { return "CloudFormation stack \(stack)" }
        let lowered = Dictionary(tags.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        let words = ["managedby", "managed-by", "managed_by", "iac", "provisioner", "createdby", "created-by"]
        for word in words {
            guard let value = lowered[word]?.lowercased() else { continue }
            for tool in ["terraform", "opentofu", "pulumi", "cdk", "cloudformation"] where value.contains(tool) {
                return tool == "cdk" ? "CDK" : tool.prefix(1).uppercased() + tool.dropFirst()
            }
        }
        if let value = lowered["terraform"], !["false", "no", "0"].contains(value.lowercased()) { return "Terraform" }
        return nil
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
        case .key:
            guard case .key(let change) = step.change, let id = change.id else { return nil }
            return place.arn("kms", "key/\(id)")
        case .role, .dashboard, .secret, .drill, .policy: return nil
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
