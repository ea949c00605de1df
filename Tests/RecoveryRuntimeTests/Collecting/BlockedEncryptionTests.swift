import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Encryptions that a bucket blocks")
struct BlockedEncryptionTests {
    private func configuration(_ besides: String) -> String {
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
            + "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>\(besides)</Rule>"
            + "</ServerSideEncryptionConfiguration>"
    }

    @Test(
        arguments: [
            ("<BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes>", ["SSE-C"]),
            ("<BlockedEncryptionTypes><EncryptionType>NONE</EncryptionType></BlockedEncryptionTypes>", ["NONE"]),
            ("", nil),
        ] as [(String, [String]?)])
    func `what is read is written back with another key`(besides: String, blocked: [String]?) async throws {
        let aws = ScriptedAWS(["s3:GetBucketEncryption": [.ok(configuration(besides))]])
        let observation = BucketObservation(observer: Observer(client: aws.client), account: ScriptedAWS.account)
        let seen = try await observation.encryption("kb")
        #expect(seen == .known(BucketEncryption(algorithm: "AES256", blocked: blocked)))
        let after = BucketEncryption(algorithm: "aws:kms", key: "alias/kb", blocked: blocked)
        let sent = try await ChangeScenario.call(
            "s3:PutBucketEncryption", .bucket(.putEncryption(bucket: "kb", Edit(seen.value ?? nil, to: after))))
        #expect(sent.body.contains("<SSEAlgorithm>aws:kms</SSEAlgorithm>"), "\(sent.body)")
        let word = "<BlockedEncryptionTypes>"
        #expect(sent.body.contains(besides) && sent.body.contains(word) == (blocked != nil), "\(sent.body)")
    }
}
