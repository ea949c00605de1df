import RecoveryModel

extension Runbook {
    /// Every error that a restore can meet, in the words in which it is met.
    static func troubles(_ facts: RunbookFacts) -> Chapter {
        guard let (estate, database) = facts.databases(.instance).first, let policy = facts.policy(of: estate) else {
            return Chapter(
                "Troubleshooting", facts.databases().isEmpty ? [] : [.heading("Errors of AWS"), errors(facts)])
        }
        var blocks: [Block] = [
            .paragraph(
                "Names are those of \(code: database.id); capitals, account 000000000000 and 40 of 40 stand for what is met."
            ),
            .heading("Exit codes of a recovery"),
            .table(titles: ["Code", "Meaning", "Next step"], rows: codes(estate)),
        ]
        if let request = request(estate, database, policy, facts.at) {
            blocks += [
                .heading("Refused before anything is changed (exit code 5)"),
                .table(
                    titles: ["Guard", "It says", "Next step"],
                    rows: RestoreTroubles.guards(request).map { finding in
                        [
                            "\(code: finding.id)",
                            "\(finding.summary)\(finding.outcome == .warned ? " (a warning)" : "")",
                            RunbookText(source: finding.hint ?? advice(finding.id)),
                        ]
                    }),
            ]
        }
        if let source = database.source.value {
            blocks += [
                .heading("No recovery point (exit code 3)"),
                .points(RestoreTroubles.points(of: source, now: facts.at).map { "\($0)" }),
            ]
        }
        blocks += [
            .heading("While it restores"), .points(restoring), .heading("Errors of AWS"), errors(facts),
        ]
        return Chapter("Troubleshooting", blocks)
    }

    private static func request(
        _ estate: RunbookFacts.Estate, _ database: RunbookFacts.Database, _ policy: RecoveryPolicy, _ now: Instant
    ) -> DrillRequest? {
        let scope = DrillScope(account: estate.target.account, region: estate.target.region)
        let known = RecoveryRequestBuilder.Known(
            database: database.source.value, origin: database.origin, isLive: database.origin == .live, hasWindow: true)
        let here = DrillRequestBuilder.Circumstances(
            scope: scope, now: now, suffix: "0000", selected: [database.id], policyDigest: "")
        // The names that carry the time of a recovery are written without one.
        let result = RecoveryRequestBuilder.request(
            policy, database.id, database.entry, known, options: RecoveryOptions(), here)
        guard case .success(var request) = result else { return nil }
        request.target.id = database.id
        request.mission?.oldName = "\(database.id)-before-TIME"
        return request
    }

    private static func codes(_ estate: RunbookFacts.Estate) -> [[RunbookText]] {
        let resume = estate.drctl("recover resume")
        return [
            ["0", "recovered, verified, and switched over when that was asked for", "notify those who are informed"],
            [
                "1", "an operation failed: the result names it and the phase",
                "fix the cause, then \(code: resume)",
            ],
            [
                "3", "the data is not verified, a setting differs, or RTO or RPO was missed",
                "read the result: it names each check and each setting. What was restored is kept; nothing was switched unless it was verified",
            ],
            ["5", "a guard refused; nothing was changed", "the table below"],
            ["64", "the command line is wrong", "the message names the option"],
            ["65", "the policy is invalid", "`drctl policy check` names each place"],
            ["77", "no credentials, or none that count", "`aws sso login` or another profile, then `drctl doctor`"],
            ["130, 143", "interrupted; what was restored is kept", "\(code: resume)"],
        ]
    }

    /// What is done about a guard that has no hint of its own, since it depends on the case.
    private static func advice(_ guardID: String) -> String {
        switch guardID {
        case "quota": "request a higher quota of DB instances, or delete what nobody needs"
        case "key-usable": "“A key is lost”"
        case "target-is-free", "old-name-is-free": "choose another name with --as"
        case "settings-known": "give what is missing as options; compare with what people remember"
        default: "the message says what is wrong; nothing was changed"
        }
    }

    private static let restoring: [RunbookText] = [
        """
        A status that a database does not leave by itself (`failed`, `restore-error`, `insufficient-capacity`, `stopped`, \
        `incompatible-…`, `inaccessible-…`) ends the recovery, exit code 1. Insufficient capacity: another class with \
        `--instance-class`; incompatible parameters or options: another group; inaccessible: “A key is lost”.
        """,
        "Longer than the deadline: exit code 1. What is restored stays; `--deadline 24h` gives more time, `recover resume` goes on.",
        """
        No session to the restored database: its security group has to admit this machine, and the login has to be one that it \
        had at that time. `--secret`, `--iam-user` and `--database-url-file` name another. The password is never reset.
        """,
        "A check that fails: the result has the query and what it gave. Another point in time may have the data: `pitr advise`.",
        "A hook that fails ends the switch-over before the next name is changed: fix it, then `recover resume`.",
        "A second recovery or drill of the policy on this machine is refused: wait for it, or resume it.",
        "A saved plan that is stale: make another one, and have it reviewed again.",
        "Evidence that cannot be stored changes nothing of the recovery: fix the place, then `recover resume` stores it.",
    ]

    private static func errors(_ facts: RunbookFacts) -> Block {
        .table(
            titles: ["Error", "Next step"],
            rows: Dictionary(grouping: facts.errors, by: \.advice).map { advice, errors -> [RunbookText] in
                let codes = errors.map(\.code).sorted()
                let listed = codes.dropFirst().reduce("\(code: codes[0])" as RunbookText) { "\($0), \(code: $1)" }
                return [listed, RunbookText(source: advice)]
            }.sorted { $0[0].plain < $1[0].plain })
    }
}
