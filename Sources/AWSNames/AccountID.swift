/// An AWS account's number: exactly twelve digits, leading zeros included.
public struct AccountID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The twelve digits.
    public let description: String

    /// Nil unless the text is exactly twelve ASCII digits.
    public init?(_ text: String) {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        description = text
    }

    /// By number.
    public static func < (left: AccountID, right: AccountID) -> Bool { left.description < right.description }
}

extension AccountID: Codable {
    /// From the twelve digits as a string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = AccountID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "an account id has twelve digits")
        }
        self = id
    }

    /// As a string of twelve digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
