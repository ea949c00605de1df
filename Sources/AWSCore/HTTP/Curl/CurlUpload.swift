import Synchronization

/// A bounded buffer between the producer of a streamed body and libcurl's read callback.
///
/// The producer is called for the first piece when libcurl needs the first byte: a request that is refused by its head
/// (Expect: 100-continue) never calls the producer.
final class CurlUpload: Sendable {
    /// The result for the read callback.
    enum Supply {
        case bytes(Int)
        /// There is nothing yet; the resume function is called when there is.
        case later
        case end
        /// The request is over.
        case closed
    }

    fileprivate struct State {
        var pieces: [[UInt8]] = []
        /// The number of bytes of the first piece that were read.
        var offset = 0
        var buffered = 0
        var isWanted = false
        var isPaused = false
        var isEnded = false
        var isClosed = false
        var producer: CheckedContinuation<Void, Never>?
    }

    private static let capacity = 1 << 20

    private let body: HTTPBodyStream
    private let resume: @Sendable () -> Void
    private let state = Mutex(State())

    init(body: HTTPBodyStream, resume: @escaping @Sendable () -> Void) {
        self.body = body
        self.resume = resume
    }

    /// Whether nothing more will be sent.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Whether the transfer is waiting for its producer.
    var isPaused: Bool { state.withLock { $0.isPaused } }

    /// Fills the buffer as far as possible; called on the curl thread.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Supply {
        let (supply, producer) = state.withLock { state -> (Supply, CheckedContinuation<Void, Never>?) in
            guard !state.isClosed else { return (.closed, nil) }
            state.isWanted = true
            let count = state.take(into: buffer)
            let hasRoom = state.buffered < Self.capacity
            let producer = hasRoom ? state.producer : nil
            if hasRoom { state.producer = nil }
            if count > 0 { return (.bytes(count), producer) }
            if state.isEnded { return (.end, producer) }
            state.isPaused = true
            return (.later, producer)
        }
        producer?.resume()
        return supply
    }

    /// Releases the producer; nothing more is sent.
    func close() {
        let producer = state.withLock { state in
            state.isClosed = true
            state.pieces = []
            defer { state.producer = nil }
            return state.producer
        }
        producer?.resume()
    }

    /// Closes while the transfer continues: a transfer that waits for the producer would wait for ever.
    func stop() {
        let wasPaused = isPaused
        close()
        if wasPaused { resume() }
    }

    /// Calls the producer for the next piece whenever there is space, until either side ends.
    ///
    /// - Returns: The reason why the body cannot be completed; nil when it is complete or no longer needed.
    func pump() async -> (any Error)? {
        var count = 0
        do {
            while await waitForRoom() {
                guard let piece = try await body.next() else {
                    guard body.length.map({ $0 == count }) ?? true else {
                        throw CurlUploadError.short(of: body.length, count)
                    }
                    end()
                    return nil
                }
                count += piece.count
                guard body.length.map({ count <= $0 }) ?? true else { throw CurlUploadError.long(than: body.length) }
                append(piece)
            }
            return nil
        } catch {
            return isClosed ? nil : error
        }
    }

    private func waitForRoom() async -> Bool {
        await withCheckedContinuation { producer in
            let canGoOn = state.withLock { state in
                if state.isClosed || (state.isWanted && state.buffered < Self.capacity) { return true }
                state.producer = producer
                return false
            }
            if canGoOn { producer.resume() }
        }
        return !isClosed
    }

    private func append(_ piece: [UInt8]) {
        guard !piece.isEmpty else { return }
        wake { state in
            guard !state.isClosed else { return }
            state.pieces.append(piece)
            state.buffered += piece.count
        }
    }

    private func end() { wake { $0.isEnded = true } }

    private func wake(after change: (inout State) -> Void) {
        let wasPaused = state.withLock { state in
            change(&state)
            defer { state.isPaused = false }
            return state.isPaused
        }
        if wasPaused { resume() }
    }
}

/// A body whose length differs from the announced one.
enum CurlUploadError: Error, CustomStringConvertible {
    case short(of: Int?, Int)
    case long(than: Int?)

    var description: String {
        switch self {
        case .short(let length, let count): "the body ended after \(count) of \(length ?? 0) bytes"
        case .long(let length): "the body is longer than the \(length ?? 0) announced bytes"
        }
    }
}

extension CurlUpload.State {
    fileprivate mutating func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count, let piece = pieces.first {
            let count = min(buffer.count - filled, piece.count - offset)
            piece.withUnsafeBytes { bytes in
                buffer[filled...].copyBytes(from: bytes[offset..<offset + count])
            }
            filled += count
            offset += count
            if offset == piece.count {
                pieces.removeFirst()
                offset = 0
            }
        }
        buffered -= filled
        return filled
    }
}
