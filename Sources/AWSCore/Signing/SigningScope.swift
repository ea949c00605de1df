/// What a signature is good for: `20150830/us-east-1/service/aws4_request`.
public struct SigningScope: Hashable, Sendable, CustomStringConvertible {
    /// When it was made.
    public var date: SigningDate
    /// The region that the endpoint signs for, not always the one it stands in.
    public var region: String
    /// The service's signing name.
    public var service: String

    /// From its parts.
    public init(date: SigningDate, region: String, service: String) {
        self.date = date
        self.region = region
        self.service = service
    }

    /// As it stands in the string to sign and in the credential.
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
