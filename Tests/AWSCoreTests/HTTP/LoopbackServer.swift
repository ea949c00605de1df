import AWSCore
import Foundation
import Glibc
import Synchronization

/// A server on 127.0.0.1 that does what a test scripts, right or wrong; one thread a connection.
final class LoopbackServer: Sendable {
    let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var requests: [LoopbackRequest] = []
        var connections: [Int32] = []
        var accepted = 0
        var isStopped = false
    }

    /// Listens at once; the script is run for each connection, which is closed when the script returns.
    init(_ script: @escaping @Sendable (LoopbackConnection) throws -> Void) throws {
        (listener, port) = try Self.listen()
        Thread.detachNewThread { [self] in acceptConnections(script) }
    }

    /// Answers every request on every connection with what the function makes of it.
    static func answering(_ respond: @escaping @Sendable (LoopbackRequest) -> String) throws -> LoopbackServer {
        try LoopbackServer { connection in
            while let request = try connection.readRequest() { try connection.write(respond(request)) }
        }
    }

    deinit { stop() }

    /// The requests that scripts have read so far.
    var requests: [LoopbackRequest] { state.withLock { $0.requests } }

    /// The connections taken so far.
    var acceptedConnections: Int { state.withLock { $0.accepted } }

    /// Where it listens.
    func url(_ path: String = "/", query: String? = nil, scheme: String = "http") -> HTTPURL {
        HTTPURL(scheme: scheme, host: "127.0.0.1", port: port, path: path, query: query)
    }

    /// Wakes every blocked thread; connections close as their scripts end.
    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    func record(_ request: LoopbackRequest) { state.withLock { $0.requests.append(request) } }

    private func acceptConnections(_ script: @escaping @Sendable (LoopbackConnection) throws -> Void) {
        defer { close(listener) }
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            // Not for child processes, which would keep a closed connection open.
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            let isWanted = state.withLock { state in
                state.accepted += 1
                if !state.isStopped { state.connections.append(descriptor) }
                return !state.isStopped
            }
            guard isWanted else { close(descriptor); return }
            Thread.detachNewThread { [self] in
                // A script that throws has met a peer that went away, which many tests are about.
                try? script(LoopbackConnection(descriptor: descriptor, server: self))
                state.withLock { $0.connections.removeAll { $0 == descriptor } }
                close(descriptor)
            }
        }
    }

    /// A listening socket on a port of the system's choice.
    static func listen(backlog: Int32 = 128) throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw LoopbackError.system(errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let bound = bind(descriptor, pointer, length) == 0 && Glibc.listen(descriptor, backlog) == 0
                return bound ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard status == 0 else { throw LoopbackError.system(errno) }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}

/// A request as it came over the wire.
struct LoopbackRequest: Sendable {
    var line: String
    var fields: [(name: String, value: String)]
    var body: [UInt8] = []

    var method: String { line.split(separator: " ").first.map(String.init) ?? "" }
    var target: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

    subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

enum LoopbackError: Error {
    case system(Int32)
    case closed
    case malformed(String)
}
