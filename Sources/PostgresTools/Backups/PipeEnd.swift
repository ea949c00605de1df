import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// This process's end of a pipe to a program: reads and writes wait on a thread of their own.
final class PipeEnd: Sendable {
    /// The end was closed on the other side.
    struct Closed: Error {}

    private let number: Mutex<Int32>
    private let queue = DispatchQueue(label: "drctl.pipe")

    init(_ number: Int32) { self.number = Mutex(number) }

    deinit { close() }

    /// Two ends that no program inherits unless it is given one: otherwise it would keep the other end waiting for ever.
    static func pair() throws -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw PostgresError(.tool, "no pipe could be made: \(String(cString: strerror(errno)))")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            #if os(Linux)
                // F_SETPIPE_SZ: more is passed on at a time; where the system allows less, less is.
                _ = fcntl(end, 1_031, 1 << 20)
            #endif
        }
        return (ends[0], ends[1])
    }

    /// The next bytes; nil at the end.
    func next() async throws -> [UInt8]? {
        let (piece, code) = await onQueue { number -> ([UInt8], Int32) in
            var code: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, count in
                var result = -1
                repeat { result = read(number, buffer.baseAddress, buffer.count) } while result < 0 && errno == EINTR
                code = result < 0 ? errno : 0
                count = max(0, result)
            }
            return (piece, code)
        }
        guard code == 0 else { throw PostgresError(.tool, "a pipe broke: \(String(cString: strerror(code)))") }
        return piece.isEmpty ? nil : piece
    }

    /// Writes all bytes.
    ///
    /// - Throws: `Closed` when nobody reads them any more.
    func write(_ bytes: [UInt8]) async throws {
        let isWritten = await onQueue { number in
            bytes.withUnsafeBytes { buffer in
                var done = 0
                while done < buffer.count {
                    let count = writeToPipe(number, buffer.baseAddress! + done, buffer.count - done)
                    if count > 0 { done += count } else if errno != EINTR { return false }
                }
                return true
            }
        }
        guard isWritten else { throw Closed() }
    }

    /// Ends it: the program reads an end, or can write no more.
    func close() {
        number.withLock { number in
            if number >= 0 { closePipe(number) }
            number = -1
        }
    }

    private func onQueue<Value: Sendable>(_ body: @escaping @Sendable (Int32) -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body(self.number.withLock { $0 })) }
        }
    }
}

private func writeToPipe(_ number: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(number, bytes, count)
}

private func closePipe(_ number: Int32) { close(number) }
