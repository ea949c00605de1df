import COpenSSL

/// A key that signs evidence (RFC 8032).
///
/// It is a class because OpenSSL's key is reference-counted. It never changes, so any thread may use it.
public final class Ed25519PrivateKey: @unchecked Sendable {
    private let key: OpaquePointer

    /// Creates a new key.
    ///
    /// - Throws: `CryptoError`.
    public init() throws {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "ED25519", nil) else { throw CryptoError("Ed25519") }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_generate(context, &key) == 1, let key else {
            throw CryptoError("failed to create an Ed25519 key")
        }
        self.key = key
    }

    /// Reads PEM text (PKCS #8, not encrypted), as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// - Throws: `CryptoError` when the text has another form or contains another kind of key.
    public init(pem: [UInt8]) throws {
        // The callback refuses: the default one would ask for a password on the terminal.
        key = try Ed25519PEM.read(pem, "private key") { PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in -1 }, nil) }
    }

    deinit { EVP_PKEY_free(key) }

    /// The key as PEM text (PKCS #8), which is secret.
    ///
    /// - Throws: `CryptoError`.
    public func pem() throws -> [UInt8] {
        try Ed25519PEM.write("private key") { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    /// The public key that verifies this key's signatures.
    ///
    /// - Throws: `CryptoError`.
    public func publicKey() throws -> Ed25519PublicKey {
        try Ed25519PublicKey(pem: Ed25519PEM.write("public key") { PEM_write_bio_PUBKEY($0, key) })
    }

    /// The signature: 64 bytes, always the same for the same message.
    ///
    /// - Throws: `CryptoError`.
    public func sign(_ message: [UInt8]) throws -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw CryptoError("Ed25519") }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestSignInit_ex(context, nil, nil, nil, nil, key, nil) == 1 else {
            throw CryptoError("failed to sign with the Ed25519 key")
        }
        var done: Int32 = 0
        let signature = [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
            count = 64
            done = EVP_DigestSign(context, buffer.baseAddress, &count, message, message.count)
        }
        guard done == 1 else { throw CryptoError("failed to sign with the Ed25519 key") }
        return signature
    }
}

/// A key that verifies evidence.
public final class Ed25519PublicKey: @unchecked Sendable {
    private let key: OpaquePointer

    /// Reads PEM text (SubjectPublicKeyInfo), as `openssl pkey -pubout` writes it.
    ///
    /// - Throws: `CryptoError` when the text has another form or contains another kind of key.
    public init(pem: [UInt8]) throws {
        key = try Ed25519PEM.read(pem, "public key") { PEM_read_bio_PUBKEY($0, nil, nil, nil) }
    }

    deinit { EVP_PKEY_free(key) }

    /// The key as PEM text.
    ///
    /// - Throws: `CryptoError`.
    public func pem() throws -> [UInt8] {
        try Ed25519PEM.write("public key") { PEM_write_bio_PUBKEY($0, key) }
    }

    /// Whether the signature is of this message and by this key.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        defer { ERR_clear_error() }
        return EVP_DigestVerifyInit_ex(context, nil, nil, nil, nil, key, nil) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}

private enum Ed25519PEM {
    static func read(
        _ pem: [UInt8], _ what: String, _ parse: (OpaquePointer) -> OpaquePointer?
    ) throws -> OpaquePointer {
        guard let buffer = BIO_new_mem_buf(pem, Int32(clamping: pem.count)) else { throw CryptoError(what) }
        defer { BIO_free(buffer) }
        guard let key = parse(buffer) else { throw CryptoError("not a \(what) in PEM form") }
        guard EVP_PKEY_is_a(key, "ED25519") == 1 else {
            EVP_PKEY_free(key)
            throw CryptoError("the \(what) is not an Ed25519 key")
        }
        return key
    }

    static func write(_ what: String, _ print: (OpaquePointer) -> Int32) throws -> [UInt8] {
        guard let buffer = BIO_new(BIO_s_mem()) else { throw CryptoError(what) }
        defer { BIO_free(buffer) }
        guard print(buffer) == 1 else { throw CryptoError("failed to encode the \(what)") }
        var text = [UInt8](repeating: 0, count: BIO_ctrl_pending(buffer))
        guard BIO_read(buffer, &text, Int32(text.count)) == text.count else {
            throw CryptoError("failed to encode the \(what)")
        }
        return text
    }
}
