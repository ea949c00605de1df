/// The scope in which a signature is valid: `20150830/us-east-1/service/aws4_request`.
public struct SigningScope: Hashable, Sendable, CustomStringConvertible {
    /// The time of the signature.
    public var date: SigningDate
    /// The region that the endpoint requires in signatures, which is not always its location.
    public var region: String
    /// The service's signing name.
    public var service: String

    /// Creates the value from its parts.
    public init(date: SigningDate, region: String, service: String) {
        self.date = date
        self.region = region
        self.service = service
    }

    /// The scope as written in the string to sign and in the credential.
    public var description: String {
        var text = ""
        text.reserveCapacity(64)
        text += date.day
        for part in [region, service, "aws4_request"] {
            text += "/"
            text += part
        }
        return text
    }
}
