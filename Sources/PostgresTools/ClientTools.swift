import FoundationEssentials
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// PostgreSQL's client programs.
package struct ClientTools: Sendable, Equatable {
    /// The folder that contains psql.
    package let directory: String

    package init(directory: String) { self.directory = directory }

    /// The path of psql.
    package var psql: String { directory + "/psql" }

    /// Finds psql in `DRCTL_PG_BIN`, else in Debian's versioned folders (newest first), else in `PATH`.
    ///
    /// Debian's folders come first because its /usr/bin/psql is a Perl wrapper that starts slowly.
    package static func locate(environment: [String: String]) throws -> ClientTools {
        var folders: [String] = []
        if let given = environment["DRCTL_PG_BIN"], !given.isEmpty {
            folders = [given]
        } else {
            let debian = "/usr/lib/postgresql"
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
            folders = versions.compactMap(Int.init).sorted(by: >).map { "\(debian)/\($0)/bin" }
            folders += (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        }
        guard let found = folders.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/psql") }) else {
            throw PostgresError(.tool, "psql not found in \(folders.joined(separator: ", "))")
        }
        return ClientTools(directory: found)
    }

    /// The version of psql, such as `15.18`.
    package func version() async throws -> String {
        let result = try await run(
            .path(FilePath(psql)), arguments: ["--version"], environment: .custom(["LC_ALL": "C"]),
            output: .string(limit: 4_096))
        let words = result.standardOutput.split(whereSeparator: \.isWhitespace)
        guard result.terminationStatus.isSuccess, words.count >= 3 else {
            throw PostgresError(.tool, "\(psql) --version failed")
        }
        return String(words[2])
    }
}
