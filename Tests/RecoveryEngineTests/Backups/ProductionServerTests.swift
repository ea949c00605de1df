import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("A database that a policy calls production")
struct ProductionServerTests {
    private func reason(
        host: String = "127.0.0.1", name: String = "kb", secret: String? = nil, system: String? = nil,
        source: String? = nil, environment: String? = "production"
    ) throws -> String? {
        var policy = try Estate.complete().policy
        policy.scope.environment = environment
        var manifest = BackupSamples.manifest()
        manifest.server.systemIdentifier = "7"
        var replaced = ReplacedDatabase(name: name, host: host, port: 5_432)
        (replaced.secret, replaced.systemIdentifier) = (secret, system)
        return replaced.production(by: [policy], policy, policy.selfManaged[0], source: source, of: manifest)
    }

    /// A policy that selects instances by their ids, or by tags where none is given.
    private func policyOf(_ ids: [String]) throws -> RecoveryPolicy {
        var policy = try Estate.complete().policy
        policy.databases = [
            DatabasePolicy(select: ids.isEmpty ? .init(tags: ["app": "kb"]) : .init(ids: ids))
        ]
        return policy
    }

    @Test func `is known by the source's address, its cluster, or its login`() throws {
        #expect(try reason(source: "127.0.0.1:5432") != nil)
        #expect(try reason(system: "7") != nil)
        #expect(try reason(system: "8", source: "127.0.0.1:5433") == nil)
        // Nobody can tell: that is no leave to replace it.
        #expect(try reason()?.contains("cannot be told") == true)
        #expect(try reason(source: "localhost:5432")?.contains("cannot be told") == true)
        // Another database of the server, and a policy of no production, are none.
        #expect(try reason(name: "kb2", source: "127.0.0.1:5432") == nil)
        #expect(try reason(source: "127.0.0.1:5432", environment: "staging") == nil)
        #expect(try reason(source: "127.0.0.1:5432", environment: nil) == nil)
    }

    @Test func `is known by the endpoint of a database of RDS that the policy protects`() throws {
        #expect(try reason(host: "kb-prod.abc.us-east-1.rds.amazonaws.com", name: "x", environment: nil) != nil)
        #expect(try reason(host: "KB-PROD.abc.us-east-1.RDS.amazonaws.com", name: "x") != nil)
        // A member of the policy's cluster has a name of its own.
        let other = "kb-prod2.abc.us-east-1.rds.amazonaws.com"
        #expect(try reason(host: other, name: "x")?.contains("cannot be told") == true)
        #expect(
            ReplacedDatabase(name: "x", host: other, port: 5_432).protection(by: [try policyOf(["kb-prod"])]) == nil)
        #expect(ReplacedDatabase(name: "x", host: other, port: 5_432).protection(by: [try policyOf([])]) != nil)
        #expect(try reason(host: "kb-prod.example.com", name: "x") == nil)
    }

    @Test func `is known by a secret, also by its ARN`() throws {
        #expect(try reason(name: "x", secret: "kb/prod/database", environment: nil) != nil)
        let arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:kb/prod/database-AbCdEf"
        #expect(try reason(name: "x", secret: arn) != nil)
        #expect(try reason(name: "x", secret: "kb/prod/database2") == nil)
        #expect(
            try reason(name: "x", secret: "arn:aws:secretsmanager:us-east-1:123456789012:secret:kb/prod-AbCdEf") == nil)
    }

    @Test func `is refused, whatever was typed`() {
        var existing = RestoreTarget.Existing(name: "kb")
        existing.production = "kb is production"
        var consent = RestoreConsent()
        consent.confirmed = "kb"
        let objections = RestoreGate.objections(
            to: BackupSamples.manifest(),
            into: RestoreTarget(serverNumber: 150_018, toolMajor: 15, roles: [], existing: existing), by: consent)
        #expect(objections.map(\.reason) == ["kb is production"])
    }
}
