/// What an error response says of itself, in whichever protocol.
public struct WireError: Sendable, Hashable {
    /// Without namespace or URL, such as `DBInstanceNotFound`; nil when the body names none.
    public var code: String?
    /// What the service said; may be empty.
    public var message: String
    /// From header or body; nil when neither has one.
    public var requestID: String?

    /// From its parts.
    public init(code: String?, message: String, requestID: String? = nil) {
        self.code = code
        self.message = message
        self.requestID = requestID
    }
}
