import Testing

/// One way for a drill to be disturbed, and how it must end.
struct FaultRun: Sendable, CustomTestStringConvertible {
    /// Where a run takes place.
    enum Place: Sendable {
        case usual
        /// Evidence goes to a file system that is full.
        case fullDisk
        /// Credentials come from a process; the first ones expire on the way.
        case expiringCredentials
    }

    var name: String
    var faults: [String] = []
    var arguments: [String] = []
    var policy: [Sandbox.Edit] = []
    var place = Place.usual
    /// What the output begins with.
    var verdict: String
    var code: Int32
    /// What the output or the conversation says besides.
    var says: [String] = []
    /// True when the drill cannot remove its instance, and must name it.
    var leaves = false

    var testDescription: String { name }
}

extension FaultRun {
    private static let target = #""target": "drctl-drill-.*""#

    /// The matrix: everything that has to go wrong for somebody once.
    static let all: [FaultRun] = calls + instances + database + surroundings + red

    /// What AWS's API may do.
    private static let calls = [
        FaultRun(
            name: "30 % of all calls throttled", faults: [#"{"kind": "throttle", "probability": 0.3}"#],
            verdict: "VERIFIED", code: 0),
        FaultRun(
            name: "15 % of all calls end in a reset connection",
            faults: [#"{"kind": "reset", "probability": 0.15}"#], verdict: "VERIFIED", code: 0),
        FaultRun(
            name: "RDS answers HTML with status 500, three times",
            faults: [
                #"{"kind": "html", "service": "rds", "action": "Describe.*", "status": 500, "skip": 4, "times": 3}"#
            ],
            verdict: "VERIFIED", code: 0),
        FaultRun(
            name: "the restore is accepted, and its answer is lost",
            faults: [#"{"kind": "truncate", "how": "transfer", "action": "RestoreDBInstance.*", "times": 1}"#],
            verdict: "VERIFIED", code: 0),
        FaultRun(
            name: "security groups cannot be read",
            faults: [#"{"kind": "denied", "service": "ec2", "action": "DescribeSecurityGroups"}"#],
            verdict: "REFUSED", code: 5),
        FaultRun(
            name: "the caller's policies do not let it delete",
            faults: [#"{"kind": "denied", "service": "rds", "action": "DeleteDBInstance"}"#],
            verdict: "REFUSED", code: 5, says: ["not allowed to call rds:DeleteDBInstance", "drctl iam drill"]),
        FaultRun(
            name: "the policy simulator cannot be asked",
            faults: [#"{"kind": "denied", "service": "iam", "action": "SimulatePrincipalPolicy"}"#],
            verdict: "VERIFIED", code: 0, says: ["could not be simulated"]),
        FaultRun(
            name: "the restore is denied",
            faults: [Sandbox.refusing("RestoreDBInstance.*")],
            verdict: "FAILED", code: 1),
    ]

    /// What RDS may do with the instance.
    private static let instances = [
        FaultRun(
            name: "stuck creating, past --deadline",
            faults: [#"{"kind": "state", \#(target), "state": "stuck-creating"}"#], arguments: ["--deadline", "3s"],
            verdict: "FAILED", code: 1, says: ["timed out after 3 s waiting for an available instance (now creating)"]),
        FaultRun(
            name: "stuck creating, past the RTO",
            faults: [#"{"kind": "state", \#(target), "state": "stuck-creating"}"#],
            policy: [.init("rto: 4h", "rto: 3s")],
            verdict: "OBJECTIVE MISSED", code: 3, says: ["timed out after 3 s waiting"]),
        FaultRun(
            name: "incompatible-restore",
            faults: [#"{"kind": "state", \#(target), "state": "incompatible-restore"}"#], verdict: "FAILED", code: 1,
            says: ["became incompatible-restore"]),
        FaultRun(
            name: "the snapshot of --fresh fails",
            faults: [#"{"kind": "state", "target": ".*-snap", "state": "failed"}"#], arguments: ["--fresh"],
            verdict: "FAILED", code: 1, says: ["-snap failed"]),
    ]

    /// What the restored database may do.
    private static let database = [
        FaultRun(
            name: "the connection is reset during verification",
            faults: [#"{"kind": "reset-connections", \#(target), "seconds": 0.2, "times": 1}"#], policy: [.slowCheck],
            verdict: "VERIFIED", code: 0, says: ["verify: the connection was lost"]),
        FaultRun(
            name: "the backend is killed during verification",
            faults: [#"{"kind": "reset-connections", \#(target), "seconds": 0.2, "times": 1, "how": "kill"}"#],
            policy: [.slowCheck], verdict: "VERIFIED", code: 0),
        FaultRun(
            name: "every connection is reset during verification",
            faults: [#"{"kind": "reset-connections", \#(target), "seconds": 0.2}"#], policy: [.slowCheck],
            verdict: "NOT VERIFIED", code: 3, says: ["the session was lost 4 times"]),
        FaultRun(
            name: "connections are refused for 60 s",
            faults: [#"{"kind": "refuse-connections", \#(target), "seconds": 60}"#], verdict: "VERIFIED", code: 0),
    ]

    /// What the machine that drctl runs on may do.
    private static let surroundings = [
        FaultRun(
            name: "the clock is an hour behind", faults: [#"{"kind": "skew", "seconds": 3600}"#], verdict: "VERIFIED",
            code: 0),
        FaultRun(
            name: "the clock is an hour ahead", faults: [#"{"kind": "skew", "seconds": -3600}"#], verdict: "VERIFIED",
            code: 0),
        FaultRun(
            name: "the disk for evidence is full", place: .fullDisk, verdict: "FAILED", code: 1,
            says: [
                "verified, but the evidence could not be stored", "hint: fix the cause, then run `drctl drill resume",
            ]),
        FaultRun(
            name: "credentials expire on the way",
            faults: [#"{"kind": "expired", "accessKey": "ASIAFIRST.*", "skip": 12}"#], place: .expiringCredentials,
            verdict: "VERIFIED", code: 0),
    ]

    /// The six ways of `drill selftest`, each by a drill that really goes red.
    private static let red = [
        FaultRun(
            name: "red: wrong row count", policy: [.check("wrong", "select count(*) from entries", expect: "77")],
            verdict: "NOT VERIFIED", code: 3, says: ["wrong did not pass: expected 77, got 5"]),
        FaultRun(
            name: "red: missing table", policy: [.check("missing", "select count(*) from gone", expect: "0")],
            verdict: "NOT VERIFIED", code: 3, says: [#"relation "gone" does not exist"#]),
        FaultRun(
            name: "red: rows after T", arguments: ["--at", "latest"],
            policy: [.check("later", "select count(*) from entries where created_at > '1970-01-01'", expect: "0")],
            verdict: "NOT VERIFIED", code: 3, says: ["later did not pass: expected 0, got 5"]),
        FaultRun(
            name: "red: stale recovery point", policy: .newestRowIsOld, verdict: "OBJECTIVE MISSED", code: 3,
            says: ["more than the RPO of"]),
        FaultRun(
            name: "red: unreachable instance",
            faults: [#"{"kind": "refuse-connections", \#(target), "seconds": 60}"#], arguments: ["--deadline", "12s"],
            verdict: "NOT VERIFIED", code: 3, says: ["failed to query the restored database"]),
        FaultRun(
            name: "red: failed teardown",
            faults: [Sandbox.refusing("DeleteDBInstance")],
            verdict: "CLEANUP FAILED", code: 6, says: ["not deleted: drctl-drill-kb-prod-", "per day"], leaves: true),
    ]
}

extension [Sandbox.Edit] {
    /// No check that is bounded by a time, and a newest row of a year ago: the restored data count as old as that.
    static let newestRowIsOld = [
        Sandbox.Edit("    - {name: entries, table: entries, compare: rowCount, until: created_at}\n", ""),
        Sandbox.Edit("    - {name: authors, table: authors, compare: rowCount, until: created_at}\n", ""),
        Sandbox.Edit("select max(created_at) from entries", "select min(created_at) from entries"),
    ]
}

extension Sandbox.Edit {
    /// A check that takes a second: long enough for its connection to be cut.
    static let slowCheck = check("slow", "select count(*) from (select pg_sleep(1)) as s", expect: "1")
}
