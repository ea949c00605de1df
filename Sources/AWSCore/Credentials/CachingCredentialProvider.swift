/// Keeps credentials until they are about to expire, and fetches new ones once for all who ask.
///
/// Invariant: at most one fetch is under way. While the value at hand is valid it is served, whatever the fetch does; after a
/// failed fetch the next one waits a little longer each time, and a later success forgets the failure.
public actor CachingCredentialProvider: CredentialProvider {
    /// When to fetch.
    public struct Schedule: Sendable {
        /// Before they expire: begin to fetch, serve the old ones meanwhile.
        public var refreshWindow: Int
        /// Before they expire: too little is left for a request; wait for the fetch.
        public var unusableWindow: Int
        /// Not fetched again within this time, even when they come already expired (by a clock that is wrong, say).
        public var minimumInterval: Int
        /// The first pause after a failure; doubles with each, up to `maximumPause`.
        public var firstPause: Int
        /// The longest pause after a failure.
        public var maximumPause: Int

        /// In seconds. The AWS CLI begins 15 minutes ahead.
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

    /// Asks the source; only the clock's time is used.
    public init(
        _ source: any CredentialProvider, schedule: Schedule = Schedule(),
        clock: ClientClock = .system
    ) {
        self.source = source
        self.schedule = schedule
        now = { clock.seconds }
    }

    /// Valid credentials, at once where there are some.
    ///
    /// - Throws: what the source threw, or `CancellationError`; a cancelled caller leaves the fetch to the others.
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

    /// Drops credentials that a service has called expired or invalid, unless newer ones have come since.
    public func invalidate(_ credentials: Credentials) {
        if current == credentials { current = nil }
    }

    // MARK: - When

    /// Seconds that are left, but no less than those of the minimum interval.
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

    /// Unstructured on purpose: the fetch belongs to all callers, so the cancellation of one must not reach it.
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
                // Cancelled before this point: the handler has found no waiter to resume.
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
