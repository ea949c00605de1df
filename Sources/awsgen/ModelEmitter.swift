import Foundation

/// Whole operations by their models' schemas alone, without types of their own: for conformance cases of operations that
/// drctl does not call, and of members that the manifest leaves out.
struct ModelEmitter {
    /// `conformance`.
    let data: URL
    let models: ModelFiles

    /// Contents by file name, one for each service and protocol.
    func files() throws -> [(name: String, text: String)] {
        let names = try NamedOperations(data: data, models: models).all()
        let groups = Dictionary(grouping: names) { Group(service: $0.service, wireProtocol: $0.wireProtocol) }
        let sorted = groups.sorted { $0.key.function < $1.key.function }
        var files = try sorted.map { group, names in
            ("Model_\(group.function).swift", SuiteEmitter.header + (try text(group, names.map(\.operation))))
        }
        let calls = sorted.map { "        \($0.key.function)(&operations)" }
        let list = [
            "extension ModelOperations: GeneratedOperations {",
            "    static let operations: [String: DynamicOperation] = {",
            "        var operations: [String: DynamicOperation] = [:]",
        ]
        let tail = ["        return operations", "    }()", "    static let omitted = \"\"", "}", ""]
        files.append(("ModelOperations.swift", SuiteEmitter.header + (list + calls + tail).joined(separator: "\n")))
        return files
    }

    private struct Group: Hashable {
        var service: String
        var wireProtocol: String

        var function: String {
            "\(service)_\(wireProtocol)".map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
        }
    }

    private func text(_ group: Group, _ names: [String]) throws -> String {
        let model = try models.load(group.service, wireProtocol: group.wireProtocol).model
        let types = TypeResolver(model: model)
        let operations = names.compactMap { name in model.operations[name].map { (name, $0) } }
        let inputs = operations.compactMap { $0.1["input"]?["shape"]?.string }
        let outputs = operations.compactMap { $0.1["output"]?["shape"]?.string }
        let needed = try types.dependencies(of: inputs + outputs).structures
        let structures = needed.union(inputs + outputs).sorted()
        let facts = ServiceFacts(model: model).arguments(
            id: model.metadata["serviceId"]?.string ?? "", retryable: [])
        // A model that has gone over to JSON no longer says where the query protocol put its results.
        let isFormer = !(try models.protocols(of: group.service)).contains(group.wireProtocol)
        let emitter = OperationEmitter(model: model, access: "", namesResults: isFormer)
        return
            ([
                "extension ModelOperations {",
                "    static func \(group.function)(_ operations: inout [String: DynamicOperation]) {",
            ]
            + ["        let service = Service(\(facts.joined(separator: ", ")))"]
            + ["        var shapes: [String: ModelShape] = [:]"]
            + (try structures.map { try shape(model.shape(named: $0), types) })
            + ["        let models = ModelShapes(shapes)"]
            + (try operations.map { try operation($0.0, $0.1, group, emitter) })
            + ["    }", "}", ""]).joined(separator: "\n")
    }

    private func shape(_ shape: Shape, _ types: TypeResolver) throws -> String {
        let members = try types.members(of: shape, .both)
        let schema = try StructureEmitter(model: types.model, types: types, access: "").schema(members, shape)
        let expression = schema.joined(separator: "\n").replacing(
            "    static let schema = ", with: "", maxReplacements: 1)
        let letters = try members.map { try letter($0.shape, types.model) }.joined(separator: " ")
        return "        shapes[\"\(shape.name)\"] = ModelShape(\(expression), \"\(letters)\")"
    }

    /// The type of a value in a word that `ModelType` reads.
    private func letter(_ shape: Shape, _ model: Model) throws -> String {
        switch shape.type {
        case "structure": return shape.isStructure ? "@" + shape.name : "d"
        case "list": return "[" + (try letter(model.shape(shape["member"] ?? .null), model)) + "]"
        case "map": return "{" + (try letter(model.shape(shape["value"] ?? .null), model)) + "}"
        case "blob": return shape.has("streaming") ? "f" : "x"
        case "boolean": return "b"
        case "integer", "long", "short", "byte", "bigInteger": return "i"
        case "float", "double", "bigDecimal": return "n"
        case "timestamp": return "t"
        default: return "s"
        }
    }

    private func operation(_ name: String, _ facts: JSON, _ group: Group, _ emitter: OperationEmitter) throws -> String
    {
        let call = OperationEmitter.Call(
            constant: "", input: "ModelMessage", output: "ModelMessage",
            isUnwrapped: Manifest.services.first { $0.model == group.service }?.unwrapped.contains(name) == true)
        let text = try emitter.operation(facts, call)
        let expression = text.split(separator: "= ", maxSplits: 1).last ?? ""
        let (input, output) = (facts["input"]?["shape"]?.string ?? "", facts["output"]?["shape"]?.string ?? "")
        return "        operations[\"\(group.service)/\(group.wireProtocol):\(name)\"] = DynamicOperation(\n"
            + "            \(expression), models, \"\(input)\", \"\(output)\")"
    }
}
