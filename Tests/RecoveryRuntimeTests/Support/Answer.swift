import AWSCore

/// What an operation answers, in the form of its service's protocol.
struct Answer: Sendable {
    private enum Kind: Sendable {
        case result(String)
        case nothing
        case error(code: String, status: Int)
    }

    /// The services, by their signing names, whose answers are JSON.
    private static let speaksJSON: Set<String> = [
        "kms", "secretsmanager", "cloudtrail", "tagging", "securityhub", "backup", "sqs", "events", "servicequotas",
    ]

    private let kind: Kind
    private var headers: [(String, String)] = []

    /// A result: the members of the result in XML, or a JSON document.
    static func ok(_ members: String = "", headers: [(String, String)] = []) -> Answer {
        Answer(kind: .result(members), headers: headers)
    }

    /// A refusal by its code.
    static func error(_ code: String, _ status: Int = 400) -> Answer {
        Answer(kind: .error(code: code, status: status))
    }

    /// An answer of 200 without a body.
    static let empty = Answer(kind: .nothing)

    /// What a caller without the permission is told.
    static let denied = error("AccessDenied", 403)

    /// Several elements of one list.
    static func list(_ name: String, _ members: [String], element: String = "member") -> Answer {
        ok("<\(name)>" + members.map { "<\(element)>\($0)</\(element)>" }.joined() + "</\(name)>")
    }

    private init(kind: Kind, headers: [(String, String)] = []) {
        self.kind = kind
        self.headers = headers
    }

    /// The same answer without an element of its XML, or a member of its JSON.
    func without(_ member: String) -> Answer {
        guard case .result(var text) = kind else { return self }
        while let start = text.firstRange(of: "<\(member)>"), let end = text.firstRange(of: "</\(member)>") {
            text.removeSubrange(start.lowerBound..<end.upperBound)
        }
        if let start = text.firstRange(of: "\"\(member)\":") {
            let rest = text[start.upperBound...]
            let end = rest.firstIndex { $0 == "," || $0 == "}" } ?? rest.endIndex
            text.removeSubrange(
                start.lowerBound..<(end < text.endIndex && text[end] == "," ? text.index(after: end) : end))
        }
        return Answer(kind: .result(text), headers: headers.filter { $0.0 != member })
    }

    /// The text of a result.
    var text: String { if case .result(let text) = kind { text } else { "" } }

    /// The response to an operation, such as `rds:DescribeDBInstances`.
    func response(to operation: String) -> HTTPResponse {
        let parts = operation.split(separator: ":").map(String.init)
        let (service, name) = (parts[0], parts.last ?? "")
        var response = HTTPResponse(status: 200, headers: [:], body: [])
        for (name, value) in headers { response.headers[name] = value }
        switch (kind, service) {
        case (.nothing, _): break
        case (.result(let text), "s3"), (.result(let text), "s3control"): response.body = Array(text.utf8)
        case (.result(let text), let service) where Self.speaksJSON.contains(service):
            response.body = Array((text.isEmpty ? "{}" : text).utf8)
        case (.result(let text), _):
            response.body = Array(
                "<\(name)Response><\(name)Result>\(text)</\(name)Result></\(name)Response>".utf8)
        case (.error(let code, let status), let service) where Self.speaksJSON.contains(service):
            response.status = status
            let code = code == "AccessDenied" ? "AccessDeniedException" : code
            response.body = Array(#"{"__type": "\#(code)", "message": "refused"}"#.utf8)
        case (.error(let code, let status), let service):
            let error = "<Error><Code>\(code)</Code><Message>refused</Message></Error>"
            response.status = status
            // A HEAD has no body to tell the code in.
            response.body =
                name.hasPrefix("Head")
                ? [] : Array((service.hasPrefix("s3") ? error : "<ErrorResponse>\(error)</ErrorResponse>").utf8)
        }
        return response
    }
}
