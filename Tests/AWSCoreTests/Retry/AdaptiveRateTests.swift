import Testing

@testable import AWSCore

@Suite("The rate a service bears")
struct AdaptiveRateTests {
    /// Ten requests a second for three seconds.
    private func busy() -> AdaptiveRate {
        var rate = AdaptiveRate()
        for request in 0..<30 { rate.observe(isThrottling: false, now: 100 + Double(request) / 10) }
        return rate
    }

    @Test func `nothing is held back before the first throttling`() {
        var rate = busy()
        #expect(rate.rate == nil)
        #expect((0..<1000).allSatisfy { _ in rate.reserve(now: 103) == 0 })
    }

    @Test func `throttling brings the rate to 70 % of what was sent`() throws {
        var rate = busy()
        rate.observe(isThrottling: true, now: 103)
        let limit = try #require(rate.rate)
        #expect(limit > 5 && limit < 8)
    }

    @Test func `who asks first goes first, each a turn later than the one before`() {
        var rate = busy()
        rate.observe(isThrottling: true, now: 103)
        let waits = (0..<5).map { _ in rate.reserve(now: 103) }
        #expect(waits == waits.sorted() && Set(waits).count == waits.count && waits[0] > 0)
    }

    @Test func `the rate falls with each throttling, but never to a standstill`() throws {
        var rate = busy()
        for second in 0..<100 { rate.observe(isThrottling: true, now: 103 + Double(second)) }
        #expect(try #require(rate.rate) == 0.5)
        #expect(rate.reserve(now: 203) <= 4)
    }

    @Test func `refusals of requests that were in flight together count once`() {
        var once = busy()
        var often = busy()
        once.observe(isThrottling: true, now: 103)
        for _ in 0..<8 { often.observe(isThrottling: true, now: 103) }
        #expect(once.rate == often.rate)
    }

    @Test func `a burst that is refused at once is slowed, not stopped`() throws {
        var rate = AdaptiveRate()
        for _ in 0..<20 { rate.observe(isThrottling: false, now: 100.1) }
        rate.observe(isThrottling: true, now: 100.2)
        #expect(try #require(rate.rate) > 20)
    }

    @Test func `it grows back with successes`() throws {
        var rate = busy()
        rate.observe(isThrottling: true, now: 103)
        let low = try #require(rate.rate)
        for request in 0..<200 { rate.observe(isThrottling: false, now: 103 + Double(request) / 10) }
        #expect(try #require(rate.rate) > low * 1.4)
    }
}

@Suite("The rate under a ceiling")
struct RateCeilingTests {
    /// When each of so many requests that come together may be sent, in seconds after they came.
    private func waits(_ count: Int, _ rate: inout AdaptiveRate, at now: Double = 100) -> [Double] {
        (0..<count).map { _ in rate.reserve(now: now) }
    }

    @Test func `requests are spread from the first on, one at a time`() {
        var rate = AdaptiveRate(ceiling: 10)
        let waits = waits(21, &rate)
        #expect(waits[0] == 0)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { abs($1 - $0 - 0.1) < 1e-9 })
        #expect(abs(waits[20] - 2) < 1e-9)
    }

    @Test func `a pause saves nothing up`() {
        var rate = AdaptiveRate(ceiling: 10)
        _ = waits(3, &rate)
        #expect(waits(11, &rate, at: 500).filter { $0 < 1 }.count == 10)
    }

    @Test func `what is learned holds below it, and it holds above what is learned`() throws {
        var rate = AdaptiveRate(ceiling: 100)
        for request in 0..<60 { rate.observe(isThrottling: false, now: 100 + Double(request) / 20) }
        #expect(rate.limit == 100)
        rate.observe(isThrottling: true, now: 103)
        let learned = try #require(rate.rate)
        #expect(learned < 20 && rate.limit == learned)
        for second in 0..<100_000 { rate.observe(isThrottling: false, now: 103 + Double(second) / 1_000) }
        #expect(try #require(rate.rate) > 100 && rate.limit == 100)
    }
}
