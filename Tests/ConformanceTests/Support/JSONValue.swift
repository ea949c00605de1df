import Foundation

/// A JSON value of the test data: members in their order, numbers as they are written.
///
/// Missing members and wrong kinds read as `.null`, so that a path reads `value["expect"]["endpoint"]["url"].string`.
enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Equatable, Sendable {
        var key: String
        var value: JSONValue
    }

    subscript(key: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members.last { $0.key == key }?.value ?? .null
    }

    subscript(index: Int) -> JSONValue {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return .null }
        return elements[index]
    }

    var isNull: Bool { self == .null }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var string: String? { if case .string(let value) = self { value } else { nil } }
    var int: Int? { if case .number(let text) = self { Int(text) } else { nil } }
    var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }

    /// The elements; none when it is not an array.
    var array: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// The members; none when it is not an object.
    var members: [Member] { if case .object(let members) = self { members } else { [] } }

    /// The members that are strings, by key.
    var strings: [String: String] {
        Dictionary(members.compactMap { member in member.value.string.map { (member.key, $0) } }) { _, last in last }
    }

    /// Equal whatever the order of members, and with numbers compared by value.
    func matches(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.number(let left), .number(let right)):
            return left == right || Double(left) == Double(right)
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.matches($1) }
        case (.object(let left), .object(let right)):
            return left.count == right.count && left.allSatisfy { $0.value.matches(other[$0.key]) }
        default:
            return self == other
        }
    }
}
