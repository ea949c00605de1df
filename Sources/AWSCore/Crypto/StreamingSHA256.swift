import COpenSSL

/// SHA-256 of bytes that arrive piece by piece.
public final class StreamingSHA256 {
    private let context: OpaquePointer

    /// Creates the hash of no bytes.
    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, DigestAlgorithm.sha256, nil) == 1 else {
            preconditionFailure("OpenSSL has no memory for a digest")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds the next piece.
    public func update(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    /// Returns the hash of all bytes so far and starts again.
    public func finish() -> [UInt8] {
        let hash = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            count = 32
        }
        EVP_DigestInit_ex2(context, DigestAlgorithm.sha256, nil)
        return hash
    }
}
