import AWSNames
import FoundationEssentials
import PostgresTools
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

#if canImport(Glibc)
    import Glibc
#endif

/// A real PostgreSQL of the test's own, with TLS under an authority of its own, on loopback only.
struct TestServer: Sendable {
    let port: Int
    let folder: String
    let tools: ClientTools
    /// Needs quoting wherever it is written down.
    let password = #"p:a\ss'w"rd-"# + UUID().uuidString

    /// The authority that signed the server's certificate.
    var authorities: String { folder + "/ca.crt" }

    /// Starts a server, runs the body, and stops it by its process id.
    static func run<Value: Sendable>(_ body: @Sendable (TestServer) async throws -> Value) async throws -> Value {
        let tools = try ClientTools.locate(environment: ProcessInfo.processInfo.environment)
        let folder = "/tmp/drctl-test-\(UUID().uuidString.prefix(8).lowercased())"
        let server = TestServer(port: try freePort(), folder: folder, tools: tools)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await server.prepare()
        return try await server.serving(body)
    }

    private func prepare() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await shell(asServer: false, getuid() == 0 ? "chown postgres \(folder)" : "true")
        try Data(password.utf8).write(to: URL(fileURLWithPath: folder + "/pw"))
        try await shell(asServer: false, "chmod 644 \(folder)/pw")
        try await shell(
            """
            set -e; cd \(folder)
            \(tools.directory)/initdb -D data -U owner -A scram-sha-256 --pwfile=pw --no-sync >/dev/null
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test-ca -keyout ca.key -out ca.crt
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=127.0.0.1 -keyout data/server.key -out server.csr
            printf 'subjectAltName=IP:127.0.0.1' > san
            openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile san \
                -out data/server.crt
            chmod 600 data/server.key
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=stranger -keyout other.key -out other.crt
            """)
    }

    private func serving<Value: Sendable>(_ body: @Sendable (TestServer) async throws -> Value) async throws -> Value {
        let start = """
            \(tools.directory)/pg_ctl -D \(folder)/data -w -l \(folder)/log start -o "-p \(port) -k \(folder) \
            -c listen_addresses=127.0.0.1 -c ssl=on -c fsync=off -c shared_buffers=16MB -c jit=off"
            """
        try await shell(start)
        let result: Result<Value, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        // pg_ctl stops the process whose id is in this cluster's own postmaster.pid, and no other.
        try await shell("\(tools.directory)/pg_ctl -D \(folder)/data -m immediate -w stop")
        return try result.get()
    }

    /// PostgreSQL refuses to run as root.
    private func shell(asServer: Bool = true, _ script: String) async throws {
        let isRoot = getuid() == 0
        let result = try await Subprocess.run(
            .path(asServer && isRoot ? "/sbin/runuser" : "/bin/sh"),
            arguments: Arguments(
                asServer && isRoot ? ["-u", "postgres", "--", "/bin/sh", "-c", script] : ["-c", script]),
            output: .string(limit: 1 << 20), error: .combinedWithOutput)
        guard result.terminationStatus.isSuccess else { throw PostgresError(.tool, result.standardOutput) }
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw PostgresError(.tool, "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// As the owner, over TLS.
    var connection: PostgresConnection {
        PostgresConnection(
            host: "127.0.0.1", port: port, user: "owner", database: "postgres",
            password: Redacted(password), security: .verifyFull(authorities: authorities))
    }

    func open<Value: Sendable>(
        readOnly: Bool = true, timeout: Int = 30, _ body: @Sendable (inout PsqlSession) async throws -> Value
    ) async throws -> Value {
        let settings = SessionSettings(applicationName: "test", statementTimeout: timeout, readOnly: readOnly)
        return try await PsqlSession.open(connection, settings: settings, tools: tools, body)
    }
}
