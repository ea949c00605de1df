import COpenSSL

/// MD5, for `Content-MD5` and nothing else.
package enum MD5 {
    /// The digest: 16 bytes.
    ///
    /// - Throws: `DigestUnavailable` where policy forbids MD5.
    package static func hash(_ bytes: some Sequence<UInt8>) throws(DigestUnavailable) -> [UInt8] {
        guard let hash = DigestAlgorithm.md5?.hash(bytes) else { throw DigestUnavailable(algorithm: "MD5") }
        return hash
    }
}

/// SHA-1, for names of files that other AWS tools have given their digest: it identifies, and protects nothing.
package enum SHA1 {
    /// The digest: 20 bytes.
    ///
    /// - Throws: `DigestUnavailable` where policy forbids SHA-1.
    package static func hash(_ bytes: some Sequence<UInt8>) throws(DigestUnavailable) -> [UInt8] {
        guard let hash = DigestAlgorithm.sha1?.hash(bytes) else { throw DigestUnavailable(algorithm: "SHA-1") }
        return hash
    }
}

/// OpenSSL's policy on this machine forbids an algorithm.
package struct DigestUnavailable: Error, Hashable, CustomStringConvertible {
    /// Its name.
    package let algorithm: String
    /// For people.
    package var description: String { "OpenSSL offers no \(algorithm) here" }
}
