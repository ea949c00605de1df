import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Controls of secrets")
struct SecretControlTests {
    private func finding(_ secret: Collected<SecretState.Secret?>) throws -> Finding? {
        try Estate.compliant().with { $0.inventory.secrets["kb/prod/database"]?.secret = secret }
            .finding("secrets.exists")
    }

    @Test func `a secret that is scheduled for deletion is as good as lost`() throws {
        let arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:kb/prod/database-AbCdEf"
        let scheduled = try finding(.known(.init(arn: arn, deletedAt: Estate.now)))
        #expect(scheduled?.verdict == .violated)
        #expect(scheduled?.observed == "scheduled for deletion at 2026-11-23 05:10:00 UTC")
        guard case .procedure(let text)? = scheduled?.remedy else { return }
        #expect(text.contains("restore-secret --secret-id kb/prod/database"))
    }

    @Test func `a secret that is missing or cannot be described is never met`() throws {
        #expect(try finding(.known(nil))?.observed == "not found")
        #expect(try finding(.unavailable(Estate.failure))?.verdict == .unknown(Estate.failure))
    }

    @Test func `a secret that two databases need is judged once`() throws {
        let estate = try Estate.compliant().with { $0.policy.databases.append($0.policy.databases[0]) }
        #expect(estate.audit.findings.count { $0.control.id == "secrets.exists" } == 1)
        let none = estate.with {
            for index in $0.policy.databases.indices { $0.policy.databases[index].secrets = [] }
        }
        #expect(none.finding("secrets.exists") == nil)
    }
}
