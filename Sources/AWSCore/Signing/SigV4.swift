import AWSNames

/// The steps of Signature Version 4 after the canonical request; each is a pure function.
public enum SigV4 {
    /// The name that requests carry.
    static let algorithm = "AWS4-HMAC-SHA256"
    /// The hash of an empty body.
    static let emptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// Algorithm, moment, scope and the request's hash, a line each.
    public static func stringToSign(canonicalRequest: CanonicalRequest, scope: SigningScope) -> String {
        """
        \(algorithm)
        \(scope.date)
        \(scope)
        \(Hex.encode(Digest.sha256(canonicalRequest.text.utf8)))
        """
    }

    /// In hexadecimal digits.
    public static func signature(of stringToSign: String, key: SigningKey) -> String {
        Hex.encode(HMACSHA256.authenticate(stringToSign.utf8, key: key.bytes.secret))
    }
}
