import Synchronization

/// HTTP by libcurl's multi interface: one dedicated thread owns every handle, and callers reach it through a mailbox.
///
/// Every request is sent once: no redirect is followed and nothing is silently sent again on a stale connection,
/// whatever the method. Every call ends exactly once, within milliseconds of its cancellation. `shutdown()` or
/// `close()` ends the requests in flight and joins the thread; so do `deinit` and the process's exit.
public final class CurlTransport: HTTPTransport {
    private let mailbox: CurlMailbox
    private let thread: CurlThread
    private let counters: CurlCounters
    private let proxies: ProxySettings
    private let nextID = Atomic<UInt64>(1)

    /// Starts the thread; no connection is made before the first request.
    public init(options: Options = Options()) {
        CurlLibrary.initialize()
        let bell = CurlBell()
        let mailbox = CurlMailbox(bell: bell)
        let counters = CurlCounters()
        self.mailbox = mailbox
        self.counters = counters
        proxies = options.proxies
        thread = CurlThread {
            CurlWorker(bell: bell, mailbox: mailbox, options: options, counters: counters).run()
        }
        CurlLibrary.closeAtExit(thread, mailbox: mailbox)
    }

    deinit { close() }

    /// The counts so far.
    public var statistics: Statistics { counters.snapshot }

    /// Sends the request and reads the whole response, with its content encoding decoded.
    public func send(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPResponse {
        let response = Promise<HTTPResponse>()
        return try await perform(makeJob(request, limits, .whole(response)), awaiting: response)
    }

    /// Sends the request and returns the response when its head has arrived.
    ///
    /// A streamed request body is sent completely before the response is returned. The response's body keeps its
    /// content encoding.
    public func stream(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPStreamedResponse {
        let head = Promise<HTTPResponse>()
        let download = CurlDownload()
        let job = makeJob(request, limits, .streamed(head, download))
        let reader = CurlBodyReader(transport: self, mailbox: mailbox, job: job, download: download)
        let response = try await perform(job, awaiting: head)
        return HTTPStreamedResponse(status: response.status, headers: response.headers) { try await reader.next() }
    }

    /// Cancels the requests in flight, frees every handle and joins the thread.
    public func shutdown() async {
        mailbox.stop()
        await thread.waitForEnd()
        thread.join()
    }

    /// Like `shutdown`, for callers that cannot suspend; blocks for a few milliseconds.
    public func close() {
        mailbox.stop()
        thread.join()
    }

    private func makeJob(_ request: HTTPRequest, _ limits: HTTPLimits, _ delivery: CurlJob.Delivery) -> CurlJob {
        let id = nextID.wrappingAdd(1, ordering: .relaxed).oldValue
        let route = request.isDirect ? .direct : proxies.route(to: request.url)
        var upload: CurlUpload?
        if case .stream(let body) = request.body {
            upload = CurlUpload(body: body) { [mailbox] in mailbox.post(.resume(id)) }
        }
        return CurlJob(id: id, request: request, route: route, limits: limits, delivery: delivery, upload: upload)
    }

    private func perform<Value>(_ job: CurlJob, awaiting promise: Promise<Value>) async throws -> Value {
        if let refusal = job.refusal { throw job.error(.invalidRequest, refusal) }
        // The handler settles the job itself, then notifies the thread: the thread sees a cancellation before the start
        // when it begins, and the caller never waits for the thread.
        return try await withTaskCancellationHandler {
            guard mailbox.post(.start(job)) else { throw job.error(.invalidRequest, "the transport is shut down") }
            guard let upload = job.upload else { return try await promise.value() }
            return try await feed(upload, of: job, awaiting: promise)
        } onCancel: {
            job.fail(CancellationError())
            mailbox.post(.abort(job.id))
        }
    }

    /// Runs the body's producer beside the transfer; it has ended when this returns, so its source may be closed.
    private func feed<Value>(
        _ upload: CurlUpload, of job: CurlJob, awaiting promise: Promise<Value>
    ) async throws -> Value {
        try await withTaskGroup(of: Void.self) { group in
            group.addTask { [mailbox] in
                guard let failure = await upload.pump() else { return }
                job.fail(failure is CancellationError ? failure : job.error(.invalidRequest, "\(failure)"))
                mailbox.post(.abort(job.id))
            }
            let result = await promise.result()
            if upload.isClosed { group.cancelAll() }
            return result
        }.get()
    }
}
