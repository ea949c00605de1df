import AWSCore

/// The HTTP traffic of a case: what is to be asked, in this order, and what is answered.
struct RecordedTraffic {
    struct Connection {
        var method = ""
        var url = HTTPURL(scheme: "http", host: "none")
        var headers: [String: String] = [:]
        var body = ""
        var response = HTTPResponse(status: 0)
    }

    private(set) var connections: [Connection] = []

    init(_ traffic: JSONValue) throws {
        var byID: [Int: Connection] = [:]
        for event in traffic["events"].array {
            let id = event["connection_id"].int ?? 0
            var connection = byID[id] ?? Connection()
            let action = event["action"]
            if case let request = action["Request"]["request"], !request.isNull {
                guard let url = HTTPURL(request["uri"].string ?? "") else { throw ConformanceFailure("bad URI") }
                connection.url = url
                connection.method = request["method"].string ?? ""
                for field in request["headers"].members {
                    connection.headers[field.key.lowercased()] = field.value[0].string
                }
            }
            if case let response = action["Response"]["response"]["Ok"], !response.isNull {
                connection.response.status = response["status"].int ?? 0
                for field in response["headers"].members {
                    connection.response.headers[field.key] = field.value[0].string
                }
            }
            if let text = action["Data"]["data"]["Utf8"].string {
                if action["Data"]["direction"].string == "Request" {
                    connection.body += text
                } else {
                    connection.response.body += Array(text.utf8)
                }
            }
            byID[id] = connection
        }
        connections = byID.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Answers each connection's request once.
    func transport() -> ReplayTransport {
        ReplayTransport(
            connections.map { connection in
                .on(
                    connection.method, host: connection.url.authority, path: connection.url.path,
                    reply: connection.response)
            })
    }

    /// Everything recorded was asked, in order, and nothing else.
    func verify(_ requests: [ReplayRequest]) throws {
        try expectEqual(requests.count, connections.count, "requests")
        for (index, (request, expected)) in zip(requests, connections).enumerated() {
            let what = "request \(index)"
            try expectEqual(request.method, expected.method, "\(what): method")
            try expectEqual(request.url.authority, expected.url.authority, "\(what): host")
            try expectEqual(request.url.path, expected.url.path, "\(what): path")
            try expectEqual(pairs(request.url.query), pairs(expected.url.query), "\(what): query")
            try expectEqual(pairs(request.text), pairs(expected.body), "\(what): body")
            for (name, value) in expected.headers where !Self.notCompared.contains(name) {
                try expectEqual(request.headers[name], value, "\(what): \(name)")
            }
        }
    }

    /// Who and when; the transport writes host and length.
    private static let notCompared: Set<String> = [
        "user-agent", "x-amz-user-agent", "authorization", "x-amz-date", "content-length", "host",
    ]

    private func pairs(_ text: String?) -> Set<Substring> { Set((text ?? "").split(separator: "&")) }
}
