import Digests
import Testing

@Suite struct SHA256Tests {
    /// FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the standard's examples give the standard's digests`(text: String, digest: String) {
        #expect(SHA256.hex(text) == digest)
        #expect(SHA256.hex(Array(text.utf8)) == digest)
        #expect(Hex.encode(SHA256.hash(text.utf8)) == digest)
    }

    @Test func `a million letters give the standard's digest`() {
        let bytes = repeatElement(UInt8(ascii: "a"), count: 1_000_000)
        #expect(SHA256.hex(bytes) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `a sequence without contiguous storage has the same hash`() {
        #expect(SHA256.hash(sequence(first: UInt8(0)) { $0 < 255 ? $0 + 1 : nil }) == SHA256.hash(Array(0...255)))
        #expect(SHA256.hex(Array(0...255).lazy.map { $0 }) == SHA256.hex(Array(0...255)))
    }

    @Test func `pieces have the hash of the whole, and the hasher begins anew`() {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let streaming = StreamingSHA256()
        for round in 0..<2 {
            for start in stride(from: 0, to: bytes.count, by: 777) {
                streaming.update(Array(bytes[start..<min(start + 777, bytes.count)]))
            }
            #expect(streaming.finish() == SHA256.hash(bytes), "round \(round)")
        }
        #expect(streaming.finish() == SHA256.hash([]))
    }
}

@Suite struct LegacyDigestTests {
    /// RFC 1321, appendix A.5.
    @Test func `MD5 of the RFC's examples`() throws {
        #expect(Hex.encode(try MD5.hash([])) == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(Hex.encode(try MD5.hash("message digest".utf8)) == "f96b697d7cb7938d525a2f31aaf161d0")
    }

    /// FIPS 180-1, appendix A.
    @Test func `SHA-1 of the standard's example`() throws {
        #expect(Hex.encode(try SHA1.hash("abc".utf8)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test func `bytes are written in two lower-case digits each`() {
        #expect(Hex.encode([0, 1, 0x7F, 0xFF]) == "00017fff")
        #expect(Hex.encode([]) == "")
    }
}
