import AWSNames
import RecoveryModel
import RecoveryRuntime
import Testing

@Suite("Findings for Security Hub")
struct SecurityHubSenderTests {
    private func findings(_ count: Int) -> [SecurityHubFinding] {
        (0..<count).map { number in
            SecurityHubFinding(
                id: "kb/\(number)",
                productARN: "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default",
                generatorID: "drctl/database.multi-az", account: ScriptedAWS.account, region: ScriptedAWS.region,
                at: "2026-11-23T05:10:00Z", title: "t", details: "d", severity: "HIGH", status: .failed, reason: nil,
                isSuppressed: false, recommendation: "fix", requirements: ["NIST 800-53 CP-9"],
                resourceType: "AwsRdsDbInstance", resourceID: "arn:aws:rds:us-east-1:123456789012:db:kb",
                fields: ["drctl/Policy": "kb"])
        }
    }

    private func send(_ count: Int, _ answer: Answer) async throws -> (SecurityHubSender.Outcome, Int) {
        let aws = ScriptedAWS(["securityhub:BatchImportFindings": [answer]])
        let outcome = try await SecurityHubSender(client: aws.client).send(findings(count))
        return (outcome, aws.calls.count)
    }

    @Test(arguments: [(0, 0), (1, 1), (100, 1), (101, 2), (250, 3)])
    func `a call has a hundred findings at most`(count: Int, calls: Int) async throws {
        let (outcome, made) = try await send(count, .ok(#"{"FailedCount": 0, "SuccessCount": 1}"#))
        #expect(made == calls && outcome.accepted == count && outcome.refused.isEmpty)
    }

    @Test func `what the service refuses is said with its reason`() async throws {
        let answer = """
            {"FailedCount": 1, "SuccessCount": 1,
             "FailedFindings": [{"Id": "kb/1", "ErrorCode": "InvalidInput", "ErrorMessage": "Title is too long"}]}
            """
        let (outcome, _) = try await send(2, .ok(answer))
        #expect(outcome.accepted == 1 && outcome.refused == ["kb/1: Title is too long (InvalidInput)"])
    }

    @Test func `a count of refusals without reasons is no success`() async throws {
        let (outcome, _) = try await send(3, .ok(#"{"FailedCount": 2, "SuccessCount": 1}"#))
        #expect(outcome.accepted == 1 && outcome.refused == ["2 findings, without a reason"])
    }

    @Test func `an account that has not enabled it is an error`() async throws {
        await #expect(throws: (any Error).self) { _ = try await send(1, .error("InvalidAccessException", 401)) }
    }
}
