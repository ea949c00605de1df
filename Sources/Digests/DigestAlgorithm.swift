import COpenSSL

/// An algorithm of OpenSSL's, looked up once: the lookup costs as much as hashing a kilobyte.
///
/// `nonisolated(unsafe)`: the objects are immutable, counted by OpenSSL and never freed, so any thread may use them.
struct DigestAlgorithm {
    let pointer: OpaquePointer
    /// Bytes of a digest.
    let size: Int

    nonisolated(unsafe) static let sha256: DigestAlgorithm = {
        guard let algorithm = DigestAlgorithm("SHA256") else { preconditionFailure("OpenSSL has no SHA-256") }
        return algorithm
    }()
    nonisolated(unsafe) static let sha1 = DigestAlgorithm("SHA1")
    nonisolated(unsafe) static let md5 = DigestAlgorithm("MD5")

    /// Nil where no provider offers the algorithm.
    private init?(_ name: String) {
        guard let pointer = EVP_MD_fetch(nil, name, nil) else {
            ERR_clear_error()
            return nil
        }
        self.pointer = pointer
        size = Int(EVP_MD_get_size(pointer))
    }

    func hash(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        bytes.withContiguousStorageIfAvailable(hash) ?? Array(bytes).withUnsafeBufferPointer(hash)
    }

    private func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var done: Int32 = 0
        let hash = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            done = EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, nil, pointer, nil)
            count = done == 1 ? size : 0
        }
        return done == 1 ? hash : nil
    }
}
