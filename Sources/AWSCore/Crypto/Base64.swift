import FoundationEssentials

/// Bytes as text in 64 characters (RFC 4648, with padding).
public enum Base64 {
    /// Without line breaks.
    public static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Nil when the text is not base64.
    public static func decode(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }
}
