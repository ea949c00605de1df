import AWSNames
import FoundationEssentials
package import RecoveryModel

extension SecretBundle {
    /// The first member of the text, by which it is known.
    private static let schema = "drctl/secrets/v1"

    /// Why a text is no export.
    package struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// The text that is encrypted: canonical JSON with all values.
    package var json: String {
        JSONValue.object([
            "schema": .string(Self.schema), "exportedAt": .string(exportedAt.description),
            "secrets": .object(
                values.mapValues { value in
                    switch value.secret {
                    case .text(let text): ["text": .string(text)]
                    case .binary(let bytes): ["base64": .string(Data(bytes).base64EncodedString())]
                    }
                }),
        ]).compact
    }

    /// Reads what an export has encrypted.
    ///
    /// - Throws: `Refusal`, which never contains a part of the text.
    package init(json text: String) throws(Refusal) {
        guard let document = try? JSONValue(parsing: text), document["schema"]?.text == Self.schema,
            let at = document["exportedAt"]?.text.flatMap({ Instant($0) }),
            case .object(let secrets)? = document["secrets"]
        else { throw Refusal(description: "it is not an export of secrets in JSON (\(Self.schema))") }
        var values: [String: Redacted<SecretValue>] = [:]
        for (name, value) in secrets {
            if let text = value["text"]?.text {
                values[name] = Redacted(.text(text))
            } else if let bytes = value["base64"]?.text.flatMap({ Data(base64Encoded: $0) }) {
                values[name] = Redacted(.binary(Array(bytes)))
            } else {
                throw Refusal(description: "secret \(name) of the export has no value")
            }
        }
        self.init(values: values, exportedAt: at)
    }

    /// Whether a decrypted text is one of these; else it is a file of variables.
    package static func isJSON(_ text: String) -> Bool { text.hasPrefix("{") }
}
