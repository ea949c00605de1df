import Digests
import FoundationEssentials

/// A manifest as it is stored: with its digest, and the signature of it where there is a key.
///
/// It is canonical JSON (RFC 8785). A file that is not byte by byte what its content is written as was changed, in a
/// member or beside one.
package struct SignedManifest: Hashable, Sendable, Codable {
    package var manifest: BackupManifest
    /// SHA-256 of the manifest's canonical text, in hex.
    package var digest: String
    /// Ed25519 over the manifest's canonical text.
    package var signature: SignedEvidence.Signature?

    /// Why a stored manifest is not believed.
    package enum Damage: Error, Hashable, Sendable, CustomStringConvertible {
        case unreadable
        case changed
        case version(Int)

        package var description: String {
            switch self {
            case .unreadable: "the manifest cannot be read: it is damaged or not a manifest"
            case .changed: "the manifest was changed: it is not the text that its digest is of"
            case .version(let version): "the manifest has version \(version), which this drctl does not know"
            }
        }
    }

    /// - Parameter sign: Signs a text; nil without a key.
    package init(
        _ manifest: BackupManifest, sign: ((String) throws -> SignedEvidence.Signature)?
    ) throws {
        let text = try CanonicalJSON.text(of: manifest)
        self.manifest = manifest
        digest = SHA256.hex(text)
        signature = try sign?(text)
    }

    /// Reads a stored manifest.
    package init(bytes: [UInt8]) throws(Damage) {
        struct Versioned: Decodable {
            struct Inner: Decodable { var version: Int }
            var manifest: Inner
        }
        let data = Data(bytes)
        guard let head = try? JSONDecoder().decode(Versioned.self, from: data) else { throw .unreadable }
        guard head.manifest.version == BackupManifest.currentVersion else { throw .version(head.manifest.version) }
        guard let read = try? JSONDecoder().decode(Self.self, from: data) else { throw .unreadable }
        guard let text = try? CanonicalJSON.text(of: read.manifest), let whole = try? read.text(),
            SHA256.hex(text) == read.digest, Array(whole.utf8) == bytes
        else { throw .changed }
        self = read
    }

    /// As it is stored.
    package func text() throws -> String { try CanonicalJSON.text(of: self) }

    /// Why the manifest cannot be believed by those who trust these keys; nil when it can. Without any key nothing is asked.
    package func doubt(by trust: EvidenceTrust) -> String? {
        guard trust.checksSignatures else { return nil }
        guard let signature else { return "the manifest is not signed, and a key to verify it with was given" }
        guard let text = try? CanonicalJSON.text(of: manifest) else { return "the manifest cannot be read" }
        guard let key = trust.keys[signature.key] else {
            return "the manifest is signed by key \(signature.key.prefix(16)), which is not one of those given"
        }
        return trust.isValid(signature.value, text, key) ? nil : "the signature of the manifest is not valid"
    }
}
