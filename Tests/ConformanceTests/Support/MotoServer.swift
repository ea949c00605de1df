import AWSCore
import Foundation
import Glibc
import Testing

/// moto on a loopback port, from the repository's `.venv`; it demands right signatures and IAM permissions.
struct MotoServer {
    let url: HTTPURL
    let transport: CurlTransport
    private let process: Process

    /// Nil, and a line on standard output, when there is no `.venv`.
    ///
    /// - Parameter unauthenticatedCalls: Calls that it lets through before it demands signatures.
    static func start(unauthenticatedCalls: Int) async throws -> MotoServer? {
        let package = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let python = package.appending(path: ".venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else {
            print("moto: skipped: no .venv (python3 -m venv .venv && .venv/bin/pip install 'moto[server]')")
            return nil
        }
        // Somebody else may take the port between the asking and moto's bind: then moto ends, and another is tried.
        for _ in 0..<5 {
            if let server = try await start(python, unauthenticatedCalls) { return server }
        }
        throw ConformanceFailure("moto did not start")
    }

    /// Nil when moto ended by itself.
    private static func start(_ python: URL, _ unauthenticatedCalls: Int) async throws -> MotoServer? {
        let port = try freePort()
        let process = Process()
        process.executableURL = python
        process.arguments = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["INITIAL_NO_AUTH_ACTION_COUNT": String(unauthenticatedCalls)]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let server = MotoServer(
            url: HTTPURL(scheme: "http", host: "127.0.0.1", port: port), transport: CurlTransport(), process: process)
        do {
            if try await server.isReady() { return server }
        } catch {
            server.stop()
            throw error
        }
        server.stop()
        return nil
    }

    /// Ends the server that was started here. It inherits the signals that this thread blocks, SIGTERM among them, and
    /// has nothing to lose.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        transport.close()
    }

    /// Waits for an answer; false when the process has ended. It asks often, whatever the time: beside tests that compute
    /// for a minute it may be let to ask only twice in that minute.
    private func isReady() async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(120)
        var probe = url
        probe.path = "/moto-api/data.json"
        var asked = 0
        while asked < 600 || ContinuousClock.now < deadline {
            asked += 1
            guard process.isRunning else { return false }
            let response = try? await transport.send(HTTPRequest(method: "GET", url: probe), limits: HTTPLimits())
            if response?.status == 200 { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw ConformanceFailure("moto did not answer \(asked) times, in two minutes and more")
    }

    /// A port that nobody listens on: asked of the system, then let go.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard descriptor >= 0, result == 0 else { throw ConformanceFailure("no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
