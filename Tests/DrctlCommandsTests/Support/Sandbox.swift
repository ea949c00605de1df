import Foundation

/// A sandbox of the test's own: AWS on loopback, real PostgreSQL behind its RDS, the knowledge base's estate.
struct Sandbox: Sendable {
    /// What a client of it needs.
    let environment: [String: String]
    let folder: String

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// In memory where there is room for all of them: clusters are copied whole, again and again.
    private static let parent: String = {
        let memory = try? FileManager.default.attributesOfFileSystem(forPath: "/dev/shm")
        let free = memory?[.systemFreeSize] as? NSNumber
        return (free?.uint64Value ?? 0) > 6 << 30 ? "/dev/shm" : "/tmp"
    }()

    /// Enough to keep a small machine busy, and few enough that what one test waits for comes soon.
    private static let places = Places(4)

    /// Starts a sandbox when few others are up, runs the body, and takes it down, however the body ends.
    static func run<Value: Sendable>(_ body: @Sendable (Sandbox) async throws -> Value) async throws -> Value {
        // A second one of a suite that has one already waits for nobody: those ahead of it may be waiting for it.
        guard current == nil else { return try await started(body) }
        return try await places.withOne { try await started(body) }
    }

    private static func started<Value: Sendable>(_ body: @Sendable (Sandbox) async throws -> Value) async throws
        -> Value
    {
        let folder = "\(parent)/drctl-sandbox-\(UUID().uuidString.prefix(8).lowercased())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            try await WarmProcess.shared.ask("up", ["dir": folder])
            let sandbox = Sandbox(environment: try variables(folder + "/env"), folder: folder)
            let value = try await body(sandbox)
            try await WarmProcess.shared.ask("down", ["dir": folder])
            return value
        } catch {
            try? await WarmProcess.shared.ask("down", ["dir": folder])
            throw error
        }
    }

    /// Runs drctl against it, with what it remembers kept in the sandbox's folder.
    func drctl(_ arguments: String..., extra: [String: String] = [:]) async throws -> Binary.Outcome {
        try await drctl(arguments, extra: extra)
    }

    /// The same, with arguments that were put together; `state` as another machine would have it.
    func drctl(
        _ arguments: [String], state: String? = nil, extra: [String: String] = [:],
        meanwhile: @escaping @Sendable (Binary.Running) async throws -> Void = { _ in }
    ) async throws -> Binary.Outcome {
        var environment = environment.merging(extra) { _, given in given }
        environment["DRCTL_STATE"] = state ?? folder + "/state"
        return try await Binary.run(arguments, environment, meanwhile: meanwhile)
    }

    /// Runs Python with boto3, as somebody else would work on the account.
    func engineer(_ code: String) async throws {
        var variables = environment
        variables["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? ""
        variables["AWS_ACCESS_KEY_ID"] = environment["DRCTL_SANDBOX_ENGINEER_ACCESS_KEY_ID"]
        variables["AWS_SECRET_ACCESS_KEY"] = environment["DRCTL_SANDBOX_ENGINEER_SECRET_ACCESS_KEY"]
        try await WarmProcess.shared.ask("run", Script(code: code, env: variables))
    }

    private struct Script: Encodable {
        var code: String
        var env: [String: String]
    }

    /// The `export` lines of a file that a shell would source.
    private static func variables(_ path: String) throws -> [String: String] {
        var variables: [String: String] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard line.hasPrefix("export "), parts.count == 2 else { continue }
            let quotes = CharacterSet(charactersIn: "'")
            variables[String(parts[0].dropFirst("export ".count))] = parts[1].trimmingCharacters(in: quotes)
        }
        return variables
    }
}
