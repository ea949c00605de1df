/// What a caller and the curl thread share of one request.
struct CurlJob: Sendable {
    /// Where the response goes.
    enum Delivery: Sendable {
        /// To be read whole.
        case whole(Promise<HTTPResponse>)
        /// The head (its body is empty), then the body piece by piece.
        case streamed(Promise<HTTPResponse>, CurlDownload)
    }

    let id: UInt64
    let request: HTTPRequest
    let route: ProxySettings.Route
    let limits: HTTPLimits
    let delivery: Delivery
    /// Nil unless the request's body is a stream.
    let upload: CurlUpload?

    /// Why it cannot be sent; nil when it can.
    var refusal: String? {
        if case .unusable(let variable) = route {
            return "\(variable) is not the URL of an HTTP proxy, such as http://proxy.example.com:3128"
        }
        return request.refusal
    }

    /// Whether its caller has gone before the thread took it up.
    var isAbandoned: Bool {
        switch delivery {
        case .whole(let response), .streamed(let response, _): response.isSettled
        }
    }

    /// Ends every wait on this request; no effect on what has already ended.
    func fail(_ error: any Error) {
        upload?.close()
        switch delivery {
        case .whole(let response):
            response.settle(.failure(error))
        case .streamed(let head, let download):
            head.settle(.failure(error))
            download.finish(.failure(error))
        }
    }

    /// An error that names this request's endpoint; should libcurl quote the URL, its query is left out.
    func error(_ kind: HTTPError.Kind, _ detail: String) -> HTTPError {
        let query = request.url.query ?? ""
        let told = query.isEmpty ? detail : detail.split(separator: "?\(query)").joined(separator: "?…")
        return HTTPError(kind: kind, endpoint: request.url.endpoint, detail: told)
    }
}
