import Glibc
import Synchronization

/// The server's side of one connection.
final class LoopbackConnection: Sendable {
    private let descriptor: Int32
    private let server: LoopbackServer
    private let unread = Mutex<[UInt8]>([])

    init(descriptor: Int32, server: LoopbackServer) {
        self.descriptor = descriptor
        self.server = server
    }

    /// The next request with its body, nil when the peer has closed; a peer that waits for 100 gets it.
    func readRequest() throws -> LoopbackRequest? {
        guard var request = try readHead(recording: false) else { return nil }
        if request["Expect"] == "100-continue" { try write("HTTP/1.1 100 Continue\r\n\r\n") }
        if request["Transfer-Encoding"] == "chunked" {
            request.body = try readChunked()
        } else if let length = request["Content-Length"].flatMap({ Int($0) }) {
            request.body = try read(count: length)
        }
        server.record(request)
        return request
    }

    /// The next request's head alone.
    func readHead(recording: Bool = true) throws -> LoopbackRequest? {
        guard let line = try readLine() else { return nil }
        var request = LoopbackRequest(line: line, fields: [])
        while let line = try readLine(), !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { throw LoopbackError.malformed(line) }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            request.fields.append((String(line[..<colon]), String(value)))
        }
        if recording { server.record(request) }
        return request
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                send(
                    descriptor, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { throw LoopbackError.closed }
            sent += count
        }
    }

    /// Does nothing until the peer has closed; what it still sends is dropped.
    func stall() throws {
        while try !receive().isEmpty {}
    }

    /// Closes with a reset instead of a good-bye.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    /// Some bytes; none when the peer has closed.
    func receive() throws -> [UInt8] {
        let early = unread.withLock { unread in
            defer { unread = [] }
            return unread
        }
        guard early.isEmpty else { return early }
        return try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            let received = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            guard received >= 0 else { throw LoopbackError.system(errno) }
            count = received
        }
    }

    private func read(count: Int) throws -> [UInt8] {
        guard count > 0 else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            let more = try receive()
            guard !more.isEmpty else { throw LoopbackError.closed }
            bytes += more
        }
        unread.withLock { $0 = Array(bytes[count...]) }
        return Array(bytes[..<count])
    }

    private func readChunked() throws -> [UInt8] {
        var body: [UInt8] = []
        while let line = try readLine() {
            guard let size = Int(line, radix: 16) else { throw LoopbackError.malformed(line) }
            body += try read(count: size)
            guard try readLine() == "" else { throw LoopbackError.malformed("chunk") }
            if size == 0 { return body }
        }
        throw LoopbackError.closed
    }

    private func readLine() throws -> String? {
        var line: [UInt8] = []
        while true {
            let more = try receive()
            guard !more.isEmpty else { return nil }
            guard let end = more.firstIndex(of: UInt8(ascii: "\n")) else {
                line += more
                continue
            }
            unread.withLock { $0 = Array(more[(end + 1)...]) }
            line += more[..<end]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            return String(decoding: line, as: UTF8.self)
        }
    }
}
