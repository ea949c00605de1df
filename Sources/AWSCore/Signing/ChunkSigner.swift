import Digests

/// Signs a body piece by piece, each signature over the one before.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
public struct ChunkSigner: Sendable {
    private let key: SigningKey
    private let scope: SigningScope
    private var previous: String

    /// The previous signature, initially that of the request's header.
    public init(key: SigningKey, scope: SigningScope, seed: String) {
        self.key = key
        self.scope = scope
        previous = seed
    }

    /// The signature of the next chunk; an empty one is the last.
    public mutating func sign(chunk: [UInt8]) -> String {
        let hash = SHA256.hex(chunk)
        return sign("PAYLOAD", "\(SigV4.emptyPayloadHash)\n\(hash)")
    }

    /// The signature of the trailers: lines of `name:value`, each with its line feed.
    public mutating func sign(trailer: String) -> String {
        sign("TRAILER", SHA256.hex(trailer.utf8))
    }

    private mutating func sign(_ kind: String, _ hashes: String) -> String {
        previous = SigV4.signature(
            of: "\(SigV4.algorithm)-\(kind)\n\(scope.date)\n\(scope)\n\(previous)\n\(hashes)", key: key)
        return previous
    }
}
