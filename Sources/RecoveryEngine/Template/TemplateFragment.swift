package import RecoveryModel

/// A part of one CloudFormation resource; fragments of the same resource are put together.
package struct TemplateFragment: Sendable, Equatable {
    package enum Part: Sendable, Equatable {
        /// From the resource's Properties down, such as `["VersioningConfiguration", "Status"]`. Text that holds
        /// `${AWS::…}` is put into Fn::Sub.
        case property([String], JSONValue)
        /// A tag besides those of everything that drctl makes.
        case tag(String, String)
        /// The logical id of what has to be there before, where no property refers to it.
        case dependsOn(String)
        /// Made only when the condition of that name holds.
        case condition(String, JSONValue)
    }

    package var type: TemplateType
    /// The resource's own name, as the policy writes it; the logical id is made from type and name.
    package var name: String
    package var part: Part

    package init(_ type: TemplateType, _ name: String, _ part: Part) {
        self.type = type
        self.name = name
        self.part = part
    }

    package init(_ type: TemplateType, _ name: String, path: [String], value: JSONValue) {
        self.init(type, name, .property(path, value))
    }

    package init(_ type: TemplateType, _ name: String, _ path: String..., value: JSONValue) {
        self.init(type, name, .property(path, value))
    }

    var logicalID: String { LogicalID.of(type, name) }

    /// What a reference to a resource gives: its ARN, id or name, by its type.
    static func reference(_ type: TemplateType, _ name: String) -> JSONValue {
        ["Ref": .string(LogicalID.of(type, name))]
    }

    static func arn(_ type: TemplateType, _ name: String) -> JSONValue {
        ["Fn::GetAtt": [.string(LogicalID.of(type, name)), "Arn"]]
    }
}

extension Target {
    /// The key in a template: the template's own key, so that it is created first, or the ARN of an alias that exists.
    func templateKey(_ key: String) -> JSONValue {
        let alias = key.hasPrefix("alias/") ? String(key.dropFirst("alias/".count)) : nil
        guard let alias, policy.keys.contains(where: { $0.alias == alias }) else { return .string(keyARN(key)) }
        return TemplateFragment.arn(.key, alias)
    }

    /// The topic in a template, which declares it wherever the policy has one.
    func templateTopic(_ arn: String) -> JSONValue {
        guard arn == topicARN, let topic = policy.notifications?.topic else { return .string(arn) }
        return TemplateFragment.reference(.topic, topic)
    }
}

extension ControlContext {
    /// A database in a template: its own, so that it is created first, or the id of one that exists.
    func templateDatabase(_ id: String, _ kind: DatabaseKind) -> JSONValue {
        let isDeclared = selections.contains { selection in
            selection.policy.kind == kind && selection.databases.contains { $0.id == id }
        }
        return isDeclared
            ? TemplateFragment.reference(kind.pick(instance: .database, cluster: .cluster), id) : .string(id)
    }
}
