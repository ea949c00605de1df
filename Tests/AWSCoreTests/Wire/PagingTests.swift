import Synchronization
import Testing

@testable import AWSCore

private struct Page: Sendable {
    var items: [Int]
    var token: String?
}

private let service = Service(
    id: "Test", endpointPrefix: "test", signingName: "test", wireProtocol: .query, apiVersion: "1")

private let list = Operation<String?, Page>(
    name: "List", service: service, encode: { _ in OperationRequest(method: "POST", path: "/") },
    decode: { _ in Page(items: []) }, decodeError: { _ in WireError(code: nil, message: "") })

private let paginator = Paginator(list) { page, input in
    input = page.token
    return [page.token]
}

@Suite("Pages and waits")
struct PagingTests {
    @Test func `pages follow their tokens to the end`() async throws {
        let pages: [String?: Page] = [nil: Page(items: [1, 2], token: "a"), "a": Page(items: [3], token: "")]
        let all = try await Pages(paginator, nil) { pages[$0] ?? Page(items: []) }.collect(\.items)
        #expect(all == [1, 2, 3])
    }

    @Test func `a token that comes twice ends the pages with an error`() async {
        await #expect(throws: PagingError.repeatedToken(operation: "List")) {
            _ = try await Pages(paginator, nil) { _ in Page(items: [1], token: "same") }.collect(\.items)
        }
    }

    private static let waiter = Waiter(
        "Three", list, delay: .seconds(10), maximumAttempts: 5,
        acceptors: [
            .any(.failure, "9") { $0.items.map(String.init) }, .all(.success, "3") { $0.items.map(String.init) },
            .error(.retry, "Busy"),
        ])

    @Test func `a wait looks until the state is there and tells of its progress`() async throws {
        let clock = SteppingClock()
        var seen = 0
        let answers = Answers([.success([1]), .failure("Busy"), .success([3, 3])])
        let output = try await Self.waiter.wait(
            nil, timeout: .seconds(60), clock: clock, send: { _, _ in try await answers.next() },
            progress: { _ in seen += 1 })
        #expect(output?.items == [3, 3])
        #expect(seen == 2)
        #expect(clock.now.offset == .seconds(20))
    }

    @Test func `a failure state, an unexpected refusal and the deadline end a wait`() async {
        let clock = SteppingClock()
        await #expect(throws: WaiterError.failed(waiter: "Three", seen: "9")) {
            let answers = Answers([.success([9])])
            _ = try await Self.waiter.wait(nil, timeout: .seconds(60), clock: clock) { _, _ in try await answers.next()
            }
        }
        await #expect(throws: ClientError.self) {
            let answers = Answers([.failure("AccessDenied")])
            _ = try await Self.waiter.wait(nil, timeout: .seconds(60), clock: clock) { _, _ in try await answers.next()
            }
        }
        await #expect(throws: WaiterError.timedOut(waiter: "Three", after: .seconds(20))) {
            let answers = Answers([.success([1]), .success([1]), .success([1]), .success([1])])
            _ = try await Self.waiter.wait(nil, timeout: .seconds(25), clock: SteppingClock()) { _, _ in
                try await answers.next()
            }
        }
    }
}

/// Answers in order.
private actor Answers {
    enum Answer { case success([Int]), failure(String) }
    private var answers: [Answer]

    init(_ answers: [Answer]) { self.answers = answers }

    func next() throws -> Page {
        switch answers.removeFirst() {
        case .success(let items): return Page(items: items)
        case .failure(let code):
            let error = ServiceError(operation: "test:List", code: code, message: "", status: 400)
            throw ClientError(operation: "test:List", cause: .service(error))
        }
    }
}

/// Sleeping is moving its hand.
private final class SteppingClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let hand = Hand()

    var now: Instant { Instant(offset: hand.offset) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws { hand.move(to: deadline.offset) }
}

private final class Hand: Sendable {
    private let state = Mutex(Duration.zero)
    var offset: Duration { state.withLock { $0 } }
    func move(to offset: Duration) { state.withLock { $0 = offset } }
}
