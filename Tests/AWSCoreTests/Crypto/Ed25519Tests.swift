import AWSCore
import Digests
import Testing

@Suite("Ed25519")
struct Ed25519Tests {
    /// RFC 8032, section 7.1, test 2.
    private static let seed: [UInt8] = [
        0x4C, 0xCD, 0x08, 0x9B, 0x28, 0xFF, 0x96, 0xDA, 0x9D, 0xB6, 0xC3, 0x46, 0xEC, 0x11, 0x4E, 0x0F, 0x5B, 0x8A,
        0x31, 0x9F, 0x35, 0xAB, 0xA6, 0x24, 0xDA, 0x8C, 0xF6, 0xED, 0x4F, 0xB8, 0xA6, 0xFB,
    ]
    private static let signature =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"

    /// The seed in PKCS #8, as RFC 8410 has it.
    private static let pem: [UInt8] = {
        let der: [UInt8] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20] + seed
        return Array("-----BEGIN PRIVATE KEY-----\n\(Base64.encode(der))\n-----END PRIVATE KEY-----\n".utf8)
    }()

    @Test func `the RFC's key signs the RFC's message as the RFC has it`() throws {
        let key = try Ed25519PrivateKey(pem: Self.pem)
        #expect(Hex.encode(try key.sign([0x72])) == Self.signature)
        #expect(try key.pem() == Self.pem)
    }

    @Test func `only the right key, message and signature go together`() throws {
        let key = try Ed25519PrivateKey()
        let message = Array("restored in 14 minutes".utf8)
        let signature = try key.sign(message)
        let publicKey = try Ed25519PublicKey(pem: key.publicKey().pem())
        #expect(publicKey.isValid(signature, for: message))
        #expect(!publicKey.isValid(signature, for: message + [0]))
        #expect(!publicKey.isValid(signature.reversed(), for: message))
        #expect(!publicKey.isValid([], for: message))
        #expect(try !Ed25519PrivateKey().publicKey().isValid(signature, for: message))
    }

    @Test func `what is no key is refused with a reason`() throws {
        #expect(throws: CryptoError.self) { try Ed25519PrivateKey(pem: Array("no key".utf8)) }
        #expect(throws: CryptoError.self) { try Ed25519PublicKey(pem: Self.pem) }
        #expect(throws: CryptoError.self) { try Ed25519PrivateKey(pem: Ed25519PrivateKey().publicKey().pem()) }
    }
}
