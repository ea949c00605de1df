package import AWSNames
package import RecoveryModel

/// The policy as a CloudFormation template: the fragments of every control, put together.
///
/// It holds for any account and region: names that depend on them are left to CloudFormation's pseudo parameters.
package enum TemplateSynthesizer {
    /// The template of one region of a policy: an account in which nothing exists, walked by the same families.
    ///
    /// - Parameter isLimited: False for what CloudFormation does not deploy, and whose limits do not matter.
    /// - Throws: `TemplateRefusal` when the policy does not say enough for one, or more than a template can hold.
    package static func template(
        for policy: RecoveryPolicy, of region: Region, now: Instant, isLimited: Bool = true
    ) throws(TemplateRefusal) -> JSONValue {
        let context = ControlContext(imagining: .empty, of: Target(template: policy, of: region), now: now)
        try TemplateRefusal.check(context.policy)
        let template = assemble(Catalogue.families.flatMap { $0.template(context) }, context)
        try TemplateRefusal.check(template, isLimited: isLimited)
        return template
    }

    private static func assemble(_ fragments: [TemplateFragment], _ context: ControlContext) -> JSONValue {
        var resources: [String: TemplateResource] = [:]
        var conditions: [String: JSONValue] = [:]
        for fragment in fragments {
            resources[fragment.logicalID, default: TemplateResource(fragment.type)].add(fragment.part)
            if case .condition(let name, let condition) = fragment.part { conditions[name] = condition }
        }
        let retained = retained(resources)
        let policy = context.policy
        var summary = "Recovery policy \(policy.name): RTO \(policy.objectives.rto), RPO \(policy.objectives.rpo)."
        let roles = resources.values.filter { $0.type == .role }
        if roles.contains(where: { $0.has("RoleName") }) {
            summary += " Names IAM roles: one stack an account, deployed with --capabilities CAPABILITY_NAMED_IAM."
        } else if !roles.isEmpty {
            summary += " Makes an IAM role: deployed with --capabilities CAPABILITY_IAM."
        }
        var template: [String: JSONValue] = [
            "AWSTemplateFormatVersion": "2010-09-09", "Description": .string(summary),
            "Resources": .object(
                Dictionary(
                    uniqueKeysWithValues: resources.map { id, resource in
                        (id, resource.json(tags: context.target.tags, isRetained: retained.contains(id)))
                    })),
        ]
        var parameters: [String: JSONValue] = [:]
        for family in Catalogue.families { parameters.merge(family.parameters(context)) { $1 } }
        if !parameters.isEmpty { template["Parameters"] = .object(parameters) }
        if !conditions.isEmpty { template["Conditions"] = .object(conditions) }
        let outputs = outputs(resources)
        if !outputs.isEmpty { template["Outputs"] = .object(outputs) }
        return .object(template)
    }

    /// The ids of what outlives the stack: what holds backups, and whatever it refers to.
    private static func retained(_ resources: [String: TemplateResource]) -> Set<String> {
        var retained: Set<String> = []
        var open = resources.filter { $0.value.type.isRetained }.map(\.key)
        while let id = open.popLast() {
            guard let resource = resources[id], retained.insert(id).inserted else { continue }
            open += resource.references
        }
        return retained
    }

    /// What whoever uses the stack needs of it.
    private static func outputs(_ resources: [String: TemplateResource]) -> [String: JSONValue] {
        var outputs: [String: JSONValue] = [:]
        for (id, resource) in resources {
            let reference: JSONValue = ["Ref": .string(id)]
            func attribute(_ name: String) -> JSONValue { ["Fn::GetAtt": [.string(id), .string(name)]] }
            let output: (String, JSONValue)? =
                switch resource.type {
                case .bucket: ("Name of the bucket", reference)
                case .topic: ("ARN of the topic", reference)
                case .key: ("ARN of the key", attribute("Arn"))
                case .role: ("ARN of the role", attribute("Arn"))
                case .database: ("Address of the database", attribute("Endpoint.Address"))
                case .cluster: ("Address of the cluster's writer", attribute("Endpoint.Address"))
                default: nil
                }
            guard let (description, value) = output else { continue }
            outputs["Output\(id)"] = ["Description": .string(description), "Value": value]
        }
        return outputs
    }
}
