/// A call that a step makes, as recorded from the code that makes it.
package struct PlannedCall: Sendable, Hashable {
    /// The service's id, such as `RDS`.
    package var service: String
    /// Such as `ModifyDBInstance`.
    package var operation: String
    package var region: String
    /// By the names of the API.
    package var parameters: JSONValue
    /// Whether it is made again and again until what it reads is as wanted.
    package var isRepeated: Bool

    package init(service: String, operation: String, region: String, parameters: JSONValue, isRepeated: Bool) {
        self.service = service
        self.operation = operation
        self.region = region
        self.parameters = parameters
        self.isRepeated = isRepeated
    }

    /// A value that is known only while the plan is applied, in the place of the value.
    package static func knownWhileApplying(_ what: String) -> JSONValue { ["knownWhileApplying": .string(what)] }
}

/// The calls of a step.
package struct PlannedCalls: Sendable, Hashable {
    /// In order; those that only read are among them.
    package var calls: [PlannedCall]
    /// What they depend on, or why they are not all known; for people.
    package var remark: String?

    package init(_ calls: [PlannedCall], remark: String? = nil) {
        self.calls = calls
        self.remark = remark
    }
}
