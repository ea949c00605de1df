import RecoveryModel
import Testing

@testable import RecoveryRuntime

/// Evidence in a bucket that does not exist, or not yet.
@Suite("Evidence in a bucket that does not exist")
struct MissingBucketTests {
    private let store: EvidenceStore

    init() throws {
        let missing = [Answer.error("NoSuchBucket", 404)]
        let aws = ScriptedAWS(["s3:GetObject": missing, "s3:PutObject": missing, "s3:ListObjectsV2": missing])
        let storage = try #require(BucketEvidenceStorage(url: "s3://kb-proof/drills", client: aws.client))
        store = EvidenceStore(storage: storage, key: nil)
    }

    @Test func `is told as that, with what to do about it, whatever is asked of it`() async throws {
        let now = Instant(seconds: 1_000)
        let store = store
        let asking: [(String, @Sendable () async throws -> Void)] = [
            ("read", { _ = try await store.reading(of: "kb", by: .nobody, at: now) }),
            ("verify", { _ = try await store.verify("kb", by: .nobody, at: now) }),
            ("list", { _ = try await store.policies() }),
            ("inventory", { _ = try await store.inventoryReading(of: "kb", by: .nobody, at: now) }),
            ("key", { _ = try await store.obstacleToSigning("kb") }),
            ("head", { _ = try await store.storage.read("kb/head.json") }),
            ("write", { _ = try await store.storage.write([], to: "kb/head.json", exclusively: true) }),
            ("add", { _ = try await Drilled.add(1, to: store) }),
        ]
        for (what, ask) in asking {
            let failure = await #expect(throws: EvidenceFailure.self, "\(what)") { try await ask() }
            #expect(failure?.description == "s3://kb-proof/drills: bucket kb-proof does not exist", "\(what)")
            #expect(failure?.hint == EvidenceFailure.bucketAdvice, "\(what)")
        }
    }
}
