import JSONWriting

extension OrderedJSON {
    /// Two spaces a level, a newline at the end.
    var document: String {
        var text: [UInt8] = []
        write { text += $0 }
        return String(decoding: text, as: UTF8.self)
    }

    /// The document, in pieces of some kilobytes.
    ///
    /// Nothing invisible is written as it is: a terminal that shows the document obeys no escape sequence in it.
    func write(_ piece: ([UInt8]) -> Void) {
        var stream = JSONStream(.lines(indent: 2), escaping: \.isInvisible)
        write(to: &stream, piece)
        stream.endLine()
        stream.takePiece(piece)
    }

    /// An object of numbers.
    static func counts(_ counts: [(name: String, count: Int)]) -> OrderedJSON {
        .object(counts.map { ($0.name, .integer($0.count)) })
    }
}
