import AWSCore

/// AMOUNT small requests, 16 at a time; memory is compared between the end of the first tenth and the end.
struct Soak {
    private let measured: Measured

    init(_ arguments: [String]) throws { measured = try Measured(arguments) }

    func run() async throws {
        guard let total = Int(measured.amount) else { throw BenchError(description: "not a number") }
        let start = ContinuousClock.now
        try await send(total / 10)
        let before = try Measured.memory("VmRSS")
        try await send(total - total / 10)
        let after = try Measured.memory("VmRSS")
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let statistics = measured.transport.statistics
        guard statistics.requests == total, statistics.failures == 0 else {
            throw BenchError(description: "\(statistics)")
        }
        print("requests_s=\(Double(total) / seconds) connections=\(statistics.connections)")
        print("rss_mb=\(after) rss_growth_mb=\(after - before)")
        await measured.transport.shutdown()
    }

    private func send(_ count: Int) async throws {
        let width = 16
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<width {
                group.addTask {
                    for _ in 0..<(count / width + (worker < count % width ? 1 : 0)) { try await sendOne() }
                }
            }
            try await group.waitForAll()
        }
    }

    private func sendOne() async throws {
        let request = HTTPRequest(
            method: "POST", url: measured.url("/"),
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: .bytes(Array("Action=DescribeDBInstances&Version=2014-10-31".utf8)))
        let response = try await measured.transport.send(request, limits: HTTPLimits())
        guard response.status == 200, response.body.count == 600 else {
            throw BenchError(description: "status \(response.status)")
        }
    }
}
