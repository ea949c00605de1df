import COpenSSL

/// A hash of bytes.
public enum Digest {
    /// The SHA-256 hash, 32 bytes.
    public static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        // Every provider has SHA-256; only allocation can fail.
        guard let hash = try? hash(bytes, with: DigestAlgorithm.sha256, size: 32) else {
            preconditionFailure("OpenSSL has no SHA-256")
        }
        return hash
    }

    /// The SHA-256 hash in lower-case hexadecimal digits.
    static func hexadecimalSHA256(_ bytes: [UInt8]) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { hash in
            let done = EVP_Digest(bytes, bytes.count, hash.baseAddress, nil, DigestAlgorithm.sha256, nil)
            precondition(done == 1, "OpenSSL has no SHA-256")
            return Hex.encode(UnsafeBufferPointer(hash))
        }
    }

    /// The MD5 hash, 16 bytes, only for `Content-MD5`.
    ///
    /// - Throws: `CryptoError` where a policy forbids MD5.
    public static func md5(_ bytes: some Sequence<UInt8>) throws -> [UInt8] {
        guard let algorithm = DigestAlgorithm.md5 else { throw CryptoError("MD5") }
        return try hash(bytes, with: algorithm, size: 16)
    }

    private static func hash(
        _ bytes: some Sequence<UInt8>, with algorithm: OpaquePointer, size: Int
    ) throws -> [UInt8] {
        let hash = bytes.withContiguousStorageIfAvailable { hashed($0, with: algorithm, size: size) }
        guard let result = hash ?? Array(bytes).withUnsafeBufferPointer({ hashed($0, with: algorithm, size: size) })
        else { throw CryptoError("digest") }
        return result
    }

    private static func hashed(
        _ bytes: UnsafeBufferPointer<UInt8>, with algorithm: OpaquePointer, size: Int
    ) -> [UInt8]? {
        var done: Int32 = 0
        let hash = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            done = EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, nil, algorithm, nil)
            count = done == 1 ? size : 0
        }
        return done == 1 ? hash : nil
    }
}

/// OpenSSL's algorithms, looked up once: the lookup costs as much as hashing a kilobyte.
///
/// `nonisolated(unsafe)`: the objects are immutable, counted by OpenSSL and never freed, so any thread may use them.
enum DigestAlgorithm {
    nonisolated(unsafe) static let sha256: OpaquePointer = {
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else { preconditionFailure("OpenSSL has no SHA-256") }
        return algorithm
    }()
    nonisolated(unsafe) static let md5: OpaquePointer? = EVP_MD_fetch(nil, "MD5", nil)
}
