import JSONWriting
import RecoveryModel

extension JSONValue {
    /// With the members of objects by name.
    var orderedJSON: OrderedJSON {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .seconds(value)
        case .string(let text): .string(text)
        case .array(let elements): .array(elements.map(\.orderedJSON))
        case .object(let members):
            .object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.orderedJSON) })
        }
    }
}
