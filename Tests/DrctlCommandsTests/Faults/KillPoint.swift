import Testing

/// A moment of a drill at which its process is killed, and how a test knows that it has come.
struct KillPoint: Sendable, CustomTestStringConvertible {
    enum Sign: Sendable {
        /// The first fault, which holds a call up, has struck.
        case callIsHeld
        /// The ledger has a line of this kind.
        case ledgerHas(String)
    }

    var name: String
    /// In the ledger's words.
    var phase: String
    var faults: [String] = []
    var arguments: [String] = []
    var policy: [Sandbox.Edit] = []
    /// A table that the drill writes to, and that the snapshots which other drills restore do not have.
    var marker: String?
    var evidence: String?
    var sign: Sign
    /// A call that was under way is carried out after the death of its caller; nil when none changes anything.
    var orphanedCall: String?
    /// So many of the ledger's last lines are taken off: a moment that is too short to hit.
    var linesLost = 0
    /// False when nothing is to be removed after the ledger is lost.
    var hasMadeSomething = true

    var testDescription: String { name }
}

extension KillPoint {
    private static let target = #""target": "drctl-drill-.*""#

    /// Holds a call up before it is carried out.
    private static func hold(_ action: String, seconds: Double = 30, skip: Int = 0) -> String {
        #"{"kind": "slow", "action": "\#(action)", "seconds": \#(seconds), "skip": \#(skip)}"#
    }

    /// Around the rows of a marked instant: while RDS is asked before the first, between them, and after them.
    static let marking: [KillPoint] = [
        ("mark, before the first row", [hold("DescribeDBInstances", skip: 1)], Sign.callIsHeld, "mark"),
        ("mark, after the first row", [], .ledgerHas("markedBefore"), "mark"),
        ("ship", [hold("DescribeDBInstances", skip: 2)], .callIsHeld, "ship"),
    ].map { (name: String, faults: [String], sign: Sign, phase: String) in
        KillPoint(
            name: name, phase: phase, faults: faults, arguments: ["--at", "now"], policy: [.marker("killed.marker")],
            marker: "killed.marker", sign: sign, hasMadeSomething: false)
    }

    /// One in each phase, and one in each call that makes or removes something.
    static let all: [KillPoint] =
        marking + [
            KillPoint(
                name: "preflight", phase: "preflight", faults: [hold("DescribeSecurityGroups")], sign: .callIsHeld,
                hasMadeSomething: false),
            KillPoint(
                name: "snapshot, while it is ordered", phase: "snapshot",
                faults: [hold("CreateDBSnapshot", seconds: 1)],
                arguments: ["--fresh"], sign: .callIsHeld, orphanedCall: "CreateDBSnapshot"),
            KillPoint(
                name: "snapshot, while it is waited for", phase: "snapshot",
                faults: [hold("DescribeDBSnapshots", skip: 1)], arguments: ["--fresh"], sign: .callIsHeld),
            KillPoint(
                name: "baseline", phase: "baseline",
                policy: [
                    .init("(version) from schema_migrations", "(version) from schema_migrations cross join pg_sleep(2)")
                ],
                sign: .ledgerHas("factsGathered"), hasMadeSomething: false),
            KillPoint(
                name: "restore, while it is ordered", phase: "restore",
                faults: [hold("RestoreDBInstanceFromDBSnapshot", seconds: 1)], sign: .callIsHeld,
                orphanedCall: "RestoreDBInstanceFromDBSnapshot"),
            KillPoint(
                name: "wait", phase: "restore", faults: [#"{"kind": "state", \#(target), "state": "stuck-creating"}"#],
                sign: .ledgerHas("restoreAccepted")),
            KillPoint(
                name: "connect", phase: "connect",
                faults: [#"{"kind": "refuse-connections", \#(target), "seconds": 2}"#],
                sign: .ledgerHas("instanceObserved")
            ),
            KillPoint(name: "verify", phase: "verify", policy: [.slowCheck], sign: .ledgerHas(#""connected""#)),
            KillPoint(
                name: "fidelity", phase: "fidelity", faults: [hold("GetSecretValue", skip: 1)], sign: .callIsHeld,
                linesLost: 1),
            KillPoint(name: "secrets", phase: "secrets", faults: [hold("GetSecretValue", skip: 1)], sign: .callIsHeld),
            KillPoint(
                name: "smoke", phase: "smoke", policy: [.init("\n  budget:", "\n  smoke: [sleep, \"2\"]\n  budget:")],
                sign: .ledgerHas("secretsProven")),
            KillPoint(
                name: "teardown, while it is ordered", phase: "teardown",
                faults: [hold("DeleteDBInstance", seconds: 1)],
                sign: .callIsHeld, orphanedCall: "DeleteDBInstance", hasMadeSomething: false),
            KillPoint(
                name: "teardown, while leftovers are looked for", phase: "teardown",
                faults: [hold("DescribeDBSnapshots", skip: 1)], sign: .callIsHeld, hasMadeSomething: false),
            KillPoint(
                name: "record, while evidence is written", phase: "teardown", faults: [hold("PutObject", seconds: 1)],
                evidence: "s3://kb-backups-123456789012-us-east-1/evidence", sign: .callIsHeld,
                orphanedCall: "PutObject",
                hasMadeSomething: false),
            KillPoint(
                name: "record, while metrics are sent", phase: "teardown", faults: [hold("PutMetricData")],
                sign: .callIsHeld, hasMadeSomething: false),
        ]
}
