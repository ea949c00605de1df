import AWSNames
import PostgresTools
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Secrets that are exported and restored")
struct SecretsVaultTests {
    private static let at = Instant(seconds: 1_795_410_600)
    private let gone: Answer = .error("ResourceNotFoundException", 400)

    private func value(_ text: String) -> Answer { .ok(#"{"SecretString":"\#(text)"}"#) }

    private func bundle(_ values: [String: String]) -> SecretBundle {
        SecretBundle(values: values.mapValues { Redacted(.text($0)) }, exportedAt: Self.at)
    }

    @Test func `an export with one value missing is none`() async throws {
        let aws = ScriptedAWS([
            "secretsmanager:GetSecretValue(a)": [value("1")], "secretsmanager:GetSecretValue(b)": [gone],
        ])
        let vault = SecretsVault(client: aws.client)
        #expect(try await vault.bundle(of: ["a"], at: Self.at) == bundle(["a": "1"]))
        await #expect(throws: (any Error).self) { try await vault.bundle(of: ["a", "b"], at: Self.at) }
    }

    @Test func `a plan compares values and writes nothing, and doing it writes what differs`() async throws {
        let aws = ScriptedAWS([
            "secretsmanager:DescribeSecret(new)": [gone], "secretsmanager:DescribeSecret": [.ok("{}")],
            "secretsmanager:DescribeSecret(dead)": [.ok(#"{"DeletedDate":1795000000}"#)],
            "secretsmanager:GetSecretValue(same)": [value("1")], "secretsmanager:GetSecretValue(other)": [value("2")],
            "secretsmanager:CreateSecret": [.ok("{}")], "secretsmanager:RestoreSecret": [.ok("{}")],
            "secretsmanager:PutSecretValue": [.ok("{}")], "secretsmanager:GetSecretValue(dead)": [value("1")],
        ])
        let vault = SecretsVault(client: aws.client)
        let bundle = bundle(["new": "1", "same": "1", "other": "1", "dead": "1"])
        let plan = try await vault.plan(bundle, place: "here")
        #expect(
            plan.entries.map { "\($0.name) \($0.change)" } == [
                "dead undeleted", "new added", "other changed", "same same",
            ])
        #expect(aws.writes.isEmpty)
        let done = await vault.execute(plan, bundle, key: nil)
        #expect(done.isDone && done.failures.isEmpty)
        #expect(
            aws.writes.sorted() == [
                "secretsmanager:CreateSecret", "secretsmanager:PutSecretValue", "secretsmanager:RestoreSecret",
            ])
    }

    @Test func `a secret whose deletion is cancelled keeps its own value, unless it is named`() async throws {
        func restored(_ named: [String]) async throws -> (failures: Int, writes: [String]) {
            let aws = ScriptedAWS([
                "secretsmanager:DescribeSecret": [.ok(#"{"DeletedDate":1795000000}"#)],
                "secretsmanager:GetSecretValue": [value("newer")], "secretsmanager:RestoreSecret": [.ok("{}")],
                "secretsmanager:PutSecretValue": [.ok("{}")],
            ])
            let vault = SecretsVault(client: aws.client)
            let bundle = bundle(["dead": "1"])
            let done = await vault.execute(
                try await vault.plan(bundle, place: ""), bundle, key: nil, replacing: named)
            return (done.failures.count, aws.writes)
        }
        #expect(try await restored([]) == (1, ["secretsmanager:RestoreSecret"]))
        #expect(try await restored(["dead"]) == (0, ["secretsmanager:RestoreSecret", "secretsmanager:PutSecretValue"]))
    }

    @Test func `a secret without a current value is given one, and not made again`() async throws {
        let aws = ScriptedAWS([
            "secretsmanager:DescribeSecret": [.ok("{}")], "secretsmanager:GetSecretValue": [gone],
            "secretsmanager:PutSecretValue": [.ok("{}")],
        ])
        let vault = SecretsVault(client: aws.client)
        let plan = try await vault.plan(bundle(["a": "1"]), place: "")
        #expect(plan.entries.map(\.change) == [.filled])
        #expect(await vault.execute(plan, bundle(["a": "1"]), key: nil).failures.isEmpty)
        #expect(aws.writes == ["secretsmanager:PutSecretValue"])
    }

    @Test func `a value that cannot be compared stops the plan, and one that cannot be written is said`() async throws {
        let denied = ScriptedAWS([
            "secretsmanager:DescribeSecret": [.ok("{}")], "secretsmanager:GetSecretValue": [.denied],
        ])
        await #expect(throws: (any Error).self) {
            try await SecretsVault(client: denied.client).plan(bundle(["a": "1"]), place: "")
        }
        let closed = ScriptedAWS([
            "secretsmanager:DescribeSecret": [gone], "secretsmanager:CreateSecret": [.denied],
        ])
        let vault = SecretsVault(client: closed.client)
        let plan = try await vault.plan(bundle(["a": "hunter2"]), place: "")
        let done = await vault.execute(plan, bundle(["a": "hunter2"]), key: nil)
        #expect(done.failures.count == 1)
        #expect(done.failures.first?.failure?.contains("hunter2") == false)
    }

    @Test(arguments: [
        (#"{"host":"db","port":"5432","username":"a","password":"b"}"#, "certificate authorities"),
        (#"{"host":"db","port":5432,"username":"a","password":"b"}"#, "certificate authorities"),
        (#"{"host":"db","port":"x","username":"a","password":"b"}"#, "`port`"),
        (#"{"host":"db","username":"a","password":1}"#, "`password`"), (#"{"host":"db"}"#, "`username`"),
        (#"{"host":"db","username":"a"}"#, "`password`"),
        (#"{"host":["db"],"username":"a","password":"b"}"#, "`host`"), (#"{"password":1}"#, "`password`"),
        (#"{"username":"a","password":"b"}"#, "absent"), (#"{"engine":"mysql","host":"db"}"#, "absent"),
        ("k", "absent"),
    ])
    func `a login that cannot be read is unknown, and only what has no host is none`(
        text: String, said: String
    ) async throws {
        let quoted = text.replacing("\"", with: "\\\"")
        let aws = ScriptedAWS(["secretsmanager:GetSecretValue": [value(quoted)]])
        let probe = SecretLoginProbe(client: aws.client, tools: ClientTools(directory: "/none"), authorities: nil)
        switch try await probe.probe("a") {
        case .unknown(let reason): #expect(reason.contains(said), "\(reason)")
        case .absent: #expect(said == "absent", "\(text)")
        case let other: Issue.record("\(other)")
        }
    }
}
