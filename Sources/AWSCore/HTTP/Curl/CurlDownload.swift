import Synchronization

/// A bounded buffer between libcurl's write callback and the task that reads a streamed body.
///
/// While the buffer is full the callback pauses the transfer, libcurl stops reading the socket, and the peer's window
/// closes.
final class CurlDownload: Sendable {
    /// The outcome of offering bytes.
    enum Offer {
        case taken
        /// The buffer is full; `next` reports when there is space.
        case full
        /// The reader is finished.
        case refused
    }

    fileprivate typealias Waiter = CheckedContinuation<Result<[UInt8]?, any Error>, Never>

    fileprivate struct State {
        var pieces: [[UInt8]] = []
        var buffered = 0
        var isPaused = false
        var end: Result<Void, any Error>?
        var waiter: Waiter?
    }

    /// The size keeps both sides busy at a gigabyte per second and allows many buffers.
    private static let capacity = 1 << 20
    /// The size of pieces for readers; libcurl offers at most 16 KiB at a time.
    private static let pieceSize = 1 << 17

    private let state = Mutex(State())

    /// Whether the transfer is waiting for its reader.
    var isPaused: Bool { state.withLock { $0.isPaused } }

    /// Accepts all of the bytes or none.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Offer {
        state.withLock { state in
            guard state.end == nil else { return .refused }
            guard state.buffered < Self.capacity else {
                state.isPaused = true
                return .full
            }
            let last = state.pieces.count - 1
            if last >= 0, state.pieces[last].count + bytes.count <= Self.pieceSize {
                state.pieces[last].append(contentsOf: bytes)
            } else {
                var piece: [UInt8] = []
                piece.reserveCapacity(max(Self.pieceSize, bytes.count))
                piece.append(contentsOf: bytes)
                state.pieces.append(piece)
            }
            state.buffered += bytes.count
            return .taken
        }
    }

    /// Passes the buffered bytes to a waiting reader; called when libcurl has nothing more for now.
    func flush() {
        let delivery = state.withLock { state -> (Waiter, [UInt8])? in
            guard let waiter = state.waiter, let piece = state.takeFirst() else { return nil }
            state.waiter = nil
            return (waiter, piece)
        }
        if let (waiter, piece) = delivery { waiter.resume(returning: .success(piece)) }
    }

    /// Ends the body. The first end counts; bytes received before an error are still delivered, unless the reader
    /// itself is finished.
    func finish(_ result: Result<Void, any Error>) {
        let delivery = state.withLock { state -> (Waiter, Result<[UInt8]?, any Error>)? in
            guard state.end == nil else { return nil }
            state.end = result
            if case .failure(let error) = result, error is CancellationError {
                state.pieces = []
                state.buffered = 0
            }
            guard let waiter = state.waiter else { return nil }
            state.waiter = nil
            if let piece = state.takeFirst() { return (waiter, .success(piece)) }
            return (waiter, result.map { nil })
        }
        if let (waiter, result) = delivery { waiter.resume(returning: result) }
    }

    /// The next piece, nil at the end, and whether a paused transfer should continue.
    func next() async throws -> (piece: [UInt8]?, hasRoomAgain: Bool) {
        let result = await withCheckedContinuation { (waiter: Waiter) in
            let result = state.withLock { state -> Result<[UInt8]?, any Error>? in
                if let piece = state.takeFirst() { return .success(piece) }
                if let end = state.end { return end.map { nil } }
                guard state.waiter == nil else { return .failure(CurlDownloadError.secondReader) }
                state.waiter = waiter
                return nil
            }
            if let result { waiter.resume(returning: result) }
        }
        let piece = try result.get()
        let hasRoomAgain = state.withLock { state in
            guard state.isPaused, state.buffered <= Self.capacity / 2 else { return false }
            state.isPaused = false
            return true
        }
        return (piece, hasRoomAgain)
    }
}

/// A misuse of a streamed body.
enum CurlDownloadError: Error, CustomStringConvertible {
    case secondReader

    var description: String { "two tasks read one response body at the same time" }
}

extension CurlDownload.State {
    fileprivate mutating func takeFirst() -> [UInt8]? {
        guard !pieces.isEmpty else { return nil }
        let piece = pieces.removeFirst()
        buffered -= piece.count
        return piece
    }
}
