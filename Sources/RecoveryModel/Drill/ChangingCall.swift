/// A changing call of a drill, successful or refused, with the request id by which AWS and CloudTrail identify it.
package struct ChangingCall: Hashable, Sendable, Codable {
    /// Such as `rds:DeleteDBInstance`.
    package var operation: String
    /// The identifier of the instance or snapshot that the call was about.
    package var resource: String
    /// The service's request id, from the response headers.
    package var requestID: String
    /// The service's error code; nil when the call succeeded.
    package var error: String?

    package init(operation: String, resource: String, requestID: String, error: String? = nil) {
        self.operation = operation
        self.resource = resource
        self.requestID = requestID
        self.error = error
    }
}

extension KeyedDecodingContainer {
    /// Records from before calls were stored have none. They stay readable, since the chain and the history need them.
    func decode(_ type: [ChangingCall].Type, forKey key: Key) throws -> [ChangingCall] {
        try decodeIfPresent(type, forKey: key) ?? []
    }
}
