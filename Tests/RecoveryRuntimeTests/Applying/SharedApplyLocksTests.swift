import RecoveryModel
import Testing

@testable import RecoveryRuntime

/// The lock of an apply beside evidence, in a bucket that does not exist before the apply.
@Suite("Locks whose bucket an apply creates")
struct SharedApplyLocksTests {
    private static let missing = Answer.error("NoSuchBucket", 404)
    private static let taken = Answer.ok(headers: [("ETag", "\"mine\"")])
    private static let create = Change.bucket(.create(name: "kb-proof", objectLock: true, tags: [:]))

    private func locks() -> SharedApplyLocks {
        SharedApplyLocks(as: LockHolder(owner: "anna", since: Instant(seconds: 0)), now: { Instant(seconds: 0) })
    }

    private func place(_ aws: ScriptedAWS) throws -> BucketApplyLock.Place {
        try #require(BucketApplyLock.Place(evidence: "s3://kb-proof/drills", policy: "kb", client: aws.client))
    }

    @Test func `wait while it does not exist, and are taken before the step after the one that creates it`()
        async throws
    {
        let aws = ScriptedAWS([
            "s3:GetObject": [Self.missing, Self.missing, .error("NoSuchKey", 404), Self.taken],
            "s3:PutObject": [Self.missing, Self.missing, Self.taken],
        ])
        let locks = locks()
        try await locks.take(try place(aws))
        #expect(await locks.unmade(by: [Step(change: Self.create, reasons: [])]).isEmpty)
        try await locks.require()
        #expect(await locks.unmade(by: []).map(\.bucket) == ["kb-proof"], "it does not exist yet")
        try await locks.require()
        #expect(await locks.unmade(by: []).isEmpty)
        try await locks.require()
        #expect(aws.calls(of: "s3:PutObject").count == 3, "what is held is only read")
    }

    @Test func `keep an apply from its next step when somebody else has taken them meanwhile`() async throws {
        let aws = ScriptedAWS([
            "s3:GetObject": [Self.missing, Answer.ok(headers: [("ETag", "\"theirs\"")])],
            "s3:PutObject": [Self.missing],
        ])
        let locks = locks()
        try await locks.take(try place(aws))
        for _ in 1...2 { await #expect(throws: LockHeld.self) { try await locks.require() } }
    }

    @Test func `could never be taken where no step creates it`() async throws {
        let aws = ScriptedAWS(["s3:GetObject": [Self.missing], "s3:PutObject": [Self.missing]])
        let locks = locks()
        try await locks.take(try place(aws))
        let other = Change.bucket(.create(name: "kb-backups", objectLock: false, tags: [:]))
        let version = Change.bucket(.enableVersioning(bucket: "kb-proof"))
        let steps = [other, version].map { Step(change: $0, reasons: []) }
        #expect(await locks.unmade(by: steps).map(\.policy) == ["kb"])
    }

    @Test func `are nobody's while it does not exist`() async throws {
        let aws = ScriptedAWS(["s3:GetObject": [Self.missing]])
        #expect(try await place(aws).read() == nil)
    }
}
