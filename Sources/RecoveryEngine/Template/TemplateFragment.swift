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

    package init(_ type: String, _ name: String, _ path: String..., value: JSONValue) {
        self.type = type
        self.name = name
        self.path = path
        self.value = value
    }
}

extension DatabaseSubject {
    func fragment(_ path: String..., value: JSONValue) -> [TemplateFragment] {
        var fragment = TemplateFragment("AWS::RDS::DBInstance", instance.id, value: value)
        fragment.path = path
        return [fragment]
    }

    /// A change of this database's settings that disturbs nothing.
    func modify(
        disruption: Disruption = .none, _ fill: (inout DatabaseModification) -> Void
    ) -> Remedy {
        .changes([.modifyDatabase(id: instance.id, DatabaseModification(fill))], disruption: disruption)
    }
}

extension BucketSubject {
    func fragment(_ path: String..., value: JSONValue) -> [TemplateFragment] {
        var fragment = TemplateFragment("AWS::S3::Bucket", bucket.name, value: value)
        fragment.path = path
        return [fragment]
    }
}
