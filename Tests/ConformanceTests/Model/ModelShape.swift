import AWSCore

/// A structure of a model: its schema, and the type of each member.
final class ModelShape: Sendable {
    static let none = ModelShape(StructureSchema("None"), "")

    let schema: StructureSchema
    let types: [ModelType]

    /// - Parameter types: A word for each member, as `ModelType` reads it.
    init(_ schema: StructureSchema, _ types: String) {
        self.schema = schema
        self.types = types.split(separator: " ").map { ModelType(word: $0) }
    }
}

/// The structures of a service, by name.
struct ModelShapes: Sendable {
    private let shapes: [String: ModelShape]

    init(_ shapes: [String: ModelShape] = [:]) { self.shapes = shapes }

    /// An operation without input or output has one without members.
    subscript(name: String) -> ModelShape { shapes[name] ?? .none }
}

/// The type of a value: `s` text, `i` whole number, `n` number, `b` truth value, `t` time, `x` bytes, `f` a streaming body,
/// `d` a document, `@Name` a structure, `[…]` a list, `{…}` a map.
indirect enum ModelType: Sendable {
    case text, integer, number, boolean, timestamp, blob, stream, document
    case structure(String)
    case list(ModelType)
    case map(ModelType)

    init(word: Substring) {
        switch word.first {
        case "i": self = .integer
        case "n": self = .number
        case "b": self = .boolean
        case "t": self = .timestamp
        case "x": self = .blob
        case "f": self = .stream
        case "d": self = .document
        case "@": self = .structure(String(word.dropFirst()))
        case "[": self = .list(ModelType(word: word.dropFirst().dropLast()))
        case "{": self = .map(ModelType(word: word.dropFirst().dropLast()))
        default: self = .text
        }
    }
}
