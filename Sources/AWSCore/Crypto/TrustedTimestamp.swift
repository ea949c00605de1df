import COpenSSL

/// Time stamps by an authority (RFC 3161): a signed statement that a digest existed at a time. `openssl ts` reads them too.
public enum TrustedTimestamp {
    /// The media type of a request, RFC 3161 section 3.4.
    public static let requestType = "application/timestamp-query"
    /// The media type of a reply.
    public static let replyType = "application/timestamp-reply"

    /// A request, in DER, for a stamp of a SHA-256 with the certificate of whoever signs it.
    ///
    /// - Parameter nonce: A random number that the reply repeats, so that it is no older one.
    /// - Throws: `CryptoError`.
    public static func request(digest: [UInt8], nonce: UInt64) throws -> [UInt8] {
        precondition(digest.count == 32, "a SHA-256 has 32 bytes")
        var der: UnsafeMutablePointer<UInt8>?
        let count = COpenSSL_timestamp_request(digest, nonce, &der)
        guard count > 0, let der else { throw CryptoError("failed to encode a timestamp request") }
        defer { COpenSSL_free(der) }
        return Array(UnsafeBufferPointer(start: der, count: Int(count)))
    }

    /// The time of a reply to a request, in seconds since 1970. Whose signature it has is not looked at.
    ///
    /// - Throws: `CryptoError` when the reply grants nothing, or is about another digest or request.
    public static func time(in reply: [UInt8], of digest: [UInt8], nonce: UInt64) throws -> Int {
        var seconds: Int64 = 0
        guard COpenSSL_timestamp_read(reply, reply.count, digest, nonce, &seconds) == 1 else {
            throw CryptoError("the reply is no timestamp of what was asked for")
        }
        return Int(seconds)
    }

    /// The time of a stamp, in seconds since 1970, where it is of this digest and signed by an authority whose certificate
    /// leads to one of these, as it was valid at that time.
    ///
    /// - Parameter authorities: A file of certificates in PEM format.
    /// - Throws: `CryptoError`.
    public static func verifiedTime(of stamp: [UInt8], digest: [UInt8], authorities: String) throws -> Int {
        var seconds: Int64 = 0
        guard COpenSSL_timestamp_verify(stamp, stamp.count, digest, authorities, &seconds) == 1 else {
            throw CryptoError("the timestamp does not verify")
        }
        return Int(seconds)
    }
}
