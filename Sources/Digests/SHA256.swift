import COpenSSL

/// SHA-256 (FIPS 180-4): the one implementation, OpenSSL's.
package enum SHA256 {
    /// The digest: 32 bytes.
    package static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        // SHA-256 is in every provider; its only failure is that of allocation.
        guard let hash = DigestAlgorithm.sha256.hash(bytes) else { preconditionFailure("OpenSSL has no SHA-256") }
        return hash
    }

    /// The digest in lower-case hexadecimal digits.
    package static func hex(_ bytes: some Sequence<UInt8>) -> String { Hex.encode(hash(bytes)) }

    /// The digest of a text's UTF-8, in lower-case hexadecimal digits.
    package static func hex(_ text: String) -> String { hex(text.utf8) }

    /// The same of an array, without one for the digest: requests are signed by it.
    package static func hex(_ bytes: [UInt8]) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { hash in
            let done = EVP_Digest(bytes, bytes.count, hash.baseAddress, nil, DigestAlgorithm.sha256.pointer, nil)
            precondition(done == 1, "OpenSSL has no SHA-256")
            return Hex.encode(UnsafeBufferPointer(hash))
        }
    }
}
