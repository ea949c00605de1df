package import RecoveryModel

/// One property of one CloudFormation resource; fragments of the same resource are put together.
package struct TemplateFragment: Sendable, Equatable {
    /// Such as `AWS::S3::Bucket`.
    package var type: String
    /// The resource's own name; the logical id is made from type and name.
    package var name: String
    /// From the resource's Properties down, such as `["VersioningConfiguration", "Status"]`.
    package var path: [String]
    /// Text that holds `${AWS::…}` is put into Fn::Sub.
    package var value: JSONValue

    package init(_ type: String, _ name: String, path: [String], value: JSONValue) {
        self.type = type
        self.name = name
        self.path = path
        self.value = value
    }

    package init(_ type: String, _ name: String, _ path: String..., value: JSONValue) {
        self.init(type, name, path: path, value: value)
    }
}

extension Target {
    /// The key in a template: the template's own key, so that it is created first, or the ARN of an alias that exists.
    func templateKey(_ key: String) -> JSONValue {
        let alias = key.hasPrefix("alias/") ? String(key.dropFirst("alias/".count)) : nil
        guard let alias, policy.keys.contains(where: { $0.alias == alias }) else { return .string(keyARN(key)) }
        return ["Fn::GetAtt": [.string(TemplateSynthesizer.logicalID("AWS::KMS::Key", alias)), "Arn"]]
    }
}
