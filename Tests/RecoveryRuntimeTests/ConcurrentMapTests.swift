import Synchronization
import Testing

@testable import RecoveryRuntime

@Suite struct SideBySideTests {
    private struct Refusal: Error {}

    @Test func `results are in the items' order, and no more than the width are at work`() async throws {
        let atWork = Mutex((now: 0, most: 0))
        let values = try await concurrentMap(Array(0..<100), width: 5) { item in
            atWork.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
            for _ in 0..<(item % 7) { await Task.yield() }
            atWork.withLock { $0.now -= 1 }
            return item * 2
        }
        #expect(values == (0..<100).map { $0 * 2 })
        #expect(atWork.withLock { $0.most } <= 5)
    }

    @Test func `nothing is started after the first error`() async {
        let started = Mutex(0)
        await #expect(throws: Refusal.self) {
            _ = try await concurrentMap(Array(0..<100), width: 2) { item in
                started.withLock { $0 += 1 }
                if item == 3 { throw Refusal() }
            }
        }
        #expect(started.withLock { $0 } < 10)
    }

    @Test func `no items are no work`() async throws {
        #expect(try await concurrentMap([Int]()) { $0 } == [])
    }
}
