import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Object Lock as S3 answers it")
struct ObjectLockTests {
    private func days(_ retention: String) async throws -> Collected<Int?> {
        let aws = ScriptedAWS([
            "s3:GetObjectLockConfiguration": [
                .ok(
                    "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
                        + (retention.isEmpty
                            ? ""
                            : "<Rule><DefaultRetention><Mode>GOVERNANCE</Mode>\(retention)</DefaultRetention></Rule>")
                        + "</ObjectLockConfiguration>")
            ]
        ])
        let observation = BucketObservation(observer: Observer(client: aws.client), account: ScriptedAWS.account)
        return try await observation.objectLock("kb").map(\.days)
    }

    @Test(arguments: [
        ("<Years>2</Years>", 730), ("<Days>0</Days><Years>2</Years>", 730), ("<Years>2</Years><Days>0</Days>", 730),
        ("<Days>30</Days>", 30), ("<Days>30</Days><Years>0</Years>", 30), ("<Years>1</Years>", 365), ("", nil),
    ])
    func `a retention in years is as long as its days`(retention: String, days: Int?) async throws {
        #expect(try await self.days(retention) == .known(days))
    }
}
