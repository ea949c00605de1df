import Digests
import RecoveryModel
import Testing

@Suite("Manifests as they are stored") struct SignedManifestTests {
    private func manifest() -> BackupManifest {
        var manifest = BackupManifest(
            name: "kb-20261129T020000Z-0001", database: "kb \"ä/", takenAt: Instant("2026-11-29T02:00:00.25Z")!,
            server: BackedUpServer(
                version: "15.18", number: 150_018, systemIdentifier: "7421", encoding: "UTF8", collation: "C.UTF-8",
                characterType: "C", lsn: "0/1", isReplica: false),
            encryption: BackupEncryption(.age, ["age1x"]))
        manifest.schemaVersion = "42"
        manifest.parts = [
            BackupPart(kind: .globals, name: "globals.sql.zst.age", bytes: 2, sha256: "ab"),
            BackupPart(kind: .data, name: "data-1.dump.zst.age", bytes: 3, sha256: "cd"),
        ]
        manifest.tables = [TableCount(schema: "s \n", table: "Tä\"b", rows: 12)]
        manifest.roles = ["app"]
        return manifest
    }

    /// Stands for a key: who knows it can sign.
    private func signature(_ text: String) -> SignedEvidence.Signature {
        SignedEvidence.Signature(key: "k1", value: SHA256.hex("secret" + text))
    }

    private let trust = EvidenceTrust(keys: ["k1": "pem"]) { value, text, pem in
        pem == "pem" && value == SHA256.hex("secret" + text)
    }

    @Test func `it is read as it was written`() throws {
        let signed = try SignedManifest(manifest(), sign: signature)
        let read = try SignedManifest(bytes: Array(signed.text().utf8))
        #expect(read == signed && read.manifest == manifest())
        #expect(read.doubt(by: trust) == nil && read.doubt(by: .nobody) == nil)
    }

    @Test func `one byte changed anywhere is found`() throws {
        let bytes = Array(try SignedManifest(manifest(), sign: nil).text().utf8)
        for index in bytes.indices {
            for change: UInt8 in [0x01, 0x20] {
                var changed = bytes
                changed[index] ^= change
                #expect(throws: SignedManifest.Damage.self, "byte \(index)") { try SignedManifest(bytes: changed) }
            }
        }
        #expect(throws: SignedManifest.Damage.self) { try SignedManifest(bytes: bytes + [0x0A]) }
        #expect(throws: SignedManifest.Damage.self) { try SignedManifest(bytes: Array(bytes.dropLast())) }
        #expect(throws: SignedManifest.Damage.unreadable) { try SignedManifest(bytes: []) }
    }

    @Test func `whoever rewrites it with its digest has no key to sign it with`() throws {
        var forged = manifest()
        forged.tables = []
        let unsigned = try SignedManifest(forged, sign: nil)
        #expect(unsigned.doubt(by: trust) == "the manifest is not signed, and a key to verify it with was given")
        let signed = try SignedManifest(manifest(), sign: signature)
        let mixed = try SignedManifest(forged) { _ in signed.signature! }
        #expect(mixed.doubt(by: trust) == "the signature of the manifest is not valid")
        let stranger = try SignedManifest(forged) { .init(key: "k2", value: SHA256.hex("other" + $0)) }
        #expect(stranger.doubt(by: trust) == "the manifest is signed by key k2, which is not one of those given")
    }

    @Test func `a version of the future is named`() throws {
        var future = manifest()
        future.version = 2
        let bytes = Array(try SignedManifest(future, sign: nil).text().utf8)
        #expect(throws: SignedManifest.Damage.version(2)) { try SignedManifest(bytes: bytes) }
    }

    @Test func `a verification covers what is no deeper, of the same bytes`() throws {
        let record = BackupVerification(
            backup: "b", digest: "d", at: Instant(milliseconds: 0), depth: .archive, stamps: ["p": "1"],
            milliseconds: 1)
        #expect(record.covers(.checksums, of: "d", stamps: ["p": "1"]))
        #expect(record.covers(.archive, of: "d", stamps: ["p": "1"]))
        #expect(!record.covers(.restore, of: "d", stamps: ["p": "1"]))
        #expect(!record.covers(.checksums, of: "e", stamps: ["p": "1"]))
        #expect(!record.covers(.checksums, of: "d", stamps: ["p": "2"]))
        #expect(!record.covers(.checksums, of: "d", stamps: [:]))
    }
}
