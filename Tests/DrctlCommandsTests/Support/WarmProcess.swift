import Foundation
import Glibc

/// The process that starts the sandboxes, and runs what others do to them, without importing everything each time
/// (sandbox/drctl_sandbox/warm.py). It ends with the tests: it serves until its standard input does.
actor WarmProcess {
    static let shared = WarmProcess()

    private struct Address {
        var port: UInt16
        var token: String
        /// Kept, since it is open as long as these tests run.
        var input: Pipe
    }

    private var address: Address?

    /// - Throws: `Sandbox.Failure` with what it complains of.
    nonisolated func ask(_ what: String, _ body: some Encodable & Sendable) async throws {
        let address = try await listening()
        let body = try JSONEncoder().encode(body)
        let head =
            "POST /\(what) HTTP/1.0\r\nAuthorization: \(address.token)\r\nContent-Length: \(body.count)\r\n\r\n"
        let (port, request) = (address.port, Data(head.utf8) + body)
        // On a thread of its own, which sleeps until the answer comes: a URLSession turns in circles meanwhile.
        let answer = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Self.exchange(request, port) })
            }
        }
        let text = String(decoding: answer, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.0 200 ") else { throw Sandbox.Failure(description: "\(what): \(text)") }
    }

    /// Sends a request, and reads until the other side has ended.
    private static func exchange(_ request: Data, _ port: UInt16) throws -> Data {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Sandbox.Failure(description: "the sandboxes' process does not listen") }
        let handle = FileHandle(fileDescriptor: socket, closeOnDealloc: false)
        try handle.write(contentsOf: request)
        return try handle.readToEnd() ?? Data()
    }

    private func listening() throws -> Address {
        if let address { return address }
        let process = Process()
        process.executableURL = URL(filePath: Binary.root + "/.venv/bin/python")
        process.arguments = ["-m", "drctl_sandbox", "warm", "--fast", "--port", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": Binary.root + "/sandbox"]) {
            $1
        }
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Sandbox.Failure(description: "the sandboxes' process did not start") }
            line += more
        }
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2, let port = UInt16(words[0]) else {
            throw Sandbox.Failure(description: "the sandboxes' process says \(words)")
        }
        let found = Address(port: port, token: words[1], input: input)
        address = found
        return found
    }
}
