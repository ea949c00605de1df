import Foundation
import Testing

/// The example for Docker Compose: its own file, on a plain server in the place of its container.
@Suite("Docker Compose") struct ComposeTests {
    private static let example = Binary.root + "/templates/compose/knowledge-base.yaml"
    /// Whether the client and its plugin are installed.
    private static var hasCompose: Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["docker", "compose", "version"]
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test func `its database is backed up, verified and restored by its compose file, and its health check passes`()
        async throws
    {
        try await BackupServer.run { server in
            let file = server.folder + "/compose.yaml"
            let example = try String(contentsOfFile: Self.example, encoding: .utf8)
            #expect(example.contains("127.0.0.1:5432:5432"))
            try example.replacing("127.0.0.1:5432:5432", with: "127.0.0.1:\(server.port):5432")
                .write(toFile: file, atomically: false, encoding: .utf8)
            try (BackupServer.password + "\n").write(
                toFile: server.folder + "/postgres-password", atomically: false, encoding: .utf8)
            try await server.sql("create database knowledge_base", in: "postgres")
            try await server.sql(BackupServer.sample, in: "knowledge_base")

            let variables = [
                "DRCTL_BACKUPS": server.backups, "DRCTL_AGE_IDENTITY": server.key,
                "DRCTL_AGE_RECIPIENT": try String(contentsOfFile: server.folder + "/recipient", encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines),
            ]
            func drctl(_ verb: String, _ arguments: [String] = []) async throws -> Binary.Outcome {
                try await Binary.run(["backup", verb, "--compose", "\(file):database"] + arguments, variables)
            }
            let open = try await drctl("create")
            #expect(open.code != 0 && open.words.contains("postgres-password"), "\(open)")
            try await BackupServer.shell("chmod 600 \(server.folder)/postgres-password")
            let created = try await drctl("create")
            #expect(created.code == 0, "\(created)")
            let verified = try await drctl("verify", ["--restore"])
            #expect(verified.code == 0, "\(verified)")
            let restored = try await drctl("restore", ["--into", "copy"])
            #expect(restored.code == 0, "\(restored)")
            try await server.expectSame("knowledge_base", "copy")
            let unknown = try await Binary.run(["backup", "create", "--compose", "\(file):web"], variables)
            #expect(unknown.code == 64 && unknown.words.contains("service web not found"), "\(unknown)")

            // The health check, as the container would run it.
            let check = try #require(example.split(separator: "test: [CMD, ").last?.split(separator: "]").first)
            try await BackupServer.shell(
                "PGHOST=127.0.0.1 PGPORT=\(server.port) \(server.programs)/\(check.replacing(",", with: ""))")
        }
    }

    @Test(.enabled(if: hasCompose, "the plugin of docker is missing"))
    func `docker compose finds nothing wrong with the file`() async throws {
        let said = try await BackupServer.shell("docker compose -f \(Self.example) config --quiet 2>&1")
        #expect(said == "")
    }
}
