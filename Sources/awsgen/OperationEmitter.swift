/// Operations as Swift constants.
struct OperationEmitter {
    let model: Model
    let access: String
    /// Whether the response has an element `<Operation>Result` that the model does not name (test models).
    var namesResults = false

    /// What an operation's constant is made of.
    struct Call {
        var constant: String
        var input: String
        var output: String
        var isUnwrapped = false
    }

    func operation(_ operation: JSON, _ call: Call) throws -> String {
        let name = operation["name"]?.string ?? ""
        let traits = try traits(operation, call)
        let type = "Operation<\(call.input), \(call.output)>"
        let tail = traits.isEmpty ? "" : ", OperationTraits(\(traits.joined(separator: ", ")))"
        return "    \(access)static let \(call.constant) = \(type)(\n        \"\(name)\", service\(tail))"
    }

    private func traits(_ operation: JSON, _ call: Call) throws -> [String] {
        var traits: [String] = []
        let method = operation["http"]?["method"]?.string ?? "POST"
        let path = operation["http"]?["requestUri"]?.string ?? "/"
        if path != "/" {
            traits += ["\"\(method)\"", "\"\(path)\""]
        } else if method != "POST" {
            traits.append("\"\(method)\"")
        }
        if let prefix = operation["endpoint"]?["hostPrefix"]?.string { traits.append("hostPrefix: \"\(prefix)\"") }
        if let wrapper = operation["output"]?["resultWrapper"]?.string {
            traits.append("resultWrapper: \"\(wrapper)\"")
        } else if namesResults, model.dialect == .query, operation["output"] != nil {
            traits.append("resultWrapper: \"\(operation["name"]?.string ?? "")Result\"")
        }
        if model.dialect == .restXML, let input = operation["input"] { traits += try body(input) }
        if call.isUnwrapped { traits.append("isUnwrapped: true") }
        if isUnsigned(operation) { traits.append("authentication: .none") }
        if operation["httpChecksumRequired"]?.bool == true
            || operation["httpChecksum"]?["requestChecksumRequired"]?.bool == true
        {
            traits.append("requiresChecksum: true")
        }
        if model.metadata["awsQueryCompatible"] != nil, model.dialect == .json {
            traits.append("isQueryCompatible: true")
        }
        let parameters = (operation["staticContextParams"]?.members ?? []).compactMap { key, value -> String? in
            let setting = value["value"]
            return (setting?.string ?? setting?.bool.map { "\($0)" }).map { "\"\(key)\": \"\($0)\"" }
        }
        if !parameters.isEmpty { traits.append("endpointParameters: [\(parameters.joined(separator: ", "))]") }
        return traits
    }

    /// The root of a body that is made of the input's own members.
    private func body(_ input: JSON) throws -> [String] {
        let shape = try model.shape(input)
        let hasBody = try shape.members.contains { try model.shape($0.value)["location"] == nil }
        guard shape["payload"] == nil, hasBody else { return [] }
        let own = try model.shape(named: shape.name)["locationName"]?.string
        var traits = ["bodyName: \"\(own ?? shape.locationName ?? shape.name)\""]
        if let namespace = SchemaEmitter.namespace(shape["xmlNamespace"]) {
            traits.append("bodyNamespace: \(namespace)")
        }
        return traits
    }

    private func isUnsigned(_ operation: JSON) -> Bool {
        operation["authtype"]?.string == "none" || operation["auth"]?.array.first?.string == "smithy.api#noAuth"
    }
}
