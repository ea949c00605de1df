import Testing

/// Help lists what a verb can use, and a verb takes nothing else.
@Suite struct HelpTests {
    private static let connection: Set<String> = [
        "profile", "endpoint-url", "assume-role", "external-id", "role-session-name", "role-duration", "no-input",
        "timeout", "max-in-flight", "max-rate", "log-level",
    ]
    private static let printing: Set<String> = ["out", "quiet", "no-color", "version", "help"]

    /// What a verb has beside the options of its own.
    struct Case: Sendable {
        var verb: String
        var shared: Set<String>
        var own: Set<String> = []
    }

    static let cases: [Case] = [
        Case(verb: "policy check", shared: printing.union(["policy", "output"])),
        Case(verb: "policy explain", shared: printing.union(["policy", "output"])),
        Case(verb: "policy schema", shared: printing),
        Case(
            verb: "template", shared: printing.union(connection).union(["policy", "region"]),
            own: ["check", "conformance-pack", "format", "from-live", "import"]),
        Case(verb: "controls list", shared: printing.union(["output"])),
        Case(verb: "controls show", shared: printing.union(["output"])),
        Case(
            verb: "init", shared: printing.union(connection).union(["region"]),
            own: [
                "name", "account", "database", "from-live", "instance", "cluster", "bucket", "tag", "also-region",
                "drill-subnet-group", "drill-security-group", "drill-class", "drill-table", "drill-until",
            ]),
        Case(
            verb: "report", shared: printing.union(connection).union(["policy", "region", "state"]),
            own: ["evidence", "public-key", "anchor", "organization", "require-all"]),
        Case(
            verb: "evidence list", shared: printing.union(connection).union(["region", "state", "output"]),
            own: ["policy", "evidence", "public-key", "anchor"]),
        Case(
            verb: "evidence verify", shared: printing.union(connection).union(["region", "state", "output"]),
            own: [
                "policy", "evidence", "public-key", "anchor", "expect-at-least", "since", "timestamp-authorities",
                "countersigner",
            ]),
        Case(
            verb: "backup list", shared: printing.union(connection).union(["region", "output"]),
            own: ["policy", "database", "from", "public-key"]),
        Case(
            verb: "backup create", shared: printing.union(connection).union(["region", "output"]),
            own: [
                "policy", "database", "database-url-file", "service", "secret", "ca-bundle", "to", "encrypt-to",
                "kms-key", "jobs", "schema-version", "signing-key", "publish-metrics", "schedule",
                "compose",
            ]),
        Case(
            verb: "pitr window", shared: printing.union(connection).union(["policy", "region", "output"]),
            own: ["instance", "all"]),
        Case(
            verb: "snapshots rotate", shared: printing.union(connection).union(["policy", "region", "output"]),
            own: [
                "database", "keep-daily", "keep-weekly", "keep-yearly", "keep-newest", "yes", "wait", "poll-interval",
                "organization", "require-all",
            ]),
        Case(
            verb: "cost", shared: printing.union(connection).union(["policy", "region", "output"]),
            own: ["offline", "prices", "size", "growth", "change"]),
        Case(
            verb: "doctor", shared: printing.union(connection).union(["policy", "region", "state", "output"]),
            own: ["for"]),
    ]

    /// The options that a help page lists.
    private func options(_ help: String) -> Set<String> {
        Set(
            help.split(separator: "\n").compactMap { line in
                line.firstMatch(of: /^  (?:-[a-zA-Z], )?--([a-z-]+)/).map { String($0.1) }
            })
    }

    @Test(arguments: cases) func `a verb lists the options that it can use, and no others`(_ one: Case) async throws {
        let words = one.verb.split(separator: " ").map(String.init)
        let help = try await Binary.run(words + ["--help"])
        #expect(help.code == 0)
        #expect(options(help.output) == one.shared.union(one.own), "\(one.verb)")
    }

    @Test(arguments: ["iam audit", "policy check", "policy schema", "controls list"])
    func `a verb that makes no call takes no profile, no endpoint and no role`(_ verb: String) async throws {
        let words = verb.split(separator: " ").map(String.init)
        for option in ["--profile", "--endpoint-url", "--assume-role", "--state", "--timeout"] {
            let outcome = try await Binary.run(words + [option, "1"])
            #expect(outcome.code == 64, "\(verb) \(option)")
            #expect(outcome.conversation.contains("Unknown option '\(option)'"), "\(outcome.conversation)")
        }
    }

    @Test(arguments: ["template", "iam audit", "policy schema", "report", "init"])
    func `a verb with one format takes no other`(_ verb: String) async throws {
        let outcome = try await Binary.run(verb.split(separator: " ").map(String.init) + ["--output", "json"])
        #expect(outcome.code == 64)
        #expect(outcome.conversation.contains("Unknown option '--output'"), "\(outcome.conversation)")
    }
}
