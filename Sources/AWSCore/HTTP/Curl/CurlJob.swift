/// The part of one request that a caller and the curl thread share.
final class CurlJob: Sendable {
    /// The destination of the response.
    enum Delivery: Sendable {
        /// The whole response.
        case whole(Promise<HTTPResponse>)
        /// The head (with an empty body), then the body piece by piece.
        case streamed(Promise<HTTPResponse>, CurlDownload)
    }

    let id: UInt64
    let request: HTTPRequest
    let route: ProxySettings.Route
    let limits: HTTPLimits
    let delivery: Delivery
    /// The upload buffer; nil unless the request's body is a stream.
    let upload: CurlUpload?

    init(
        id: UInt64, request: HTTPRequest, route: ProxySettings.Route, limits: HTTPLimits, delivery: Delivery,
        upload: CurlUpload?
    ) {
        self.id = id
        self.request = request
        self.route = route
        self.limits = limits
        self.delivery = delivery
        self.upload = upload
    }

    /// The reason why the request cannot be sent; nil when it can.
    var refusal: String? {
        if case .unusable(let variable) = route {
            return "\(variable) is not the URL of an HTTP proxy, such as http://proxy.example.com:3128"
        }
        return request.refusal
    }

    /// Whether the request ended before the thread started it.
    var isAbandoned: Bool {
        switch delivery {
        case .whole(let response), .streamed(let response, _): response.isSettled
        }
    }

    /// Ends every wait on this request; waits that have ended are unaffected.
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

    /// An error that names this request's endpoint; if libcurl quotes the URL, its query is removed.
    func error(_ kind: HTTPError.Kind, _ detail: String) -> HTTPError {
        let query = request.url.query ?? ""
        let safeDetail = query.isEmpty ? detail : detail.split(separator: "?\(query)").joined(separator: "?…")
        return HTTPError(kind: kind, endpoint: request.url.endpoint, detail: safeDetail)
    }
}
