/// Caches credentials until they are about to expire, and fetches new ones once for all concurrent callers.
///
/// Invariant: at most one fetch is in progress. While the cached value is valid it is returned, whatever the fetch
/// does. After each failed fetch the next one waits longer, and a success resets the wait.
public actor CachingCredentialProvider: CredentialProvider {
    /// The times of fetches.
    public struct Schedule: Sendable {
        /// How long before expiry to start a fetch while the old ones are still returned.
        public var refreshWindow: Int
        /// How long before expiry callers have to wait for the fetch.
        public var unusableWindow: Int
        /// The shortest time between fetches, even when credentials arrive expired, for example by a wrong clock.
        public var minimumInterval: Int
        /// The first pause after a failure, which doubles with each one up to `maximumPause`.
        public var firstPause: Int
        /// The longest pause after a failure.
        public var maximumPause: Int

        /// Creates settings in seconds; like the AWS CLI, fetches start 15 minutes before expiry by default.
        public init(
            refreshWindow: Int = 900, unusableWindow: Int = 30, minimumInterval: Int = 60, firstPause: Int = 1,
            maximumPause: Int = 60
        ) {
            self.refreshWindow = refreshWindow
            self.unusableWindow = unusableWindow
            self.minimumInterval = minimumInterval
            self.firstPause = firstPause
            self.maximumPause = maximumPause
        }
    }

    private struct Failure {
        var error: any Error
        var count: Int
        var pauseEnds: Int
    }

    private let source: any CredentialProvider
    private let schedule: Schedule
    private let now: @Sendable () -> Int
    private var current: Credentials?
    private var fetchedAt = 0
    private var failure: Failure?
    private var fetch: Task<Void, Never>?
    private var waiters: [Int: CheckedContinuation<Credentials, any Error>] = [:]
    private var lastWaiter = 0

    /// Creates a cache for a source; it uses only the clock's time.
    public init(
        _ source: any CredentialProvider, schedule: Schedule = Schedule(),
        clock: ClientClock = .system
    ) {
        self.source = source
        self.schedule = schedule
        now = { clock.seconds }
    }

    /// Valid credentials, from the cache if possible.
    ///
    /// - Throws: The source's error, or `CancellationError`; the fetch continues for the other callers.
    public func credentials() async throws -> Credentials {
        try Task.checkCancellation()
        if let current, isUsable(current) {
            if wantsRefresh(current), !isPausing { startFetch() }
            return current
        }
        if fetch == nil, let failure, isPausing { throw failure.error }
        startFetch()
        return try await nextResult()
    }

    /// Discards credentials that a service has reported as expired or invalid, unless there are newer ones.
    public func invalidate(_ credentials: Credentials) {
        if current == credentials { current = nil }
    }

    // MARK: - When

    /// The remaining seconds, but at least those of the minimum interval.
    private func isLeft(_ credentials: Credentials, atLeast window: Int) -> Bool {
        guard let expiration = credentials.expiration else { return true }
        let time = now()
        return expiration - time > window || time - fetchedAt < schedule.minimumInterval
    }

    private func isUsable(_ credentials: Credentials) -> Bool { isLeft(credentials, atLeast: schedule.unusableWindow) }

    private func wantsRefresh(_ credentials: Credentials) -> Bool {
        !isLeft(credentials, atLeast: schedule.refreshWindow)
    }

    private var isPausing: Bool { failure.map { now() < $0.pauseEnds } ?? false }

    // MARK: - Fetching

    /// The task is unstructured on purpose: the fetch belongs to all callers, so cancelling one must not cancel it.
    private func startFetch() {
        guard fetch == nil else { return }
        fetch = Task { [source] in
            do {
                finish(.success(try await source.credentials()))
            } catch {
                finish(.failure(error))
            }
        }
    }

    private func finish(_ result: Result<Credentials, any Error>) {
        fetch = nil
        switch result {
        case .success(let credentials):
            current = credentials
            fetchedAt = now()
            failure = nil
        case .failure(let error):
            let count = (failure?.count ?? 0) + 1
            let pause = min(schedule.firstPause << min(count - 1, 16), schedule.maximumPause)
            failure = Failure(error: error, count: count, pauseEnds: now() + pause)
        }
        let waiting = waiters
        waiters = [:]
        for waiter in waiting.values { waiter.resume(with: result) }
    }

    // MARK: - Waiting

    private func nextResult() async throws -> Credentials {
        lastWaiter += 1
        let id = lastWaiter
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // Cancelled before this point, when the handler found no waiter to resume.
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiters[id] = continuation
                }
            }
        } onCancel: {
            Task { await giveUp(id) }
        }
    }

    private func giveUp(_ id: Int) {
        waiters.removeValue(forKey: id)?.resume(throwing: CancellationError())
    }
}
