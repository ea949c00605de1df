import Foundation
import Testing

/// kill -9 at each step of a recovery that switches over: afterwards `recover resume` brings it to the same end, and no
/// database was lost on the way.
@Suite(.serialized, .sandbox) struct KilledRecoveryTests {
    /// A moment at which the process is killed: while a call is held up, which AWS may then make without its caller.
    struct Moment: Sendable, CustomTestStringConvertible {
        var name: String
        var action: String
        /// How many such calls are let through before.
        var skip = 0
        var isChange = true

        var testDescription: String { name }
    }

    static let moments = [
        Moment(name: "preflight", action: "DescribeSecurityGroups", skip: 1, isChange: false),
        Moment(name: "restore, while it is ordered", action: "RestoreDBInstanceToPointInTime"),
        Moment(name: "configure, while it is ordered", action: "ModifyDBInstance"),
        Moment(name: "verify", action: "GetSecretValue", isChange: false),
        Moment(name: "protect the old one", action: "ModifyDBInstance", skip: 1),
        Moment(name: "rename the old one", action: "ModifyDBInstance", skip: 2),
        Moment(name: "rename the recovered one", action: "ModifyDBInstance", skip: 3),
    ]

    @Test(arguments: moments)
    func `a recovery that was killed is finished by resume`(_ moment: Moment) async throws {
        let sandbox = try await Sandbox.shared()
        let before = try await sandbox.instances()
        // The old database's protection is off again, as after a recovery whose source was not protected.
        try await sandbox.engineer(
            """
            import boto3, time
            rds = boto3.client("rds")
            rds.modify_db_instance(DBInstanceIdentifier="kb-prod", DeletionProtection=False, ApplyImmediately=True)
            while rds.describe_db_instances(DBInstanceIdentifier="kb-prod")["DBInstances"][0]["DBInstanceStatus"] != "available":
                time.sleep(0.1)
            """)
        try await sandbox.logPasses()
        let state = sandbox.folder + "/state-\(UUID().uuidString)"
        let arguments = ["--even-though-healthy", "--switch", "rename", "--confirm", "kb-prod"]
        try await sandbox.forgetCalls()
        let seconds = moment.isChange ? 1 : 30
        let fault = try await sandbox.fault(
            #"{"kind": "slow", "action": "\#(moment.action)", "seconds": \#(seconds), "skip": \#(moment.skip)}"#)
        let killed = try await sandbox.recover("run", arguments, state: state) { running in
            try await running.reaches(moment.name) { try await sandbox.strikes(of: fault) > 0 }
            running.send(SIGKILL)
        }
        #expect(killed.code == -SIGKILL, "\(killed.output)\(killed.conversation)")
        if moment.isChange {
            try await eventually("\(moment.action) without its caller") {
                try await sandbox.calls().filter { $0.operation == moment.action }.count > moment.skip
            }
        }
        try await sandbox.heal()
        let second = try await sandbox.recover("run", arguments, state: state)
        #expect(second.code == 5, "\(second.output)\(second.conversation)")
        let question = ["recover", "status", "--policy", Sandbox.policy]
        let status = try await sandbox.drctl(question, state: state)
        #expect(status.code == 6 && status.output.contains("of kb-prod into"), "\(status.output)")
        let resumed = try await sandbox.recover("resume", state: state)
        #expect(resumed.code == 0, "\(resumed.output)\(resumed.conversation)")
        let after = try await sandbox.instances()
        #expect(Set(before).isSubset(of: after), "no database is lost")
        let new = Set(after).subtracting(before)
        #expect(new.count == 1 && new.first?.hasPrefix("kb-prod-before-") == true, "\(new)")
        #expect(try await sandbox.recover("resume", state: state).code == 5, "nothing is left to resume")
        #expect(try await sandbox.drctl(question, state: state).code == 0, "nothing is unfinished")
        let verified = try await sandbox.drctl(["evidence", "verify"], state: state)
        #expect(verified.code == 0, "\(verified.output)")
    }
}
