import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The workflows of templates/: what judges them says nothing, and their steps do on the sandbox what they say.
@Suite(.serialized) struct WorkflowTests {
    /// What became of a job.
    struct Job: Decodable {
        var code: Int32
        var ran: [String]
        var passed: [String]
    }

    @Test func `yamllint, zizmor and the schemas of GitHub and GitLab have nothing to say`() async throws {
        let github = try FileManager.default.contentsOfDirectory(atPath: Binary.root + "/templates/github").sorted()
            .map { "templates/github/\($0)" }
        let gitlab = ["templates/gitlab/recovery.yml"]
        #expect(github.count == 5 && github.allSatisfy { $0.hasSuffix(".yml") })
        try await judge(["yamllint", "--strict", "-c", "templates/yamllint.yaml"] + github + gitlab)
        try await judge(["zizmor", "--offline", "--no-progress", "--quiet"] + github)
        try await judge(["check-jsonschema", "--builtin-schema", "vendor.github-workflows"] + github)
        try await judge(
            ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"] + gitlab)
    }

    @Test func `a change of the policies is planned, refused or applied, audited and looked after`() async throws {
        try await Sandbox.run { sandbox in
            let folder = try workplace(sandbox)
            let planned = try await run("github/recovery-deploy.yml", "plan", sandbox)
            #expect(planned.code == 0 && planned.ran == ["Check the policies", "Plan"], "\(planned)")
            let summary = try String(contentsOfFile: folder + "/summary.md", encoding: .utf8)
            #expect(summary.contains("kb-prod"))
            // What would replace others' settings is for people to allow.
            #expect(try await run("github/recovery-deploy.yml", "apply", sandbox).code == 1)
            let allowed = try await sandbox.drctl(
                ["apply", "--yes", "--policy", folder + "/policies"] + Sandbox.allowed)
            #expect([0, 2].contains(allowed.code), "\(allowed)")
            #expect(try await run("github/recovery-deploy.yml", "apply", sandbox).code == 0)
            let drift = try await run("github/recovery-drift.yml", "drift", sandbox)
            #expect(drift.code == 0 && drift.ran == ["Look for drift"], "\(drift)")
            let audit = try await run("github/recovery-audit.yml", "audit", sandbox)
            #expect(audit.ran == ["Audit"], "\(audit)")
            // No drill has been run yet: the job fails, and its findings are there to be shown.
            #expect(audit.code == 2)
            #expect(try String(contentsOfFile: folder + "/audit.sarif", encoding: .utf8).contains("kb-prod"))
            let drill = try await run("gitlab/recovery.yml", "recovery-drill", sandbox)
            #expect(drill.code == 0 && drill.ran.count == 1, "\(drill)")
            let again = try await run("github/recovery-drill.yml", "drill", sandbox)
            #expect(again.code == 0, "\(again)")
            #expect(again.ran == ["Drill what is due", "Delete what a drill that was cut off has left"])
            for job in ["recovery-plan", "recovery-drift"] {
                let same = try await run("gitlab/recovery.yml", job, sandbox)
                #expect(same.code == 0 && !same.ran.isEmpty, "\(job): \(same)")
            }
        }
    }

    @Test func `the newest backup is restored and counted, and one that is damaged fails the job`() async throws {
        try await BackupServer.run { server in
            try await server.sql(BackupServer.sample)
            let made = try await server.backup("create", ["--signing-key", server.folder + "/sign.pem"])
            #expect(made.code == 0, "\(made)")
            let password = try #require(
                BackupServer.password.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let url = "postgresql://postgres:\(password)@127.0.0.1:\(server.port)/postgres?sslmode=disable"
            let values = [
                "vars.DRCTL_BACKUPS": server.backups, "env.DRCTL_DATABASE_URL": url,
                "secrets.DRCTL_AGE_KEY": try String(contentsOfFile: server.key, encoding: .utf8),
                "vars.DRCTL_PUBLIC_KEY": try String(contentsOfFile: server.folder + "/sign.pub", encoding: .utf8),
            ]
            let github = try await run("github/disaster-recovery-test.yml", "restore", values, server)
            #expect(github.code == 0, "\(github)")
            #expect(github.ran == ["Restore the newest backup and count every row", "Remove the key"])
            #expect(!FileManager.default.fileExists(atPath: server.folder + "/age-key"))
            #expect(try await server.databases() == ["kb", "postgres"])
            let variables = [
                "DRCTL_BACKUPS": server.backups, "DRCTL_DATABASE_URL": url, "DRCTL_AGE_KEY": server.key,
            ]
            let gitlab = try await run("gitlab/recovery.yml", "disaster-recovery-test", variables, server)
            #expect(gitlab.code == 0 && gitlab.ran.count == 1, "\(gitlab)")

            let part = try #require(server.files().first { $0.hasSuffix("definitions.dump.zst.age") })
            var bytes = try #require(FileManager.default.contents(atPath: "\(server.backups)/\(part)"))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(filePath: "\(server.backups)/\(part)"))
            let damaged = try await run("github/disaster-recovery-test.yml", "restore", values, server)
            #expect(damaged.code == 3 && damaged.ran.last == "Remove the key", "\(damaged)")
        }
    }

    private func run(
        _ file: String, _ job: String, _ values: [String: String], _ server: BackupServer
    ) async throws -> Job {
        let bin = server.folder + "/bin"
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        try "#!/bin/sh\nexec \(Binary.path) \"$@\"\n".write(
            toFile: bin + "/drctl", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bin + "/drctl")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return try await run(
            file, job, values,
            [
                "PATH": "\(bin):\(path)", "HOME": "/nonexistent", "RUNNER_TEMP": server.folder,
                "GITHUB_STEP_SUMMARY": server.folder + "/summary.md",
            ], in: server.folder)
    }

    /// A folder of the sandbox that looks like a team's repository.
    private func workplace(_ sandbox: Sandbox) throws -> String {
        let folder = sandbox.folder + "/repository"
        try FileManager.default.createDirectory(atPath: folder + "/policies", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: "\(Binary.root)/\(Sandbox.policy)", toPath: folder + "/policies/knowledge-base.yaml")
        return folder
    }

    private func run(_ file: String, _ job: String, _ sandbox: Sandbox) async throws -> Job {
        var variables = try sandbox.shellVariables()
        variables["GITHUB_STEP_SUMMARY"] = sandbox.folder + "/repository/summary.md"
        return try await run(file, job, [:], variables, in: sandbox.folder + "/repository")
    }

    private func run(
        _ file: String, _ job: String, _ values: [String: String], _ variables: [Environment.Key: String],
        in folder: String
    ) async throws -> Job {
        let given = String(decoding: try JSONEncoder().encode(values), as: UTF8.self)
        let result = try await Subprocess.run(
            .path(FilePath(Binary.root + "/.venv/bin/python")),
            arguments: [
                Binary.root + "/Tests/Workflows/run_steps.py", "\(Binary.root)/templates/\(file)", job, given,
            ], environment: .custom(variables), workingDirectory: FilePath(folder), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return try JSONDecoder().decode(Job.self, from: Data(result.standardOutput.utf8))
    }

    private func judge(_ command: [String]) async throws {
        let result = try await Subprocess.run(
            .path(FilePath(Binary.root + "/.venv/bin/" + command[0])), arguments: Arguments(Array(command.dropFirst())),
            workingDirectory: FilePath(Binary.root), output: .string(limit: 1 << 18), error: .string(limit: 1 << 18))
        #expect(
            result.terminationStatus.isSuccess, "\(command[0]): \(result.standardOutput)\(result.standardError)")
    }
}
