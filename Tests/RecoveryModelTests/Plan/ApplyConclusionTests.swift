import AWSNames
import RecoveryModel
import Testing

@Suite("What an apply comes to")
struct ApplyConclusionTests {
    private func conclusion(_ outcomes: ApplyRecord.Outcome...) throws -> ApplyRecord.Conclusion {
        ApplyRecord(
            policy: "kb", account: try #require(AccountID("123456789012")), region: Region("us-east-1"),
            startedAt: Instant(seconds: 0), finishedAt: Instant(seconds: 1),
            steps: outcomes.map {
                .init(summary: "s", resource: .init(.bucket, "b"), outcome: $0, requestIDs: [], seconds: 0)
            }, auditAfter: nil
        ).conclusion
    }

    @Test func `it is applied only when every step is done`() throws {
        #expect(try conclusion() == .applied)
        #expect(try conclusion(.done, .done) == .applied)
        #expect(try conclusion(.done, .queued(reason: "window")) == .waiting)
        #expect(try conclusion(.queued(reason: "window")) == .waiting)
        #expect(try conclusion(.left(reason: "window"), .done) == .waiting)
        #expect(try conclusion(.done, .failed(reason: "denied", hint: nil)) == .failed)
        #expect(try conclusion(.queued(reason: "window"), .notReached(reason: "before")) == .failed)
    }
}
