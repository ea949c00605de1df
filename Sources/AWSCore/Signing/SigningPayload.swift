import Digests

/// How a signature covers the body.
public enum SigningPayload: Hashable, Sendable {
    /// The body is covered by its hash, in hexadecimal digits.
    case hash(String)
    /// The body is not covered: S3 over TLS.
    case unsigned
    /// Each chunk is signed together with the previous signature (S3).
    case signedChunks
    /// As `signedChunks`, with signed checksums after the body.
    case signedChunksAndTrailer
    /// The body is not covered, but its checksum follows: S3 over TLS.
    case unsignedWithTrailer

    /// The hash of a body in memory; a streamed body is not signed.
    public init(_ body: HTTPBody) {
        switch body {
        case .none: self = .hash(SigV4.emptyPayloadHash)
        case .bytes(let bytes):
            self = .hash(bytes.isEmpty ? SigV4.emptyPayloadHash : SHA256.hex(bytes))
        case .stream: self = .unsigned
        }
    }

    /// The last line of the canonical request and the value of `x-amz-content-sha256`.
    public var text: String {
        switch self {
        case .hash(let hash): hash
        case .unsigned: "UNSIGNED-PAYLOAD"
        case .signedChunks: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
        case .signedChunksAndTrailer: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
        case .unsignedWithTrailer: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        }
    }
}
