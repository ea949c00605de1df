import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Controls of keys and roles")
struct AccessControlTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant() }

    @Test(arguments: [
        ("Enabled", "met", "met"), ("Disabled", "violated", "met"), ("PendingDeletion", "violated", "violated"),
        ("PendingReplicaDeletion", "violated", "violated"), ("PendingImport", "violated", "met"),
        ("Unavailable", "violated", "met"),
    ])
    func `a key must be enabled and stay`(state: String, enabled: String, kept: String) {
        let seen = estate.with { $0.key?.state = state }
        #expect(seen.verdict("keys.enabled") == enabled)
        #expect(seen.verdict("keys.not-pending-deletion") == kept)
    }

    @Test func `a key that enabling does not mend is left to people`() {
        guard case .procedure? = estate.with({ $0.key?.state = "PendingImport" }).finding("keys.enabled")?.remedy else {
            Issue.record("EnableKey would be refused")
            return
        }
        let steps = Planner.plan(estate.with { $0.key?.state = "PendingDeletion" }.audit).steps.map(\.change)
        #expect(steps == [.key(.cancelDeletion(.required)), .key(.enable(.required))])
    }

    @Test func `a missing key is one violation, not a row of passes`() {
        let missing = estate.with { $0.key = nil }
        let verdicts = missing.audit.findings.filter { $0.resource.kind == .key }
            .map { "\($0.control.id) \($0.verdict.word)" }
        #expect(verdicts == ["keys.exists violated", "keys.rotation violated"])
        let steps = Planner.plan(missing.audit).steps.map(\.facts.line)
        #expect(steps == ["create key alias/kb-dr", "rotate key alias/kb-dr: rotation period 365 days"])
    }

    @Test(arguments: [(90, "met"), (365, "met"), (366, "violated")])
    func `rotation is met by more often`(days: Int, verdict: String) {
        #expect(
            estate.with { $0.key?.rotation = .known(.init(enabled: true, periodDays: days)) }.verdict("keys.rotation")
                == verdict)
        #expect(
            estate.with { $0.key?.rotation = .known(.init(enabled: false, periodDays: days)) }.verdict("keys.rotation")
                == "violated")
    }

    @Test func `publishers need the key of the topic, unless something denies it`() {
        func verdict(_ statements: [AccessStatement]) -> String? {
            estate.with { $0.key?.policy = .known(AccessPolicy(statements: statements)) }
                .verdict("keys.policy-allows-publishers")
        }
        let services = AccessStatement.Principals("Service", KeyedServices.all)
        let actions = ["kms:Decrypt", "kms:GenerateDataKey"]
        #expect(verdict([AccessStatement(.allow, principals: services, actions: ["kms:*"], resources: ["*"])]) == "met")
        #expect(verdict([AccessStatement(.allow, principals: services, actions: actions, resources: ["*"])]) == "met")
        #expect(
            verdict([AccessStatement(.allow, principals: services, actions: ["kms:Decrypt"], resources: ["*"])])
                == "violated")
        let viaService = AccessStatement(
            .allow, principals: services, actions: actions, resources: ["*"],
            condition: ["StringEquals": ["kms:ViaService": ["s3.us-east-1.amazonaws.com"]]])
        #expect(verdict([viaService]) == "violated")
        let denied = AccessStatement(.deny, principals: .anyone, actions: ["kms:*"], resources: ["*"])
        #expect(verdict(AccessPolicy.ofKey.statements + [denied]) == "violated")
        let shut = estate.with {
            $0.key?.policy = .known(AccessPolicy(statements: AccessPolicy.ofKey.statements + [denied]))
        }
        guard case .procedure? = shut.finding("keys.policy-allows-publishers")?.remedy else {
            Issue.record("our statement alone would not mend it")
            return
        }
        #expect(estate.with { $0.policy.notifications = nil }.verdict("keys.policy-allows-publishers") == nil)
    }

    @Test func `a trust that is wider or narrower is a violation, its order and names are not`() {
        func verdict(_ change: (inout AccessPolicy) -> Void) -> String? {
            var policy = AccessPolicy.ofOperator
            change(&policy)
            return estate.with { $0.role?.trust = .known(policy) }.verdict("roles.trust-exact", on: "kb-drill-operator")
        }
        #expect(verdict { $0.statements[0].sid = "Named" } == "met")
        #expect(verdict { $0.id = "document" } == "met")
        #expect(verdict { $0.statements[0].principals = .anyone } == "violated")
        #expect(
            verdict {
                $0.statements.append(
                    .init(.allow, principals: .init("AWS", ["x"]), actions: ["sts:AssumeRole"], resources: []))
            } == "violated")
        #expect(verdict { $0.statements[0].negated = ["NotPrincipal": ["AWS": "x"]] } == "violated")
        #expect(verdict { $0.statements = [] } == "violated")
    }

    @Test func `a GitHub role trusts one repository and ref`() throws {
        guard case .known(let role?) = estate.inventory.roles["kb-backup-writer"]?.role, let trust = role.trust.value
        else {
            Issue.record("no role")
            return
        }
        #expect(
            trust.json == [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
                        "Principal": [
                            "Federated":
                                "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
                        ],
                        "Condition": [
                            "StringEquals": [
                                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                                "token.actions.githubusercontent.com:sub":
                                    "repo:example/knowledge-base:ref:refs/heads/main",
                            ]
                        ],
                    ]
                ],
            ])
    }

    @Test func `permissions must be exact, and nothing may stand besides`() {
        let role = "kb-backup-writer"
        func with(_ policies: [String: AccessPolicy]) -> Estate {
            estate.with { estate in
                guard case .known(var state?) = estate.inventory.roles[role]?.role else { return }
                state.inlinePolicies = .known(policies)
                estate.inventory.roles[role]?.role = .known(state)
            }
        }
        var narrower = AccessPolicy.ofWriter
        narrower.statements.removeLast()
        #expect(with(["drctl-backup": narrower]).verdict("roles.statements-exact", on: role) == "violated")
        var reordered = AccessPolicy.ofWriter
        reordered.statements.reverse()
        #expect(with(["drctl-backup": reordered]).verdict("roles.statements-exact", on: role) == "met")
        let extra = with(["drctl-backup": .ofWriter, "more": .ofWriter])
        #expect(extra.verdict("roles.statements-exact", on: role) == "met")
        #expect(extra.finding("roles.no-extra-policies", on: role)?.observed == "also more")
        #expect(
            extra.finding("roles.no-extra-policies", on: role)?.remedy
                == .changes([.role(.deletePolicy(role: role, name: "more", was: .ofWriter))]))
    }

    @Test func `half of a role out of sight is unknown`() {
        let unseen = estate.with { $0.role?.attachedPolicies = .unavailable(Estate.failure) }
        #expect(unseen.verdict("roles.no-extra-policies", on: "kb-drill-operator") == "unknown")
        #expect(unseen.verdict("roles.statements-exact", on: "kb-drill-operator") == "met")
    }
}
