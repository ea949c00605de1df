import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("The newest object of a bucket")
struct NewestObjectTests {
    private let limit = Instant(seconds: 1_795_410_600)

    private func page(_ times: [String], next: Bool, token: Int = 0) -> Answer {
        .ok(
            "<ListBucketResult><IsTruncated>\(next)</IsTruncated>"
                + (next ? "<NextContinuationToken>more-\(token)</NextContinuationToken>" : "")
                + times.map { "<Contents><Key>k</Key><LastModified>\($0)</LastModified></Contents>" }.joined()
                + "</ListBucketResult>")
    }

    private func newest(_ pages: [Answer]) async throws -> (Collected<Instant?>, Int) {
        let aws = ScriptedAWS(["s3:ListObjectsV2": pages])
        let observation = BucketObservation(observer: Observer(client: aws.client), account: ScriptedAWS.account)
        return (try await observation.newestObject(of: "kb", since: limit), aws.calls.count)
    }

    @Test func `the newest of all pages counts, whatever the order of names`() async throws {
        let (newest, calls) = try await newest([
            page(["2026-11-20T00:00:00Z"], next: true), page([], next: true, token: 1),
            page(["2026-11-22T00:00:00Z", "2026-11-21T00:00:00Z"], next: false),
        ])
        #expect(newest == .known(Instant("2026-11-22T00:00:00Z")) && calls == 3)
    }

    @Test func `the search ends with the first page that has one young enough`() async throws {
        let (newest, calls) = try await newest([page(["2026-11-23T05:10:00Z"], next: true)])
        #expect(newest == .known(limit) && calls == 1)
    }

    @Test func `an empty bucket has none`() async throws {
        #expect(try await newest([page([], next: false)]).0 == .known(nil))
    }

    @Test func `what lies beyond a hundred pages is unknown, and never violated`() async throws {
        let (newest, calls) = try await newest(
            (0..<101).map { page(["2026-11-20T00:00:00Z"], next: true, token: $0) })
        #expect(newest.failure?.reason == "no object of the first 100,000 is young enough" && calls == 100)
    }
}
