package import AWSNames
import Digests
package import RecoveryModel

/// The policy as a conformance pack of AWS Config: the managed rules that ask what its controls ask.
///
/// AWS Config knows a bucket by its name and a database by an id that RDS gives, so that rules about databases are for all
/// of a region: one is there only when the policy asks it of every database of the kind that it names.
package struct ConformancePack: Sendable, Equatable {
    package let template: JSONValue
    /// What the policy asks and no rule of the pack does, by control, sorted.
    package let left: [String]

    private static let ruleKind = "Rule"
    /// With what the parameter for a key begins.
    static let keyKind = "KeyARN"
    static let kinds = [ruleKind, keyKind]

    /// https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
    private static let mostRules = 130

    /// - Throws: `TemplateRefusal` when there would be no rule, or too many.
    package init(_ policy: RecoveryPolicy, of region: Region, now: Instant) throws(TemplateRefusal) {
        try TemplateRefusal.check(policy.part(in: region).policy)
        let context = ControlContext(imagining: .empty, of: Target(template: policy, of: region), now: now)
        var resources: [String: JSONValue] = [:]
        var parameters: [String: JSONValue] = [:]
        var left: Set<String> = []
        let required = Catalogue.families.flatMap { $0.configRules(context) }
        for (control, all) in Dictionary(grouping: required, by: \.control).sorted(by: { $0.key.id < $1.key.id }) {
            let asked = all.compactMap { one in one.rule.map { (resource: one.resource, rule: $0) } }
            guard let first = asked.first else { continue }
            if first.resource.kind == .bucket {
                for (resource, rule) in asked {
                    let scope: JSONValue = [
                        "ComplianceResourceTypes": ["AWS::S3::Bucket"],
                        "ComplianceResourceId": .string(resource.name),
                    ]
                    Self.add(rule, of: control, on: resource, scope, context, &resources)
                }
            } else if asked.count == all.count, asked.allSatisfy({ $0.rule.name == first.rule.name }) {
                let least = asked.dropFirst().reduce(first.rule) { $0.least(with: $1.rule) }
                Self.add(least, of: control, on: nil, nil, context, &resources)
            } else {
                left.insert("\(control.id): not asked of every \(first.resource.kind.name) alike")
            }
        }
        guard !resources.isEmpty else {
            throw TemplateRefusal(
                reason: "no managed rule of AWS Config asks what the policy asks",
                hint: "a conformance pack needs a rule")
        }
        guard resources.count <= Self.mostRules else {
            throw TemplateRefusal(
                reason: "the policy gives \(CountText.of(resources.count, "rule")), and a conformance pack takes "
                    + CountText.of(Self.mostRules, "rule"), hint: "divide the buckets among several policies")
        }
        for name in Set(JSONValue.object(resources).templateReferences) {
            parameters[name] = [
                "Type": "String", "Description": "ARN of the key itself: AWS Config compares no aliases",
            ]
        }
        var template: [String: JSONValue] = ["Resources": .object(resources)]
        if !parameters.isEmpty { template["Parameters"] = .object(parameters) }
        self.template = .object(template)
        self.left = left.sorted()
    }

    private static func add(
        _ rule: ConfigRule, of control: ControlDescription, on resource: ResourceReference?, _ scope: JSONValue?,
        _ context: ControlContext, _ resources: inout [String: JSONValue]
    ) {
        let word = resource.map { resource in
            context.target.buckets.first { $0.name == resource.name }?.word ?? resource.name
        }
        let id = LogicalID.of(ruleKind, [rule.name, word].compactMap { $0 }.joined(separator: "-"))
        var properties: [String: JSONValue] = [
            "ConfigRuleName": .string(
                name("\(context.policy.name)-\([rule.name, word].compactMap { $0 }.joined(separator: "-"))")),
            "Description": .string("\(control.id): \(control.title)"),
            "Source": [
                "Owner": "AWS",
                "SourceIdentifier": .string(rule.name.uppercased().replacing("-", with: "_")),
            ],
        ]
        if !rule.parameters.isEmpty { properties["InputParameters"] = .object(rule.parameters) }
        properties["Scope"] = scope
        resources[id] = ["Type": "AWS::Config::ConfigRule", "Properties": .object(properties).substituted]
    }

    /// AWS Config takes 128 characters, and no braces.
    private static func name(_ whole: String) -> String {
        let plain = whole.replacing("${", with: "").replacing("}", with: "")
        guard plain.utf8.count > 128 else { return plain }
        return "\(plain.prefix(115))-\(Hex.encode(SHA256.hash(plain.utf8)).prefix(12))"
    }
}

extension ConfigRule {
    /// A rule that what either asks for satisfies: the lower of two numbers, and what both have alike.
    fileprivate func least(with other: ConfigRule) -> ConfigRule {
        var least = self
        for (name, value) in parameters {
            guard let theirs = other.parameters[name] else {
                least.parameters[name] = nil
                continue
            }
            if case .integer(let mine) = value, case .integer(let others) = theirs {
                least.parameters[name] = .integer(min(mine, others))
            } else if value != theirs {
                least.parameters[name] = nil
            }
        }
        return least
    }
}
