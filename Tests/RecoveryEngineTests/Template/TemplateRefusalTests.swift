import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Refused templates")
struct TemplateRefusalTests {
    private func refusal(_ change: (inout RecoveryPolicy) -> Void) throws -> TemplateRefusal? {
        var policy = RecoveryPolicy(
            name: "small", scope: PolicyScope(accounts: [], regions: ["eu-west-1"]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.databases = [DatabasePolicy(select: .init(ids: ["one"]))]
        change(&policy)
        do {
            _ = try TemplateSynthesizer.template(for: policy, of: "eu-west-1", now: Estate.now)
            return nil
        } catch { return error }
    }

    @Test func `a policy that selects by tags names no database`() throws {
        #expect(try refusal { _ in } == nil)
        let refusal = try refusal { $0.databases.append(DatabasePolicy(select: .init(tags: ["app": "kb"]))) }
        #expect(refusal?.reason.contains("app=kb") == true, "\(String(describing: refusal))")
        #expect(refusal?.hint.contains("--from-live") == true)
    }

    @Test func `a stack without a resource is none`() throws {
        #expect(try refusal { $0.databases = [] }?.reason.contains("nothing that a template can declare") == true)
    }

    @Test func `more parameters or resources than CloudFormation takes are refused with both numbers`() throws {
        let many = try refusal { $0.databases = [DatabasePolicy(select: .init(ids: (1...75).map { "db-\($0)" }))] }
        #expect(many?.reason.contains("303 parameters") == true, "\(String(describing: many))")
        #expect(many?.reason.contains("200 parameters") == true)
        let buckets = try refusal { $0.storage = (1...600).map { BucketPolicy(bucket: "bucket-\($0)") } }
        #expect(buckets?.reason.contains("601 resources") == true, "\(String(describing: buckets))")
    }

    @Test func `tags that no database has make no template`() throws {
        let estate = try Estate.compliant().with { $0.policy.databases[0].select = .init(tags: ["app": "other"]) }
        #expect(throws: TemplateRefusal.self) { try TemplateSynthesizer.named(estate.policy, by: estate.context) }
    }
}
