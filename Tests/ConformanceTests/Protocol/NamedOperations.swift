import AWSCore

/// The clients for an operation that the data names: the generated one where drctl calls it, and the model's own.
///
/// Both are checked. The generated one has no members that the manifest leaves out; the model's has them all.
struct NamedOperations {
    private let generated: [String: DynamicOperation]
    private let modelled: [String: DynamicOperation]
    let omitted: OmittedMembers

    /// Nil, and a line on standard output, when nothing has been generated.
    init?(_ suite: String) throws {
        guard let services = ServiceOperations.load(suite), let models = ModelOperations.load(suite) else { return nil }
        generated = services.operations
        modelled = models.operations
        omitted = try OmittedMembers(parsing: services.omitted)
    }

    /// The clients for a row that says how the operation is spoken.
    func clients(_ service: String, _ wireProtocol: String, _ operation: String) -> Clients {
        let client = generated["\(service):\(operation)"]
        return Clients(
            generated: client?.service.speaks(wireProtocol) == true ? client : nil,
            modelled: modelled["\(service)/\(wireProtocol):\(operation)"])
    }

    /// The clients for a body of XML, by any rule that tells the operation's name.
    func clients(_ service: String, where isWanted: (String) -> Bool) -> Clients {
        let found = modelled.keys.sorted().first { key in
            let parts = key.split(separator: ":")
            let place = parts[0].split(separator: "/")
            return place[0] == service && place[1] != "json" && isWanted(String(parts[1]))
        }
        guard let parts = found?.split(separator: ":") else { return Clients() }
        return clients(service, String(parts[0].split(separator: "/")[1]), String(parts[1]))
    }

    struct Clients {
        var generated: DynamicOperation?
        var modelled: DynamicOperation?
    }
}

extension Service {
    /// Whether the name in the data is that of this protocol.
    fileprivate func speaks(_ name: String) -> Bool {
        switch wireProtocol {
        case .query: name == "query"
        case .ec2: name == "ec2"
        case .json: name == "json"
        case .restXML: name == "rest-xml"
        case .restJSON: name == "rest-json"
        }
    }
}
