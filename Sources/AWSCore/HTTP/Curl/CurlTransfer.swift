import CCurl

/// One request on the curl thread; only that thread uses it.
///
/// libcurl's callbacks have a pointer to it, so it lives as long as its handle is in the multi handle.
final class CurlTransfer {
    let job: CurlJob
    let easy: CurlEasy
    let errorBuffer: UnsafeMutablePointer<CChar>
    /// The list is freed with the transfer, since libcurl keeps the pointer.
    var fieldList: UnsafeMutablePointer<curl_slist>?

    /// True when the request was begun on a connection, from when on it may have had an effect.
    private(set) var isBegun = false
    /// The reason why a callback ended the transfer, which is more precise than libcurl's code for it.
    private(set) var failure: HTTPError?
    private(set) var head = CurlResponseHead()
    private var body: [UInt8] = []
    private var bytesOfMemorySent = 0
    private var lastProgress: ContinuousClock.Instant
    private let deadline: ContinuousClock.Instant?

    init(job: CurlJob, easy: CurlEasy, now: ContinuousClock.Instant) {
        self.job = job
        self.easy = easy
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        lastProgress = now
        deadline = job.limits.totalTimeout.map { now + $0 }
    }

    deinit {
        curl_slist_free_all(fieldList)
        errorBuffer.deallocate()
    }

    /// Resumes the caller after libcurl is done.
    func complete(_ code: CURLcode) {
        if let error = failure ?? CurlFailure(code: code, transfer: self)?.error {
            job.fail(error)
            return
        }
        job.upload?.close()
        switch job.delivery {
        case .whole(let response):
            response.settle(.success(HTTPResponse(status: head.status, headers: head.headers, body: body)))
        case .streamed(_, let download):
            download.finish(.success(()))
        }
    }
}

// MARK: - Callbacks of libcurl

extension CurlTransfer {
    /// libcurl is about to send the request on a connection.
    ///
    /// When a reused connection breaks before a response, libcurl would send the request again on another one, after
    /// the peer may have acted on the first (`Curl_retry_request`, with a body in memory or without one). It asks here
    /// each time and is allowed once: only the caller decides about a retry.
    func mayBegin() -> Bool {
        guard !isBegun else {
            failure = lostConnection
            return false
        }
        isBegun = true
        noteProgress()
        return true
    }

    /// libcurl opens a new connection, which must not be used to send the request again.
    func mayConnect() -> Bool {
        guard isBegun else { return true }
        failure = lostConnection
        return false
    }

    private var lostConnection: HTTPError {
        job.error(.connectionLost, "the connection was closed before a response arrived")
    }

    func receiveHeadLine(_ bytes: UnsafeRawBufferPointer) -> Int {
        noteProgress()
        let wasComplete = head.isComplete
        guard head.read(bytes) else {
            failure = job.error(.malformedResponse, "the response's head is too large")
            return 0
        }
        if head.isComplete, !wasComplete { receiveHead() }
        return bytes.count
    }

    private func receiveHead() {
        // libcurl stops sending on these, so the producer is not needed any more.
        if head.status >= 400 { job.upload?.stop() }
        guard case .streamed(let response, _) = job.delivery else { return }
        response.settle(.success(HTTPResponse(status: head.status, headers: head.headers)))
    }

    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        noteProgress()
        switch job.delivery {
        case .whole:
            guard body.count + bytes.count <= job.limits.maximumBodySize else {
                failure = job.error(.bodyTooLarge, "the body is larger than \(job.limits.maximumBodySize) bytes")
                return 0
            }
            body.append(contentsOf: bytes)
            return bytes.count
        case .streamed(_, let download):
            return switch download.offer(bytes) {
            case .taken: bytes.count
            case .full: Int(CURL_WRITEFUNC_PAUSE)
            case .refused: 0
            }
        }
    }

    func supplyBody(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        noteProgress()
        switch job.request.body {
        case .none:
            return 0
        case .bytes(let bytes):
            let count = min(buffer.count, bytes.count - bytesOfMemorySent)
            bytes.withUnsafeBytes {
                buffer.copyMemory(from: .init(rebasing: $0[bytesOfMemorySent..<bytesOfMemorySent + count]))
            }
            bytesOfMemorySent += count
            return count
        case .stream:
            return switch job.upload?.read(into: buffer) ?? .closed {
            case .bytes(let count): count
            case .later: Int(CURL_READFUNC_PAUSE)
            case .end: 0
            case .closed: Int(CURL_READFUNC_ABORT)
            }
        }
    }
}

// MARK: - Time

extension CurlTransfer {
    func noteProgress() { lastProgress = .now }

    /// The next time at which this transfer has to be checked; nil when it has no limit.
    func nextCheck() -> ContinuousClock.Instant? {
        let stall = job.limits.stallTimeout.map { lastProgress + $0 }
        guard let stall, let deadline else { return stall ?? deadline }
        return min(stall, deadline)
    }

    /// The error when the transfer is out of time; nil when it is not.
    func overdue(at now: ContinuousClock.Instant) -> HTTPError? {
        if let deadline, now >= deadline {
            return job.error(
                isBegun ? .timeout : .connectTimeout,
                isBegun ? "no complete response in time" : "no connection in time")
        }
        guard isBegun, !isHeldByCaller else {
            noteProgress()
            return nil
        }
        guard let stallTimeout = job.limits.stallTimeout, now >= lastProgress + stallTimeout else { return nil }
        return job.error(.timeout, "nothing was sent or received for \(stallTimeout)")
    }

    /// A slow reader or producer on this side is not a stall of the peer.
    private var isHeldByCaller: Bool {
        if job.upload?.isPaused == true { return true }
        if case .streamed(_, let download) = job.delivery { return download.isPaused }
        return false
    }
}
