import AWSCore
import RecoveryModel
import Synchronization
import Testing

@testable import RecoveryRuntime

@Suite("Waiting for a database")
struct DatabaseWaitingTests {
    private func waiting(_ answers: [Answer]) -> (waiting: DatabaseWaiting, pauses: Pauses) {
        let pauses = Pauses()
        let aws = ScriptedAWS(["rds:DescribeDBInstances": answers])
        return (
            DatabaseWaiting(client: aws.client, deadline: .seconds(60), sleep: { pauses.append($0) }), pauses
        )
    }

    private func instance(_ changes: Described.Elements) -> Answer {
        Described.instances(Described.instance("kb", changes))
    }

    @Test func `it ends when the database is available, nothing is pending and the setting is there`() async throws {
        let pending = "<MultiAZ>true</MultiAZ>"
        let (waiting, pauses) = waiting([
            instance(["DBInstanceStatus": "modifying"]), instance(["PendingModifiedValues": pending]), instance([:]),
            instance(["MultiAZ": "true"]),
        ])
        try await waiting.untilSettled(.instance, "kb") {
            DatabaseSetting.multiAZ(Edit(false, to: true)).isInForce(on: $0)
        }
        #expect(pauses.all == [.milliseconds(250), .milliseconds(500), .seconds(1)])
    }

    @Test(
        arguments: [
            "failed", "stopped", "stopping", "deleting", "storage-full", "restore-error", "incompatible-parameters",
            "incompatible-network", "inaccessible-encryption-credentials",
            "inaccessible-encryption-credentials-recoverable", "insufficient-capacity",
        ])
    func `a state that waiting does not end fails at once, by its name`(_ status: String) async throws {
        let (waiting, pauses) = waiting([instance(["DBInstanceStatus": status])])
        let error = try await #require(throws: DatabaseWaiting.Failure.self) {
            try await waiting.untilSettled(.instance, "kb") { _ in true }
        }
        #expect("\(error)" == "database kb is \(status)")
        #expect(pauses.all.isEmpty)
    }

    @Test func `a database that is gone is said to be gone`() async throws {
        for answers in [[.error("DBInstanceNotFound", 404)], [Described.instances()]] as [[Answer]] {
            let (waiting, _) = waiting(answers)
            let error = try await #require(throws: DatabaseWaiting.Failure.self) {
                try await waiting.untilSettled(.instance, "kb") { _ in true }
            }
            #expect("\(error)" == "database kb no longer exists")
        }
        let aws = ScriptedAWS(["rds:DescribeDBClusters": [.error("DBClusterNotFoundFault", 404)]])
        await #expect(throws: DatabaseWaiting.Failure.self) {
            try await DatabaseWaiting(client: aws.client).untilSettled(.cluster, "kb") { _ in true }
        }
    }

    @Test func `what does not come is waited for until the deadline`() async throws {
        let (waiting, pauses) = waiting([instance([:])])
        let error = try await #require(throws: DatabaseWaiting.Failure.self) {
            try await waiting.untilSettled(.instance, "kb") { _ in false }
        }
        #expect("\(error)".hasPrefix("database kb did not settle within "))
        #expect(pauses.all.max() == .seconds(15))
    }

    @Test func `a refusal is not waited out`() async {
        let (waiting, pauses) = waiting([.denied])
        await #expect(throws: ClientError.self) { try await waiting.untilSettled(.instance, "kb") { _ in true } }
        #expect(pauses.all.isEmpty)
    }

    private final class Pauses: Sendable {
        private let pauses = Mutex<[Duration]>([])
        var all: [Duration] { pauses.withLock { $0 } }
        func append(_ pause: Duration) { pauses.withLock { $0.append(pause) } }
    }
}
