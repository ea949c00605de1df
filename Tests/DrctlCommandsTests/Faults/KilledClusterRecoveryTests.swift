import Foundation
import Testing

/// kill -9 at each step of a cluster's recovery that switches over: `recover resume` brings it to the same end.
@Suite(.serialized) struct KilledClusterRecoveryTests {
    /// A call that is held up when the process is killed, and how many such calls are let through before.
    private static let moments: [(name: String, action: String, skip: Int)] = [
        ("restore", "RestoreDBClusterToPointInTime", 0), ("add the writer", "CreateDBInstance", 0),
        ("add the reader", "CreateDBInstance", 1), ("configure", "ModifyDBCluster", 0),
        ("add a custom endpoint", "CreateDBClusterEndpoint", 0), ("protect the old one", "ModifyDBCluster", 1),
        ("rename a member of the old one", "ModifyDBInstance", 0), ("rename a new member", "ModifyDBInstance", 2),
        ("rename the old one", "ModifyDBCluster", 2), ("rename the recovered one", "ModifyDBCluster", 3),
    ]

    @Test(arguments: moments.indices)
    func `a cluster's recovery that was killed is finished by resume`(_ index: Int) async throws {
        let moment = Self.moments[index]
        try await Sandbox.run { sandbox in
            let policy = try await sandbox.prepareCluster()
            try await sandbox.noteCluster()
            // As after a recovery whose source was not protected.
            try await sandbox.engineer(
                """
                import boto3, time
                rds = boto3.client("rds")
                rds.modify_db_cluster(DBClusterIdentifier="kb-aurora", DeletionProtection=False, ApplyImmediately=True)
                while rds.describe_db_clusters(DBClusterIdentifier="kb-aurora")["DBClusters"][0]["Status"] != "available":
                    time.sleep(0.1)
                """)
            try await sandbox.logPasses()
            let arguments = ["--even-though-healthy", "--switch", "rename", "--confirm", "kb-aurora"]
            try await sandbox.forgetCalls()
            let fault = try await sandbox.fault(
                #"{"kind": "slow", "action": "\#(moment.action)", "seconds": 1, "skip": \#(moment.skip)}"#)
            let killed = try await sandbox.recover("run", arguments, policy: policy) { running in
                try await running.reaches(moment.name) { try await sandbox.strikes(of: fault) > 0 }
                running.send(SIGKILL)
            }
            #expect(killed.code == -SIGKILL, "\(moment.name): \(killed.output)\(killed.conversation)")
            try await eventually("\(moment.action) without its caller") {
                try await sandbox.calls().filter { $0.operation == moment.action }.count > moment.skip
            }
            try await sandbox.heal()
            let second = try await sandbox.recover("run", arguments, policy: policy)
            #expect(second.code == 5, "\(moment.name): \(second.output)\(second.conversation)")
            let resumed = try await sandbox.recover("resume", policy: policy)
            #expect(resumed.code == 0, "\(moment.name): \(resumed.output)\(resumed.conversation)")
            let names = try await sandbox.clusterNames()
            let old = try #require(names.first { $0.hasPrefix("kb-aurora-before-") }, "\(moment.name): \(names)")
            #expect(
                names == ["kb-aurora", "kb-aurora-a", "kb-aurora-b", old, old + "-1", old + "-2"], "\(moment.name)")
            #expect(try await sandbox.recover("resume", policy: policy).code == 5, "nothing is left to resume")
        }
    }
}
