package import AWSNames
import Files
import FoundationEssentials
package import PostgresTools

/// A file of secrets that age has encrypted: nothing of it is on a disk in the clear, in an argument or an environment.
package struct SecretsFile: Sendable {
    private let file: PrivateFile

    /// - Parameter path: Of the file; its folder is there already.
    package init(_ path: String) { file = PrivateFile(path) }

    /// Encrypts the text to the recipients and writes a new file, whole or not at all, for its owner alone.
    ///
    /// - Throws: `PipelineFailure`, `FileFailure`; `BackupFailure` when there is a file already, which may be the only export
    ///   of values that have changed since.
    package func write(_ text: Redacted<String>, to recipients: [String], by programs: AgeProgram) async throws {
        let result = EncryptedBytes()
        try await ProgramPipeline([programs.encrypting(to: recipients)]).run(
            from: Self.once(Array(text.secret.utf8)), to: { await result.add($0) })
        guard try file.create(with: await result.bytes) else {
            throw BackupFailure("\(file.path) exists already: name another file, or move it away; nothing was exported")
        }
    }

    /// The text of the file.
    ///
    /// - Throws: `BackupFailure` when there is none, or it is no text; `PipelineFailure` when the key does not open it.
    package func read(identity: String, by programs: AgeProgram) async throws -> Redacted<String> {
        guard let bytes = try file.read() else { throw BackupFailure("\(file.path) not found") }
        let result = EncryptedBytes()
        try await ProgramPipeline([programs.decrypting(with: identity)]).run(
            from: Self.once(bytes), to: { await result.add($0) })
        guard let text = String(validating: await result.bytes, as: UTF8.self) else {
            throw BackupFailure("\(file.path) is not an export of secrets: it is no text")
        }
        return Redacted(text)
    }

    /// Hands the bytes over once.
    private static func once(_ bytes: [UInt8]) -> ProgramPipeline.Source {
        let rest = PendingBytes(bytes)
        return { await rest.take() }
    }

    private actor PendingBytes {
        private var bytes: [UInt8]?

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func take() -> [UInt8]? {
            defer { bytes = nil }
            return bytes
        }
    }

    private actor EncryptedBytes {
        private(set) var bytes: [UInt8] = []

        func add(_ piece: [UInt8]) { bytes += piece }
    }
}

/// A file that only its owner can read when it is made, replaced whole or not at all.
package struct PrivateFile: Sendable {
    private let folder: Folder
    private let name: String

    package init(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        name = parts.last ?? ""
        let above = parts.dropLast().joined(separator: "/")
        folder = Folder(parts.count == 1 ? "." : above.isEmpty ? "/" : above, readers: .owner)
    }

    /// Replaces the text; who could read the old file can read the new one.
    ///
    /// - Throws: `FileFailure`; then the old file is as it was.
    package func update(with text: String) throws {
        try folder.replace(name, with: Array(text.utf8), keepsPermissions: true)
    }

    /// Creates the file; only the owner can read it. False when there is one.
    func create(with bytes: [UInt8]) throws -> Bool { try folder.create(name, with: bytes) }

    /// Whether something has the name; what cannot be looked at is found when it is written.
    package var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// The bytes; nil when there is no file.
    func read() throws -> [UInt8]? { try folder.read(name) }

    /// For people.
    var path: String { folder.path(of: name) }
}
