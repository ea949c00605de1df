import AWSNames
import Digests

/// The steps of Signature Version 4 after the canonical request; each is a pure function.
public enum SigV4 {
    /// The algorithm's name in requests.
    static let algorithm = "AWS4-HMAC-SHA256"
    /// The hash of an empty body.
    static let emptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// The string to sign: algorithm, time, scope and the request's hash, one per line.
    public static func stringToSign(canonicalRequest: CanonicalRequest, scope: SigningScope) -> String {
        let hash = SHA256.hex(canonicalRequest.bytes)
        return String(
            decoding: stringToSign(hash: hash, date: scope.date, scope: scope.description), as: UTF8.self)
    }

    /// The same from its parts, in UTF-8.
    static func stringToSign(hash: String, date: SigningDate, scope: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(192)
        for line in [algorithm, date.description, scope] {
            bytes.append(line)
            bytes.append("\n" as StaticString)
        }
        bytes.append(hash)
        return bytes
    }

    /// In hexadecimal digits.
    public static func signature(of stringToSign: String, key: SigningKey) -> String {
        signature(of: Array(stringToSign.utf8), key: key)
    }

    static func signature(of stringToSign: [UInt8], key: SigningKey) -> String {
        Hex.encode(HMACSHA256.authenticate(stringToSign, key: key.bytes.secret))
    }
}
