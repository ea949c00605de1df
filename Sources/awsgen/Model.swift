/// A service's API model, as botocore publishes it (`service-2.json`).
struct Model {
    /// The wire protocol's family, as far as names depend on it.
    enum Dialect { case query, ec2, restXML, json, restJSON }

    let metadata: JSON
    let operations: JSON
    let shapes: JSON
    let dialect: Dialect

    init(metadata: JSON, operations: JSON, shapes: JSON, protocol name: String) throws {
        self.metadata = metadata
        self.operations = operations
        self.shapes = shapes
        switch name {
        case "query": dialect = .query
        case "ec2": dialect = .ec2
        case "rest-xml": dialect = .restXML
        case "rest-json": dialect = .restJSON
        case "json": dialect = .json
        default: throw GenerationError("the protocol \(name) is unknown")
        }
    }

    var isXML: Bool { dialect == .query || dialect == .ec2 || dialect == .restXML }

    /// A shape with what its reference says put over it, as botocore reads models.
    func shape(_ reference: JSON) throws -> Shape {
        guard let name = reference["shape"]?.string, case .object(let shape)? = shapes[name] else {
            throw GenerationError("no shape \(reference["shape"]?.string ?? "?")")
        }
        guard case .object(let overlay) = reference else { throw GenerationError("a reference is no object") }
        return Shape(
            name: name, facts: .object(shape.overlaid(with: overlay)), locationName: reference["locationName"]?.string)
    }

    func shape(named name: String) throws -> Shape {
        var reference = JSONObject()
        reference["shape"] = .string(name)
        return try shape(.object(reference))
    }
}

/// One shape of a model.
struct Shape {
    let name: String
    let facts: JSON
    /// As the reference says; a name that the shape itself has is that of a body's root only.
    var locationName: String?

    subscript(key: String) -> JSON? { facts[key] }
    var type: String { facts["type"]?.string ?? "structure" }
    var members: [(key: String, value: JSON)] { facts["members"]?.members ?? [] }
    var required: Set<String> { Set((facts["required"]?.array ?? []).compactMap(\.string)) }
    var isFlattened: Bool { facts["flattened"]?.bool ?? false }
    var isStructure: Bool { type == "structure" && facts["document"]?.bool != true }
    var isEnum: Bool { type == "string" && facts["enum"] != nil }

    func has(_ key: String) -> Bool { facts[key]?.bool ?? false }
}

/// Why nothing was generated.
struct GenerationError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
