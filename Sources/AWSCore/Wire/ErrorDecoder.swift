/// Decodes the error in an unsuccessful response of any protocol. Decoding never fails.
enum ErrorDecoder {
    static func decode(_ response: HTTPResponse, _ wireProtocol: Service.WireProtocol) -> WireError {
        switch wireProtocol {
        case .query, .ec2, .restXML: xml(response)
        case .json, .restJSON: json(response)
        }
    }

    /// The element or object that contains the members of a modelled error.
    static func details(
        _ response: HTTPResponse, _ wireProtocol: Service.WireProtocol
    ) throws -> (document: WireDocument, node: Int32) {
        switch wireProtocol {
        case .query, .ec2, .restXML:
            let document = try XMLReader.parse(response.body)
            return (document, errorNode(document) ?? document.root)
        case .json, .restJSON:
            let document = try JSONReader.parse(response.body.isEmpty ? Array("{}".utf8) : response.body)
            return (document, document.root)
        }
    }

    private static func xml(_ response: HTTPResponse) -> WireError {
        var requestID = response.headers.requestID
        guard let document = try? XMLReader.parse(response.body) else {
            return WireError(code: nil, message: "", requestID: requestID, isGarbled: !response.body.isEmpty)
        }
        guard let error = errorNode(document) else { return WireError(code: nil, message: "", requestID: requestID) }
        for (node, name) in [(document.root, "RequestId"), (document.root, "RequestID"), (error, "RequestId")] {
            requestID = requestID ?? document.child(node, named: name).map(document.string)
        }
        let code = document.child(error, named: "Code").map(document.string)
        let message = document.child(error, named: "Message") ?? document.child(error, named: "message")
        return WireError(
            code: code.flatMap { $0.isEmpty ? nil : $0 }, message: message.map(document.string) ?? "",
            requestID: requestID)
    }

    /// `ErrorResponse/Error`, `Response/Errors/Error` (EC2), or `Error` (S3); nil for anything else, such as HTML.
    private static func errorNode(_ document: WireDocument) -> Int32? {
        let root = document.root
        switch document.name(root) {
        case "Error": return root
        case "ErrorResponse": return document.child(root, named: "Error")
        case "Response":
            return document.child(root, named: "Errors").flatMap { document.child($0, named: "Error") }
        default: return nil
        }
    }

    private static func json(_ response: HTTPResponse) -> WireError {
        let document = try? JSONReader.parse(response.body)
        func text(_ names: String...) -> String? {
            guard let document, document.nodes[0].kind == .object else { return nil }
            return names.lazy.compactMap { document.child(document.root, named: $0) }.first.map(document.string)
        }
        var code = response.headers["x-amzn-errortype"] ?? text("__type", "code", "Code")
        if let query = response.headers["x-amzn-query-error"]?.split(separator: ";").first { code = String(query) }
        return WireError(
            code: code.map(stripped).flatMap { $0.isEmpty ? nil : $0 },
            message: text("message", "Message", "errorMessage") ?? "", requestID: response.headers.requestID,
            isGarbled: document == nil && !response.body.isEmpty)
    }

    /// The code without its decoration: `namespace#Code:http://…` becomes `Code`.
    private static func stripped(_ code: String) -> String {
        let head = code.split(separator: ":", maxSplits: 1).first ?? ""
        return String(head.split(separator: "#").last ?? "")
    }
}

extension Shape {
    /// The modelled members of an error, such as `RestrictiveMaximum`, from the response that reported it.
    public init(errorIn response: HTTPResponse, of service: Service) throws {
        do {
            let (document, node) = try ErrorDecoder.details(response, service.wireProtocol)
            self = try ResponseDecoder(name: "", service: service, traits: OperationTraits())
                .members(of: Self.self, document, node, response)
        } catch let failure as WireFailure {
            throw ResponseError(operation: service.endpointPrefix, response: response, failure: failure)
        }
    }
}
