/// Which Swift types a set of operations needs, and what each shape is called in Swift.
struct TypeResolver {
    let model: Model
    var rules = ShapeRules()

    /// Which way a structure travels.
    enum Direction {
        case input, output
        /// A structure that some operation sends and some operation answers with.
        case both

        init(isSent: Bool, isReceived: Bool) { self = isSent ? isReceived ? .both : .input : .output }

        var isSent: Bool { self != .output }
        var isReceived: Bool { self != .input }
    }

    /// The members that are generated, in the model's order.
    func members(of shape: Shape, _ direction: Direction) throws -> [Member] {
        try shape.members.compactMap { key, reference in
            guard !rules.omits(key, of: shape.name) else { return nil }
            let target = try model.shape(reference)
            let isRequired = shape.required.contains(key) && !target.has("idempotencyToken")
            return Member(
                key: key, shape: target,
                isAlwaysThere: direction.isReceived ? rules.isDecisive(key, of: shape.name) : isRequired,
                isToBeGiven: isRequired || rules.isDecisive(key, of: shape.name),
                isPayload: shape["payload"]?.string == key)
        }
    }

    /// The Swift type of a value.
    func swiftType(_ shape: Shape, in direction: Direction, of owner: String? = nil) throws -> String {
        let type = try unwrappedType(shape, direction)
        if let owner, shape.isStructure, reaches(shape.name, owner, []) { return "Boxed<\(type)>" }
        guard shape.has("sensitive"), !rules.plain.contains(shape.name), ["string", "blob"].contains(shape.type),
            !shape.isEnum
        else { return type }
        return "Redacted<\(type)>"
    }

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
        return ((try? members(of: shape, .both)) ?? []).contains { member in
            member.shape.isStructure && reaches(member.shape.name, target, seen.union([name]))
        }
    }

    /// What a set of messages is made of, without the messages themselves.
    struct Dependencies {
        var structures: Set<String> = []
        var enums: Set<String> = []
        /// The shapes of all members.
        var types: Set<String> = []
    }

    /// What the given shapes need.
    func dependencies(of roots: [String]) throws -> Dependencies {
        var found = Dependencies()
        var open = try roots.flatMap { try members(of: model.shape(named: $0), .both).map(\.shape) }
        while let shape = open.popLast() {
            found.types.insert(shape.name)
            switch shape.type {
            case "structure" where shape.isStructure:
                guard found.structures.insert(shape.name).inserted else { continue }
                open += try members(of: model.shape(named: shape.name), .both).map(\.shape)
            case "list": open.append(try model.shape(reference(shape, "member")))
            case "map": open.append(try model.shape(reference(shape, "value")))
            default: if shape.isEnum { found.enums.insert(shape.name) }
            }
        }
        return found
    }
}

/// One member of a structure.
struct Member {
    let key: String
    let shape: Shape
    /// The property is no optional.
    let isAlwaysThere: Bool
    /// Whoever makes the structure has to give it.
    let isToBeGiven: Bool
    let isPayload: Bool

    var name: String { Naming.member(key) }
}
