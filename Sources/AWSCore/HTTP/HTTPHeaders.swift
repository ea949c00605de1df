/// Header fields. Their order is kept, names are compared without case, and repetitions are allowed.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One field.
    public struct Field: Sendable, Hashable {
        /// The text as given.
        public var name: String
        /// The text as given.
        public var value: String
    }

    /// The fields in order.
    public private(set) var fields: [Field] = []

    /// Creates fields from name and value pairs, in order.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0, value: $1) }
    }

    /// The first value of the name; setting replaces every field of that name, nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            if fields.contains(where: { Self.same($0.name, name) }) {
                fields.removeAll { Self.same($0.name, name) }
            }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    /// All values of the name, in order.
    public func all(_ name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    /// Adds a field, keeping others of that name.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Appends a further line to the last field's value, separated by a space.
    mutating func unfold(_ line: String) {
        guard !fields.isEmpty, !line.isEmpty else { return }
        let value = fields[fields.count - 1].value
        fields[fields.count - 1].value = value.isEmpty ? line : value + " " + line
    }

    /// Reserves space for more fields.
    mutating func reserveCapacity(_ count: Int) { fields.reserveCapacity(count) }

    private static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && zip(left.utf8, right.utf8).allSatisfy { lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
