/// What a model says of its service, as the arguments of `Service`.
struct ServiceFacts {
    let model: Model

    func arguments(id: String, retryable: [String]) -> [String] {
        let metadata = model.metadata
        let prefix = metadata["endpointPrefix"]?.string ?? ""
        let version = metadata["jsonVersion"]?.string ?? "1.1"
        let wire =
            switch model.dialect {
            case .query: "query"
            case .ec2: "ec2"
            case .restXML: "restXML"
            case .restJSON: "restJSON"
            case .json: "json(version: \"\(version)\")"
            }
        var facts = [
            "id: \"\(id)\"", "endpointPrefix: \"\(prefix)\"",
            "signingName: \"\(metadata["signingName"]?.string ?? prefix)\"", "wireProtocol: .\(wire)",
            "apiVersion: \"\(metadata["apiVersion"]?.string ?? "")\"",
        ]
        if model.dialect == .json, let target = metadata["targetPrefix"]?.string {
            facts.append("targetPrefix: \"\(target)\"")
        }
        if model.dialect == .restXML, let namespace = metadata["xmlNamespace"]?.string {
            facts.append("xmlNamespace: \"\(namespace)\"")
        }
        let codes = retryable.map { "\"\($0)\"" }
        if !codes.isEmpty { facts.append("retryableErrors: [\(codes.joined(separator: ", "))]") }
        return facts
    }
}
