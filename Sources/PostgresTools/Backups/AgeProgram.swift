import FoundationEssentials

/// The program age alone, where nothing is dumped or restored.
package struct AgeProgram: Sendable {
    private let path: String

    /// Finds it in `PATH`.
    ///
    /// - Throws: `PostgresError` when it is missing.
    package static func locate(environment: [String: String]) throws -> AgeProgram {
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        guard let path = folders.map({ "\($0)/age" }).first(where: { FileManager.default.isExecutableFile(atPath: $0) })
        else { throw PostgresError(.tool, "age not found in PATH: it is in the package `age`") }
        return AgeProgram(path: path)
    }

    /// Encrypts its input; recipients are public keys.
    package func encrypting(to recipients: [String]) -> Program {
        Program("age", path: path, arguments: ["--encrypt"] + recipients.flatMap { ["--recipient", $0] })
    }

    /// Decrypts its input with the key in a file.
    package func decrypting(with identity: String) -> Program {
        Program("age", path: path, arguments: ["--decrypt", "--identity", identity])
    }
}
