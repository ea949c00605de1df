import FoundationEssentials
package import RecoveryModel

/// The programs that make and open backups, and how they are called.
///
/// All of them are in public packages; a backup is opened by the same calls without drctl (docs/backups.md).
package struct BackupPrograms: Sendable {
    package let tools: ClientTools
    let zstd: String
    /// Nil where age is not installed.
    let age: String?

    /// Finds zstd and age in `PATH`, and PostgreSQL's programs beside psql.
    ///
    /// - Throws: `PostgresError` when one is missing that every backup needs.
    package static func locate(environment: [String: String]) throws -> BackupPrograms {
        let tools = try ClientTools.locate(environment: environment)
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        func find(_ name: String) -> String? {
            folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        }
        for name in ["pg_dump", "pg_dumpall", "pg_restore"]
        where !FileManager.default.isExecutableFile(atPath: "\(tools.directory)/\(name)") {
            throw PostgresError(.tool, "\(name) not found in \(tools.directory), where psql is")
        }
        guard let zstd = find("zstd") else {
            throw PostgresError(.tool, "zstd not found in \(CountText.list(folders))")
        }
        return BackupPrograms(tools: tools, zstd: zstd, age: find("age"))
    }

    /// The versions of all, by name.
    package func versions() async throws -> [String: String] {
        var versions = ["pg_dump": try await tools.version()]
        versions["zstd"] = try await word(of: zstd)
        if let age { versions["age"] = try await word(of: age) }
        return versions
    }

    /// The first word with a digit in what a program says of its version.
    private func word(of path: String) async throws -> String {
        let said = Collector()
        try await ProgramPipeline([Program(path, path: path, arguments: ["--version"])]).run(to: { await said.add($0) })
        let words = await said.text.split { !($0.isLetter || $0.isNumber || ".-_".contains($0)) }
        let word = words.first { $0.contains { $0.isNumber } && $0.contains(".") } ?? words.first ?? "unknown"
        return String(word.hasPrefix("v") ? word.dropFirst() : word)
    }

    /// The programs that compress and encrypt, to be put behind one that writes.
    ///
    /// - Throws: `PostgresError` when age is needed and missing.
    package func packing(_ encryption: BackupEncryption) throws -> [Program] {
        var programs = [Program("zstd", path: zstd, arguments: ["-q", "-3", "-T2", "-c"])]
        if encryption.method == .age {
            programs.append(
                Program(
                    "age", path: try requireAge(), arguments: encryption.recipients.flatMap { ["--recipient", $0] }))
        }
        return programs
    }

    /// The programs that decrypt and decompress, to be put before one that reads.
    ///
    /// - Parameter identity: The file of age's key; nil for what age has not encrypted.
    /// - Throws: `PostgresError` when age is needed and missing.
    package func unpacking(identity: String?) throws -> [Program] {
        var programs: [Program] = []
        if let identity {
            programs.append(
                Program("age", path: try requireAge(), arguments: ["--decrypt", "--identity", identity]))
        }
        return programs + [Program("zstd", path: zstd, arguments: ["-q", "-d", "-c"])]
    }

    private func requireAge() throws -> String {
        guard let age else { throw PostgresError(.tool, "age not found in PATH: it is in the package `age`") }
        return age
    }

    func path(_ name: String) -> String { "\(tools.directory)/\(name)" }
}

/// Bytes of one program's short output.
package actor Collector {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: About so many bytes are kept; what comes after them is dropped.
    package init(limit: Int = 1 << 20) { self.limit = limit }

    package func add(_ piece: [UInt8]) { if bytes.count < limit { bytes += piece } }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
