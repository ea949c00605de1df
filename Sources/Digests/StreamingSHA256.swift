import COpenSSL

/// SHA-256 of bytes that arrive piece by piece.
package final class StreamingSHA256 {
    private let context: OpaquePointer

    /// Of nothing yet.
    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, DigestAlgorithm.sha256.pointer, nil) == 1
        else {
            preconditionFailure("OpenSSL has no memory for a digest")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes in the next piece.
    package func update(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    /// The hash of all so far; begins anew.
    package func finish() -> [UInt8] {
        let hash = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            count = 32
        }
        EVP_DigestInit_ex2(context, DigestAlgorithm.sha256.pointer, nil)
        return hash
    }
}
