import AWSCore

/// How late a deadline and how late a cancellation take effect, the worst of AMOUNT, against a server that never answers.
struct Deadlines {
    private let measured: Measured

    init(_ arguments: [String]) throws { measured = try Measured(arguments) }

    func run() async throws {
        guard let count = Int(measured.amount) else { throw BenchError(description: "not a number") }
        let clock = ContinuousClock()
        var (overshoot, latency) = (Duration.zero, Duration.zero)
        for number in 0..<count {
            let timeout = Duration.milliseconds(20 + number % 30)
            overshoot = max(overshoot, try await clock.measure { try await expire(after: timeout) } - timeout)
            latency = max(latency, try await cancellation(after: timeout, clock))
        }
        print("deadline_overshoot_ms=\(overshoot / .milliseconds(1)) cancel_latency_ms=\(latency / .milliseconds(1))")
        await measured.transport.shutdown()
    }

    private var request: HTTPRequest { HTTPRequest(method: "GET", url: measured.url("/stall")) }

    private func expire(after timeout: Duration) async throws {
        do {
            _ = try await measured.transport.send(request, limits: HTTPLimits(totalTimeout: timeout))
            throw BenchError(description: "the peer answered")
        } catch let error as HTTPError where [.timeout, .connectTimeout].contains(error.kind) {}
    }

    private func cancellation(after wait: Duration, _ clock: ContinuousClock) async throws -> Duration {
        let task = Task { try await measured.transport.send(request, limits: HTTPLimits(totalTimeout: nil)) }
        try await Task.sleep(for: wait)
        let start = clock.now
        task.cancel()
        guard case .failure(let error) = await task.result, error is CancellationError else {
            throw BenchError(description: "the task was not cancelled")
        }
        return clock.now - start
    }
}
