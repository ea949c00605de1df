/// Where a format writes: text goes on in pieces of some kilobytes, so that a large report is never held whole.
struct ReportOutput {
    private static let pieceSize = 16 << 10

    private let piece: ([UInt8]) -> Void
    private var bytes: [UInt8] = []
    /// How much of Markdown may still come; nil without a limit.
    var bounds: OutputBounds?

    init(_ piece: @escaping ([UInt8]) -> Void) { self.piece = piece }

    /// Text that is whole: whatever came from outside is escaped in it.
    mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        if bytes.count > Self.pieceSize { flush() }
    }

    /// The same as UTF-8.
    mutating func put(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
        if bytes.count > Self.pieceSize { flush() }
    }

    /// Hands over what has come together.
    mutating func flush() {
        guard !bytes.isEmpty else { return }
        piece(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
