/// JSON whose members stay in the order in which they are given: results and schemas are read from the top.
package enum OrderedJSON: Sendable {
    /// A member of an object.
    package typealias Member = (name: String, value: OrderedJSON)

    case null
    case bool(Bool)
    case integer(Int)
    /// Written with at most three decimals.
    case seconds(Double)
    /// A number by its digits, such as an amount of money: written as they are.
    case decimal(String)
    case string(String)
    case array([OrderedJSON])
    /// So many elements, each made when it is written: a long list is never held whole.
    case generated(count: Int, @Sendable (Int) -> OrderedJSON)
    case object([Member])

    /// A string, or null.
    package static func text(_ value: (some CustomStringConvertible)?) -> OrderedJSON {
        value.map { .string($0.description) } ?? .null
    }

    /// An array of strings.
    package static func list(_ values: some Sequence<some CustomStringConvertible>) -> OrderedJSON {
        .array(values.map { .string($0.description) })
    }

    /// Writes the value.
    package func write(to stream: inout JSONStream) { write(to: &stream, pieceSize: .max) { _ in } }

    /// Writes the value; what has come together is handed over whenever it is some kilobytes.
    package func write(to stream: inout JSONStream, _ piece: ([UInt8]) -> Void) {
        write(to: &stream, pieceSize: 16 << 10, piece)
    }

    private func write(to stream: inout JSONStream, pieceSize: Int, _ piece: ([UInt8]) -> Void) {
        switch self {
        case .null: stream.null()
        case .bool(let value): stream.bool(value)
        case .integer(let value): stream.integer(value)
        case .seconds(let value): stream.raw(Self.digits(value))
        case .decimal(let digits): stream.raw(digits)
        case .string(let value): stream.string(value)
        case .array(let elements):
            stream.beginArray()
            for element in elements { element.write(to: &stream, pieceSize: pieceSize, piece) }
            stream.endArray()
        case .generated(let count, let element):
            stream.beginArray()
            for index in 0..<count {
                element(index).write(to: &stream, pieceSize: pieceSize, piece)
                if stream.bytes.count > pieceSize { stream.takePiece(piece) }
            }
            stream.endArray()
        case .object(let members):
            stream.beginObject()
            for member in members {
                stream.name(member.name)
                member.value.write(to: &stream, pieceSize: pieceSize, piece)
            }
            stream.endObject()
        }
    }

    private static func digits(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "null" }
        let rounded = (value * 1_000).rounded() / 1_000
        return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
    }
}

extension OrderedJSON: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
}
