import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Words for who is trusted and shared with")
struct SharingWordsTests {
    private func parse(_ rest: String) -> (policy: RecoveryPolicy?, problems: [String]) {
        let head = """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24h}

            """
        let parsed = PolicyParser.parse(head + rest, file: "dr.yaml", today: CalendarDay("2026-11-23")!)
        return (parsed.document?.policy, parsed.diagnostics.map { "\($0.severity) \($0.id): \($0.summary)" })
    }

    private func subjects(_ github: String) -> [String]? {
        let role = "roles: [{name: r, trust: {githubActions: {repository: example/kb, \(github)}}, may: [audit]}]\n"
        guard case .githubActions(let trust)? = parse(role).policy?.roles.first?.trust else { return nil }
        return trust.subjects
    }

    @Test func `a trust can name refs, tags, environments and pull requests`() {
        #expect(subjects("ref: refs/heads/main") == ["repo:example/kb:ref:refs/heads/main"])
        #expect(
            subjects("refs: [refs/heads/main, refs/heads/next], tags: [v*]") == [
                "repo:example/kb:ref:refs/heads/main", "repo:example/kb:ref:refs/heads/next",
                "repo:example/kb:ref:refs/tags/v*",
            ])
        #expect(subjects("environments: [production]") == ["repo:example/kb:environment:production"])
        #expect(subjects("pullRequests: true") == ["repo:example/kb:pull_request"])
        #expect(
            subjects("ref: refs/heads/main, ownerId: 4711, repositoryId: \"99\"") == [
                "repo:example@4711/kb@99:ref:refs/heads/main"
            ])
    }

    @Test(arguments: ["ownerId: abc", "environments: [\"a:b\"]", "refs: [main]", "issuer: https://x.example"])
    func `what GitHub never writes is refused`(_ words: String) {
        #expect(subjects(words) == nil)
    }

    @Test(arguments: [
        "\"999999999999\"", "arn:aws:iam::999999999999:role/x", "o-abc123", "accounts.google.com",
        "AROAFOREIGNROLE12345", "AIDAFOREIGNUSER12345", "vpc-0abc123", "vpce-0abc123", "203.0.113.0/24",
        "\"2001:db8::/32\"",
    ])
    func `whoever a policy can grant access to can be named`(_ name: String) {
        let parsed = parse("storage: [{bucket: kb-backups, sharedWith: [\(name)]}]\n")
        #expect(parsed.policy?.storage.first?.sharedWith.count == 1, "\(parsed.problems)")
    }

    @Test(arguments: [
        "\"12345\"", "012345678901", "everybody", "\"*\"", "\"AROA*\"", "AROA", "\"vpce-*\"",
    ])
    func `nobody in particular cannot be shared with`(_ name: String) {
        #expect(parse("storage: [{bucket: kb-backups, sharedWith: [\(name)]}]\n").policy == nil)
    }

    @Test func `a login in a URL is an error, and not printed`() {
        let parsed = parse(
            "notifications: {topic: t, subscribers: [{https: \"https://hook:secret@example.com/x\"}]}\n")
        #expect(parsed.problems.contains { $0.hasPrefix("error login-in-policy") })
        #expect(parsed.problems.allSatisfy { !$0.contains("secret@") })
    }
}
