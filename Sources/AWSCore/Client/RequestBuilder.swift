import Digests

/// Puts an operation's request at its endpoint.
enum RequestBuilder {
    /// The request before signing; a pure function.
    static func request(for call: Call, at endpoint: Endpoint, userAgent: String) throws -> HTTPRequest {
        var url = endpoint.url
        url.path = join(endpoint.url.path, path(of: call))
        url.query = call.request.query
        if let prefix = call.request.hostPrefix, !url.hostIsAddress, !url.host.hasPrefix(prefix) {
            url.host = prefix + url.host
        }
        var headers = call.request.headers
        headers["User-Agent"] = userAgent
        if call.requiresChecksum, case .bytes(let body) = call.request.body {
            try addChecksum(of: body, to: &headers, call)
        }
        return HTTPRequest(method: call.request.method, url: url, headers: headers, body: call.request.body)
    }

    /// Moves the bucket from the path, where S3's models put it, to its place in the endpoint.
    private static func path(of call: Call) -> String {
        let path = call.request.path
        guard let bucket = call.bucket else { return path }
        let inPath = "/" + URIEncoding.encode(bucket)
        guard path.hasPrefix(inPath) else { return path }
        let rest = path.dropFirst(inPath.count)
        return rest.isEmpty || rest.hasPrefix("/") ? String(rest) : path
    }

    private static func join(_ base: String, _ path: String) -> String {
        let trimmed = base.hasSuffix("/") ? String(base.dropLast()) : base
        let joined = trimmed + path
        return joined.isEmpty ? "/" : joined
    }

    /// S3 accepts SHA-256, which works everywhere; other services accept only `Content-MD5`.
    private static func addChecksum(of body: [UInt8], to headers: inout HTTPHeaders, _ call: Call) throws {
        let isGiven = headers.fields.contains {
            $0.name.lowercased().hasPrefix("x-amz-checksum-") || $0.name.lowercased() == "content-md5"
        }
        guard !isGiven else { return }
        if call.service.endpointPrefix == "s3" {
            headers["x-amz-checksum-sha256"] = Base64.encode(SHA256.hash(body))
        } else {
            headers["Content-MD5"] = Base64.encode(try MD5.hash(body))
        }
    }
}
