/// The content of an error response, in any protocol.
public struct WireError: Sendable, Hashable {
    /// The code without namespace or URL, such as `DBInstanceNotFound`; nil when the body has none.
    public var code: String?
    /// The service's message; may be empty.
    public var message: String
    /// The request id from header or body; nil when neither has one.
    public var requestID: String?
    /// Whether the response had a body that is no document of its protocol, such as one that was cut off.
    public var isGarbled: Bool

    /// Creates the value from its parts.
    public init(code: String?, message: String, requestID: String? = nil, isGarbled: Bool = false) {
        self.code = code
        self.message = message
        self.requestID = requestID
        self.isGarbled = isGarbled
    }
}
