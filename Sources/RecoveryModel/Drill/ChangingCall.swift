/// A call of a drill that changed something or was refused it, under the name by which AWS and CloudTrail find it again.
package struct ChangingCall: Hashable, Sendable, Codable {
    /// Such as `rds:DeleteDBInstance`.
    package var operation: String
    /// What it was about: an instance's or a snapshot's id.
    package var resource: String
    /// The service's own, from the answer's head.
    package var requestID: String
    /// The service's code when it refused; nil when it did as it was told.
    package var error: String?

    package init(operation: String, resource: String, requestID: String, error: String? = nil) {
        self.operation = operation
        self.resource = resource
        self.requestID = requestID
        self.error = error
    }
}

extension KeyedDecodingContainer {
    /// Records from before calls were kept have none; they stay readable, for the chain and the history need them.
    func decode(_ type: [ChangingCall].Type, forKey key: Key) throws -> [ChangingCall] {
        try decodeIfPresent(type, forKey: key) ?? []
    }
}
