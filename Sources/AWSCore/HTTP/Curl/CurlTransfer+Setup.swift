import AWSNames
import CCurl

extension CurlTransfer {
    /// Up to this size libcurl sends head and body at once; a larger body in memory is read without copying.
    private static let largestCopiedBody = 64 << 10
    /// From this size on the peer is asked (Expect: 100-continue) before a stream is begun, since it cannot be
    /// repeated.
    private static let smallestAnnouncedStream = 1 << 20

    /// Sets every option of the handle, which is new or reset.
    func configure(_ options: CurlTransport.Options) throws(CurlOptionError) {
        try configureConnection(options)
        try configureProxy()
        try configureCallbacks()
        try configureMethodAndBody()
        try configureFields(options)
    }

    private func configureConnection(_ options: CurlTransport.Options) throws(CurlOptionError) {
        try easy.set(CURLOPT_URL, job.request.url.description)
        try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        // Dots in an object's key are part of its name.
        try easy.set(CURLOPT_PATH_AS_IS, true)
        try easy.set(CURLOPT_FOLLOWLOCATION, false)
        try easy.set(CURLOPT_NOSIGNAL, true)
        // Ending a transfer must not wait for its name resolution, which may take as long as the resolver's own
        // timeouts.
        try easy.set(CURLOPT_QUICK_EXIT, true)
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, job.limits.connectTimeout.wholeMilliseconds)
        try easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let bundle = options.caBundle {
            try easy.set(CURLOPT_CAINFO, bundle)
            // Otherwise the system's folder would be searched as well.
            try easy.set(CURLOPT_CAPATH, nil)
        }
        // Streams use HTTP/1.1: its backpressure is the socket's own, whereas libcurl buffers up to 32 MB of a paused
        // HTTP/2 stream in memory. S3 only supports HTTP/1.1. Without TLS there is no HTTP/2 to wait for: requests
        // would queue behind the first response, which shows the version.
        let mayMultiplex = options.usesHTTP2 && !isStreaming && job.request.url.scheme == "https"
        try easy.set(CURLOPT_HTTP_VERSION, Int(mayMultiplex ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1))
        try easy.set(CURLOPT_PIPEWAIT, mayMultiplex)
        if isStreaming { try easy.set(CURLOPT_BUFFERSIZE, 256 << 10) }
        // A body that can be sent only once is sent on a new connection, which cannot be stale.
        if job.upload != nil { try easy.set(CURLOPT_FRESH_CONNECT, true) }
    }

    /// An empty text keeps libcurl from reading the environment.
    private func configureProxy() throws(CurlOptionError) {
        var proxy = ""
        if case .proxy(let url) = job.route { proxy = url.secret }
        try easy.set(CURLOPT_PROXY, proxy)
        try easy.set(CURLOPT_NOPROXY, "")
    }

    private func configureCallbacks() throws(CurlOptionError) {
        let this = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        try easy.set(CURLOPT_PRIVATE, pointer: this)
        try easy.set(CURLOPT_ERRORBUFFER, pointer: errorBuffer)
        try easy.set(CURLOPT_PREREQDATA, pointer: this)
        try easy.setPrerequestCallback { this, _, _, _, _ in
            CurlTransfer.at(this).mayBegin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        try easy.set(CURLOPT_OPENSOCKETDATA, pointer: this)
        try easy.setOpenSocketCallback { this, _, address in
            CurlTransfer.at(this).openSocket(address)
        }
        try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        try easy.set(CURLOPT_HEADERDATA, pointer: this)
        try easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, this in
            CurlTransfer.at(this).receiveHeadLine(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        try easy.set(CURLOPT_WRITEDATA, pointer: this)
        try easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, this in
            CurlTransfer.at(this).receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        try easy.set(CURLOPT_READDATA, pointer: this)
        try easy.set(CURLOPT_READFUNCTION) { bytes, size, count, this in
            CurlTransfer.at(this).supplyBody(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
    }

    private func configureMethodAndBody() throws(CurlOptionError) {
        let request = job.request
        switch request.body {
        case .none where request.method == "HEAD":
            try easy.set(CURLOPT_NOBODY, true)
            return
        case .none where ["POST", "PUT", "PATCH"].contains(request.method):
            // An explicit Content-Length: 0, without which some peers wait for a body.
            try configureCopiedBody([])
        case .none:
            break
        case .bytes(let bytes) where bytes.count <= Self.largestCopiedBody:
            try configureCopiedBody(bytes)
        case .bytes(let bytes):
            try configureReadBody(length: bytes.count)
        case .stream(let stream):
            try configureReadBody(length: stream.length)
        }
        if request.method != "GET" || !request.body.isNone { try easy.set(CURLOPT_CUSTOMREQUEST, request.method) }
    }

    private func configureCopiedBody(_ bytes: [UInt8]) throws(CurlOptionError) {
        try easy.set(CURLOPT_POST, true)
        try easy.set(CURLOPT_POSTFIELDSIZE_LARGE, bytes: bytes.count)
        // libcurl copies as many bytes as set above, and a null pointer means that it reads them by the callback.
        let copy = bytes.isEmpty ? [0] : bytes
        try easy.set(CURLOPT_COPYPOSTFIELDS, pointer: copy)
    }

    private func configureReadBody(length: Int?) throws(CurlOptionError) {
        try easy.set(CURLOPT_UPLOAD, true)
        try easy.set(CURLOPT_INFILESIZE_LARGE, bytes: length ?? -1)
        try easy.set(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
        try easy.set(CURLOPT_EXPECT_100_TIMEOUT_MS, 500)
    }

    private func configureFields(_ options: CurlTransport.Options) throws(CurlOptionError) {
        let headers = job.request.headers
        if headers["User-Agent"] == nil { try easy.set(CURLOPT_USERAGENT, options.userAgent) }
        if case .whole = job.delivery, headers["Accept-Encoding"] == nil {
            try easy.set(CURLOPT_ACCEPT_ENCODING, "gzip")
        }
        for field in headers.fields where field.name.lowercased() != "content-length" {
            // A field without a value is written with a semicolon; with a colon libcurl omits the field.
            let isBlank = field.value.allSatisfy { $0 == " " || $0 == "\t" }
            append(isBlank ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // Fields that libcurl adds by default are removed by naming them without a value.
        for name in ["Accept", "Content-Type"] where headers[name] == nil { append("\(name):") }
        if headers["Expect"] == nil { append(isAnnounced ? "Expect: 100-continue" : "Expect:") }
        try easy.set(CURLOPT_HTTPHEADER, pointer: fieldList)
    }

    private func append(_ line: String) {
        guard let list = curl_slist_append(fieldList, line) else { fatalError("libcurl: no memory for a header") }
        fieldList = list
    }

    private var isStreaming: Bool {
        if job.upload != nil { return true }
        if case .streamed = job.delivery { return true }
        return false
    }

    private var isAnnounced: Bool {
        guard case .stream(let stream) = job.request.body else { return false }
        return stream.length.map { $0 > Self.smallestAnnouncedStream } ?? true
    }
}

extension HTTPBody {
    fileprivate var isNone: Bool { if case .none = self { true } else { false } }
}

extension Duration {
    /// Milliseconds, rounded up to at least one, since zero means libcurl's default.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max) / 1000 else { return Int(Int32.max) }
        return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
