package import RecoveryModel

/// A resource as it is in the account, in CloudFormation's words and under literal names.
package struct LiveResource: Sendable, Equatable {
    package var type: TemplateType
    /// As the policy writes it, so that the logical id is the one that the policy's template has.
    package var name: String
    package var properties: [String: JSONValue]
    /// The value of the property by which an import finds it.
    package var identifier: String
    /// What Fn::GetAtt gives as its ARN; nil where nothing asks.
    package var arn: String?

    init(
        _ type: TemplateType, _ name: String, _ identifier: String, arn: String? = nil,
        _ properties: [String: JSONValue?]
    ) {
        self.type = type
        self.name = name
        self.identifier = identifier
        self.arn = arn
        self.properties = properties.compactMapValues { $0 }
    }

    package var logicalID: String { LogicalID.of(type, name) }
}

extension JSONValue {
    /// A list of texts.
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
