import RecoveryModel
import RecoveryReports

extension Samples {
    /// What is said before the first audit, by name: of the machine and of the policy files.
    func setup() -> [(name: String, result: any Renderable)] {
        let ready = Checkup([
            .init("policy", .ok, "knowledge-base\(mark): RTO 4h, RPO 24h (from policies/knowledge-base.yaml)"),
            .init("profile", .note, "dr\(mark) (from AWS_PROFILE)"),
            .init("region", .ok, "us-east-1 (of policy knowledge-base)"),
            .init("credentials", .ok, "from profile 'dr'"), .clock(aheadBy: 0),
        ])
        let nothing = Checkup([
            .init(
                "policy", .missing, "policy file or folder policies not found",
                fix: "write one with `drctl init`, or name it with --policy FILE"),
            .init("credentials", .missing, "No credentials found\(mark)", fix: "sign in with `aws sso login`"),
            .init("identity", .unknown, "there are no credentials"), .clock(aheadBy: nil),
            .init("psql", .note, "psql not found in /usr/bin; only drills need it", fix: "install postgresql-client"),
            .init("state", .ok, ".drctl can be written to"),
        ])
        let place = Diagnostic.Location(file: "policies/orders.yaml", line: 8, column: 38)
        let invalid = PolicyCheckReport(
            policies: [("policies/knowledge-base\(mark).yaml", "knowledge-base\(mark)")],
            [
                Diagnostic(
                    .warning, id: "waiver-expired", "the waiver of database.multi-az expired on 2026-01-31",
                    detail: "It has no effect any more.",
                    at: .init(file: "policies/knowledge-base\(mark).yaml", line: 70, column: 14)),
                Diagnostic(
                    .error, id: "unknown-key", "databases[0].backups: unknown key `retenton\(mark)`", at: place,
                    hint: "did you mean `retention`?"),
                Diagnostic(.note, id: "derived", "databases[0].backups.window is derived"),
            ])
        return [
            ("doctor-ready", ready), ("doctor-nothing", nothing), ("policy-check-invalid", invalid),
            (
                "policy-check-valid",
                PolicyCheckReport(policies: [("policies/knowledge-base.yaml", "knowledge-base")], [])
            ),
        ]
    }
}
