package import AWSNames
package import RecoveryModel

/// The policy as a CloudFormation template: the fragments of every control, put together.
///
/// It holds for any account and region: names that depend on them are left to CloudFormation's pseudo parameters.
package enum TemplateSynthesizer {
    /// The template of one region of a policy: an account in which nothing exists, walked by the same families.
    package static func template(for policy: RecoveryPolicy, of region: Region, now: Instant) -> JSONValue {
        let context = ControlContext(imagining: .empty, of: Target(template: policy, of: region), now: now)
        var resources: [String: Resource] = [:]
        for fragment in Catalogue.families.flatMap({ $0.template(context) }) {
            let id = logicalID(fragment)
            resources[id, default: Resource(type: fragment.type)].properties.set(fragment.value, at: fragment.path[...])
        }
        var template: [String: JSONValue] = [
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": .string(
                "Recovery policy \(policy.name): RTO \(policy.objectives.rto), RPO \(policy.objectives.rpo)"),
            "Resources": .object(resources.mapValues { $0.json(tags: context.target.tags) }),
        ]
        var parameters: [String: JSONValue] = [:]
        for family in Catalogue.families { parameters.merge(family.parameters(context)) { $1 } }
        if !parameters.isEmpty { template["Parameters"] = .object(parameters) }
        return .object(template)
    }

    /// A resource's logical id: letters and digits of its type's last word and its name.
    package static func logicalID(_ type: String, _ name: String) -> String {
        let kind = type.split(separator: ":").last.map(String.init) ?? type
        let plain = name.split { !($0.isLetter || $0.isNumber) || !$0.isASCII }
            .filter { $0 != "AWS" && $0 != "AccountId" && $0 != "Region" }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return kind + plain.joined()
    }

    static func logicalID(_ fragment: TemplateFragment) -> String { logicalID(fragment.type, fragment.name) }

    private struct Resource {
        var type: String
        var properties = JSONValue.object([:])

        func json(tags: [String: String]) -> JSONValue {
            var properties = properties
            if !Self.untagged.contains(type) {
                let list = tags.sorted { $0.key < $1.key }
                    .map { JSONValue.object(["Key": .string($0.key), "Value": .string($0.value)]) }
                properties.set(.array(list), at: ["Tags"])
            }
            var members: [String: JSONValue] = ["Type": .string(type), "Properties": properties.substituted]
            // What holds backups outlives the stack.
            if Self.kept.contains(type) {
                members["DeletionPolicy"] = "Retain"
                members["UpdateReplacePolicy"] = "Retain"
            }
            return .object(members)
        }

        /// What takes no tags.
        private static let untagged: Set<String> = [
            "AWS::S3::BucketPolicy", "AWS::KMS::Alias", "AWS::SNS::TopicPolicy", "AWS::CloudWatch::Dashboard",
        ]
        /// What holds backups.
        private static let kept: Set<String> = [
            "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::RDS::DBInstance", "AWS::RDS::DBCluster",
        ]
    }
}

extension JSONValue {
    /// Puts a value at a path of member names, making objects on the way.
    fileprivate mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let first = path.first else {
            self = value
            return
        }
        var members: [String: JSONValue] = [:]
        if case .object(let present) = self { members = present }
        members[first, default: .object([:])].set(value, at: path.dropFirst())
        self = .object(members)
    }

    /// Every text that names a pseudo parameter, put into Fn::Sub.
    fileprivate var substituted: JSONValue {
        switch self {
        case .string(let text) where text.contains("${AWS::"): ["Fn::Sub": .string(text)]
        case .array(let elements): .array(elements.map(\.substituted))
        case .object(let members): .object(members.mapValues(\.substituted))
        default: self
        }
    }
}
