import Synchronization
import Testing

@testable import AWSCore

@Suite("Requests in flight")
struct InFlightLimitTests {
    @Test func `never more than the limit, and all get their turn`() async throws {
        let limit = InFlightLimit(3)
        let gauge = Gauge()
        let done = try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await limit.run {
                        gauge.enter()
                        await Task.yield()
                        gauge.leave()
                    }
                }
            }
            return try await group.reduce(into: 0) { count, _ in count += 1 }
        }
        #expect(done == 200)
        #expect(gauge.most == 3)
    }

    @Test func `who is cancelled leaves the queue, and nobody's place is lost`() async throws {
        let limit = InFlightLimit(1)
        for _ in 0..<100 {
            try await limit.run {
                let waiting = Task { try await limit.run {} }
                if Bool.random() { await Task.yield() }
                waiting.cancel()
                await #expect(throws: CancellationError.self) { try await waiting.value }
            }
        }
        #expect(try await limit.run { "free" } == "free")
    }

    @Test func `a failure frees its place`() async throws {
        let limit = InFlightLimit(1)
        await #expect(throws: CancellationError.self) { try await limit.run { throw CancellationError() } }
        #expect(try await limit.run { "free" } == "free")
    }
}

/// How many are within at a time.
private final class Gauge: Sendable {
    private let state = Mutex((within: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    func enter() {
        state.withLock { state in
            state.within += 1
            state.most = max(state.most, state.within)
        }
    }

    func leave() { state.withLock { $0.within -= 1 } }
}
