/// Which Swift types a set of operations needs, and what each shape is called in Swift.
struct TypeResolver {
    let model: Model
    /// Shapes whose members are left out, by shape name.
    let omitted: [String: Set<String>]
    /// Shapes that the model calls sensitive and that are none.
    let plain: Set<String>
    /// Further output members that must be there, or need not be whatever the model says.
    let required: [String: Set<String>]
    let optional: [String: Set<String>]

    /// The members that are generated, in the model's order.
    func members(of shape: Shape) throws -> [Member] {
        try shape.members.compactMap { key, reference in
            if omitted[Manifest.everyShape]?.contains(key) == true || omitted[shape.name]?.contains(key) == true {
                return nil
            }
            let target = try model.shape(reference)
            let isPayload = shape["payload"]?.string == key
            let isNeeded =
                (shape.required.contains(key) || required[shape.name]?.contains(key) == true)
                && optional[shape.name]?.contains(key) != true && !target.has("idempotencyToken")
            return Member(key: key, shape: target, isRequired: isNeeded, isPayload: isPayload)
        }
    }

    /// The Swift type of a value.
    func swiftType(_ shape: Shape, in direction: Direction, of owner: String? = nil) throws -> String {
        let type = try unwrappedType(shape, direction)
        if let owner, shape.isStructure, reaches(shape.name, owner, []) { return "Boxed<\(type)>" }
        guard shape.has("sensitive"), !plain.contains(shape.name), ["string", "blob"].contains(shape.type),
            !shape.isEnum
        else { return type }
        return "Redacted<\(type)>"
    }

    /// What a streaming body's type depends on.
    enum Direction { case input, output }

    private func unwrappedType(_ shape: Shape, _ direction: Direction) throws -> String {
        switch shape.type {
        case "structure": return shape.isStructure ? Naming.type(shape.name) : "DocumentValue"
        case "list": return "[\(try swiftType(model.shape(reference(shape, "member")), in: direction))]"
        case "map": return "[String: \(try swiftType(model.shape(reference(shape, "value")), in: direction))]"
        case "string", "character": return shape.isEnum ? Naming.type(shape.name) : "String"
        case "blob": return shape.has("streaming") && direction == .input ? "HTTPBody" : "[UInt8]"
        case "boolean": return "Bool"
        case "integer", "long", "short", "byte", "bigInteger": return "Int"
        case "float", "double", "bigDecimal": return "Double"
        case "timestamp": return "Timestamp"
        default: throw GenerationError("the type \(shape.type) of \(shape.name) is unknown")
        }
    }

    func reference(_ shape: Shape, _ key: String) throws -> JSON {
        guard let reference = shape[key] else { throw GenerationError("\(shape.name) has no \(key)") }
        return reference
    }

    /// Whether a structure holds the other within itself, with no list or map between.
    private func reaches(_ name: String, _ target: String, _ seen: Set<String>) -> Bool {
        if name == target { return true }
        guard !seen.contains(name), let shape = try? model.shape(named: name) else { return false }
        return ((try? members(of: shape)) ?? []).contains { member in
            member.shape.isStructure && reaches(member.shape.name, target, seen.union([name]))
        }
    }

    /// Structures and enumerations that the given shapes need, without those themselves, by name.
    func dependencies(of roots: [String]) throws -> (structures: [String], enums: [String]) {
        var structures: Set<String> = []
        var enums: Set<String> = []
        var open = try roots.flatMap { try members(of: model.shape(named: $0)).map(\.shape) }
        while let shape = open.popLast() {
            switch shape.type {
            case "structure" where shape.isStructure:
                guard structures.insert(shape.name).inserted else { continue }
                open += try members(of: model.shape(named: shape.name)).map(\.shape)
            case "list": open.append(try model.shape(reference(shape, "member")))
            case "map": open.append(try model.shape(reference(shape, "value")))
            default: if shape.isEnum { enums.insert(shape.name) }
            }
        }
        return (structures.sorted(), enums.sorted())
    }
}

/// One member of a structure.
struct Member {
    let key: String
    let shape: Shape
    let isRequired: Bool
    let isPayload: Bool

    var name: String { Naming.member(key) }
}
