import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("An account that shows less than it should")
struct DeniedOperationTests {
    /// Every operation that an audit of the policy makes.
    static let operations = NeglectedAnswers.script.keys.sorted()

    /// A requirement on a resource, by its control and name.
    private typealias Verdicts = [String: Verdict]

    private func verdicts(_ script: ScriptedAWS.Script) async throws -> Verdicts {
        let findings = try await CollectedAccount.audit(script).findings
        return Dictionary(findings.map { ("\($0.control.id) \($0.resource.name)", $0.verdict) }) { first, _ in first }
    }

    /// As failures name the operation.
    private func shown(_ operation: String) -> String {
        (operation.split(separator: "/").last.map(String.init) ?? operation)
            .replacing("monitoring:", with: "cloudwatch:").replacing("s3control:", with: "s3-control:")
    }

    /// The script in which an operation answers otherwise, wherever it is asked about one subject alone too.
    private func script(_ kept: ScriptedAWS.Script, _ operation: String, _ answers: [Answer]) -> ScriptedAWS.Script {
        kept.filter { !$0.key.hasPrefix("\(operation)(") }.merging([operation: answers]) { $1 }
    }

    @Test func `the account holds to the policy when it shows all`() async throws {
        let account = try await CollectedAccount.make()
        let verdicts = try await verdicts(account.kept)
        let unmet = verdicts.filter { $0.value != .met }
        #expect(unmet.isEmpty, "\(unmet)")
        #expect(verdicts.count > 60)
        #expect(Set(account.kept.keys.map { String($0.prefix { $0 != "(" }) }) == Set(Self.operations))
    }

    @Test(arguments: operations)
    func `an operation that is denied makes unknown what depends on it, and says so`(_ operation: String) async throws {
        let account = try await CollectedAccount.make()
        let kept = try await verdicts(account.kept)
        let denied = try await verdicts(script(account.kept, operation, [.denied]))
        let otherwise = try await verdicts(
            script(account.kept, operation, account.neglected[operation] ?? []))

        let unknown = denied.values.compactMap { verdict in
            if case .unknown(let failure) = verdict { failure } else { nil }
        }
        // A HEAD says no more than its status.
        let reason = operation == "s3:HeadBucket" ? "403" : "AccessDenied"
        #expect(unknown.contains { $0.operation == shown(operation) && $0.reason.hasPrefix(reason) })
        if operation != "us-west-2/rds:DescribeDBInstanceAutomatedBackups" {
            #expect(otherwise.contains { kept[$0.key] != $0.value }, "the neglected answer decides nothing")
        }
        let depends = otherwise.filter { kept[$0.key] == .met && $0.value != .met }.keys
        for requirement in depends {
            #expect(denied[requirement] != .met, "\(requirement)")
        }
        // What was not seen is not said to be violated either.
        #expect(denied.values.allSatisfy { $0 != .violated })
    }

    @Test(arguments: operations)
    func `an answer without a body is no answer`(_ operation: String) async throws {
        // A HEAD has none, and an object may be empty: a manifest that is has been damaged.
        guard !["s3:HeadBucket", "s3:GetObject"].contains(operation) else { return }
        let account = try await CollectedAccount.make()
        let empty = try await verdicts(script(account.kept, operation, [.empty]))
        let denied = try await verdicts(script(account.kept, operation, [.denied]))
        #expect(empty.mapValues(\.word) == denied.mapValues(\.word))
    }

    @Test func `instances that cannot be listed do not hide clusters, and the reverse`() async throws {
        let account = try await CollectedAccount.make()
        let target = try CollectedPolicy.target()
        let blind = try await CollectedAccount.inventory(
            script(account.kept, "rds:DescribeDBInstances", [.denied]), target)
        #expect(blind.databases[.instance]?.failure?.operation == "rds:DescribeDBInstances")
        let cluster = try #require(blind.databases[.cluster]?.value?.first)
        #expect(cluster.backupRetentionDays == .known(30))
        #expect(cluster.members.failure?.operation == "rds:DescribeDBInstances")
        #expect(cluster.pendingModifications.failure != nil)

        let other = try await CollectedAccount.inventory(
            script(account.kept, "rds:DescribeDBClusters", [.denied]), target)
        #expect(other.databases[.cluster]?.failure?.operation == "rds:DescribeDBClusters")
        #expect(other.databases[.instance]?.value?.map(\.id) == ["kb-prod"])
    }

    @Test func `a bucket that is not there is absent, one of somebody else's is not`() async throws {
        let account = try await CollectedAccount.make()
        let target = try CollectedPolicy.target()
        for (code, status) in [("NoSuchBucket", 404), ("NotFound", 404), ("404", 404)] {
            let inventory = try await CollectedAccount.inventory(
                script(account.kept, "s3:HeadBucket", [.error(code, status)]), target)
            #expect(inventory.buckets["kb-backups"] == .absent("kb-backups"))
        }
        let foreign = try await CollectedAccount.inventory(
            script(account.kept, "s3:HeadBucket", [.error("403", 403)]), target)
        #expect(foreign.buckets["kb-backups"]?.exists.failure?.operation == "s3:HeadBucket")
        #expect(foreign.buckets["kb-backups"]?.encryption.failure?.operation == "s3:HeadBucket")
    }
}
