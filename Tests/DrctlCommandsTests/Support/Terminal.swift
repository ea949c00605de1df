import Foundation
import Testing

/// The real binary on a terminal, for which Tests/Terminal/terminal.py stands.
struct Terminal: Decodable, Sendable {
    /// What the person at the terminal does.
    enum Step: Encodable, Sendable {
        case await(String)
        case type(String)
        case signal(Int32)

        private enum CodingKeys: String, CodingKey { case await, type, signal }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            switch self {
            case .await(let text): try container.encode(text, forKey: .await)
            case .type(let text): try container.encode(text, forKey: .type)
            case .signal(let number): try container.encode(number, forKey: .signal)
            }
        }
    }

    /// The exit code.
    var code: Int32
    /// Everything that was written to the terminal.
    var written: String
    /// What stands on it at the end.
    var lines: [String]
    /// Whether it shows at the end what is typed.
    var echoes: Bool
    /// The same after each step.
    var during: [Bool]

    static func run(
        _ arguments: [String], _ environment: [String: String] = [:], _ steps: [Step] = []
    ) async throws -> Terminal {
        let script = String(decoding: try JSONEncoder().encode(steps), as: UTF8.self)
        let outcome = try await Binary.run(
            arguments, ["TERM": "xterm"].merging(environment) { _, given in given },
            under: ["/usr/bin/env", "python3", Binary.root + "/Tests/Terminal/terminal.py", script])
        guard outcome.code == 0 else { throw Sandbox.Failure(description: outcome.conversation) }
        return try JSONDecoder().decode(Terminal.self, from: Data(outcome.output.utf8))
    }
}
