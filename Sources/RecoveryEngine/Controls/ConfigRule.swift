package import RecoveryModel

/// A managed rule of AWS Config that asks what a control asks, with the policy's parameters.
///
/// A control has one only where both mean the same: a rule that is content with less, or asks for more, is none.
/// https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
package struct ConfigRule: Sendable, Equatable {
    /// As AWS writes it, such as `rds-storage-encrypted`; one of the control's standards.
    package var name: String
    package var parameters: [String: JSONValue]

    init(_ name: String, _ parameters: [String: JSONValue] = [:]) {
        self.name = name
        self.parameters = parameters
    }
}

/// A control's rule on one of its subjects.
package struct RequiredRule: Sendable {
    package var control: ControlDescription
    package var resource: ResourceReference
    /// Nil when the policy does not ask, or no rule asks the same.
    package var rule: ConfigRule?
}
