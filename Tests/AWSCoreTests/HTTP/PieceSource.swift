import Synchronization

/// A body's producer for tests: hands its pieces out one by one and counts how often it was asked.
final class PieceSource: Sendable {
    private let pieces: [[UInt8]]
    private let asked = Mutex(0)

    init(_ pieces: [[UInt8]]) { self.pieces = pieces }

    /// How often a piece was asked for.
    var count: Int { asked.withLock { $0 } }

    func next() -> [UInt8]? {
        asked.withLock { asked in
            defer { asked += 1 }
            return asked < pieces.count ? pieces[asked] : nil
        }
    }
}
