import AWSCore
import Testing

@Suite struct CachingCredentialProviderTests {
    private let time = ManualSeconds(1000)

    @Test func `many callers share one fetch`() async throws {
        let source = ScriptedSource([.success(.named("A", expiring: 9000))], isClosed: true)
        let cache = CachingCredentialProvider(source, clock: time.clock)
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.credentials().accessKeyID } }
            await source.untilAsked(times: 1)
            await source.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ids == Array(repeating: "A", count: 50))
        #expect(await source.calls == 1)
    }

    @Test func `valid credentials are served while new ones are fetched`() async throws {
        let source = ScriptedSource([.success(.named("A", expiring: 2000)), .success(.named("B", expiring: 6000))])
        let cache = CachingCredentialProvider(source, clock: time.clock)
        #expect(try await cache.credentials().accessKeyID == "A")
        await source.close()
        time.advance(by: 500)
        #expect(try await cache.credentials().accessKeyID == "A")
        await source.untilAsked(times: 2)
        #expect(try await cache.credentials().accessKeyID == "A")
        await source.open()
        while try await cache.credentials().accessKeyID == "A" { await Task.yield() }
        #expect(try await cache.credentials().accessKeyID == "B")
        #expect(await source.calls == 2)
    }

    @Test func `expired credentials are waited for`() async throws {
        let source = ScriptedSource([.success(.named("A", expiring: 2000)), .success(.named("B", expiring: 6000))])
        let cache = CachingCredentialProvider(source, clock: time.clock)
        #expect(try await cache.credentials().accessKeyID == "A")
        time.advance(by: 980)
        #expect(try await cache.credentials().accessKeyID == "B")
    }

    @Test func `credentials without expiration are fetched once`() async throws {
        let source = ScriptedSource([.success(.named("A"))])
        let cache = CachingCredentialProvider(source, clock: time.clock)
        _ = try await cache.credentials()
        time.advance(by: 1_000_000)
        _ = try await cache.credentials()
        #expect(await source.calls == 1)
    }

    @Test func `a caller that is cancelled leaves the fetch to the others`() async throws {
        let source = ScriptedSource([.success(.named("A", expiring: 9000))], isClosed: true)
        let cache = CachingCredentialProvider(source, clock: time.clock)
        let impatient = Task { try await cache.credentials() }
        let patient = Task { try await cache.credentials() }
        await source.untilAsked(times: 1)
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        await source.open()
        #expect(try await patient.value.accessKeyID == "A")
        #expect(await source.calls == 1)
    }

    @Test func `a failure is handed to all who wait, paused after, and forgotten by a success`() async throws {
        let refusal = ScriptedSource.Refusal()
        let source = ScriptedSource([
            .failure(refusal), .failure(refusal), .success(.named("A", expiring: 90_000)),
        ])
        let cache = CachingCredentialProvider(source, clock: time.clock)
        await #expect(throws: ScriptedSource.Refusal.self) { try await cache.credentials() }
        await #expect(throws: ScriptedSource.Refusal.self) { try await cache.credentials() }
        #expect(await source.calls == 1, "the second caller came within the pause")
        time.advance(by: 1)
        await #expect(throws: ScriptedSource.Refusal.self) { try await cache.credentials() }
        time.advance(by: 1)
        await #expect(throws: ScriptedSource.Refusal.self) { try await cache.credentials() }
        #expect(await source.calls == 2, "the second pause is longer")
        time.advance(by: 1)
        #expect(try await cache.credentials().accessKeyID == "A")
    }

    @Test func `a failed refresh does not take away what is still valid`() async throws {
        let source = ScriptedSource([
            .success(.named("A", expiring: 2000)), .failure(ScriptedSource.Refusal()),
            .success(.named("B", expiring: 9000)),
        ])
        let cache = CachingCredentialProvider(source, clock: time.clock)
        _ = try await cache.credentials()
        time.advance(by: 500)
        #expect(try await cache.credentials().accessKeyID == "A")
        await source.untilAsked(times: 2)
        for _ in 0..<100 { await Task.yield() }
        #expect(try await cache.credentials().accessKeyID == "A")
        time.advance(by: 5)
        while try await cache.credentials().accessKeyID == "A" { await Task.yield() }
        #expect(await source.calls == 3)
    }

    @Test func `credentials that come expired are served for a while, as the clock may be wrong`() async throws {
        let source = ScriptedSource([.success(.named("A", expiring: 10))])
        let cache = CachingCredentialProvider(source, clock: time.clock)
        _ = try await cache.credentials()
        _ = try await cache.credentials()
        #expect(await source.calls == 1)
        time.advance(by: 60)
        _ = try await cache.credentials()
        #expect(await source.calls == 2)
    }

    @Test func `credentials that a service has refused are dropped, newer ones are not`() async throws {
        let source = ScriptedSource([.success(.named("A", expiring: 9000)), .success(.named("B", expiring: 9000))])
        let cache = CachingCredentialProvider(source, clock: time.clock)
        let first = try await cache.credentials()
        await cache.invalidate(first)
        #expect(try await cache.credentials().accessKeyID == "B")
        await cache.invalidate(first)
        #expect(try await cache.credentials().accessKeyID == "B")
        #expect(await source.calls == 2)
    }
}
