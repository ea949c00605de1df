package import AWSCore
import Digests
import FoundationEssentials
package import RecoveryModel

extension PlanSignatures {
    /// From a file's bytes; nil when they are no signatures of this format.
    package init?(_ bytes: [UInt8]) {
        guard let read = try? JSONDecoder().decode(PlanSignatures.self, from: Data(bytes)),
            read.schema == Self.currentSchema
        else { return nil }
        self = read
    }

    /// The file's bytes.
    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// Adds a signature.
    ///
    /// - Throws: `CryptoError`.
    package mutating func sign(with key: Ed25519PrivateKey) throws { signatures.append(try key.signature(of: text)) }

    /// The ids of the keys among these whose signature is there and valid.
    package func signers(among keys: [Ed25519PublicKey]) throws -> Set<String> {
        let named = try keys.map { (try $0.id(), $0) }
        return Set(
            signatures.compactMap { signature in
                guard let key = named.first(where: { $0.0 == signature.key })?.1,
                    let bytes = Base64.decode(signature.value), key.isValid(bytes, for: Array(text.utf8))
                else { return nil }
                return signature.key
            })
    }
}
