import COpenSSL

/// Keyed authentication of messages (RFC 2104) with SHA-256.
public enum HMACSHA256 {
    /// The code of a message under a key: 32 bytes.
    public static func authenticate(_ message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        let code = message.withContiguousStorageIfAvailable { authenticate($0, key: key) }
        return code ?? Array(message).withUnsafeBufferPointer { authenticate($0, key: key) }
    }

    private static func authenticate(_ message: UnsafeBufferPointer<UInt8>, key: [UInt8]) -> [UInt8] {
        guard let context = EVP_MAC_CTX_new(algorithm) else { preconditionFailure("OpenSSL has no memory for HMAC") }
        defer { EVP_MAC_CTX_free(context) }
        var digest = Array("SHA256".utf8CString)
        let started = digest.withUnsafeMutableBufferPointer { name in
            let parameters = [
                OSSL_PARAM_construct_utf8_string("digest", name.baseAddress, 0), OSSL_PARAM_construct_end(),
            ]
            // An empty key is a key; a null pointer would mean 'the one set before'.
            return key.isEmpty
                ? EVP_MAC_init(context, [0], 0, parameters) : EVP_MAC_init(context, key, key.count, parameters)
        }
        precondition(started == 1, "OpenSSL has no HMAC with SHA-256")
        EVP_MAC_update(context, message.baseAddress, message.count)
        return [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            EVP_MAC_final(context, buffer.baseAddress, &count, 32)
        }
    }

    // Looked up once; immutable and never freed, so any thread may use it.
    nonisolated(unsafe) private static let algorithm: OpaquePointer = {
        guard let algorithm = EVP_MAC_fetch(nil, "HMAC", nil) else { preconditionFailure("OpenSSL has no HMAC") }
        return algorithm
    }()
}
