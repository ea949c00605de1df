import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Trust and permissions by their effect")
struct RoleMeaningTests {
    private let estate: Estate
    private let issuer = "token.actions.githubusercontent.com"
    private let provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"

    init() throws { estate = try Estate.compliant() }

    private func trust(_ condition: AccessCondition, providers: [String]? = nil) -> AccessPolicy {
        AccessPolicy(statements: [
            AccessStatement(
                .allow, principals: .init("Federated", providers ?? [provider]),
                actions: ["sts:AssumeRoleWithWebIdentity"], resources: [], condition: condition)
        ])
    }

    private func finding(_ trust: AccessPolicy, _ change: (inout Estate) -> Void = { _ in }) -> Finding? {
        estate.with { estate in
            change(&estate)
            guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
            role.trust = .known(trust)
            estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
        }.finding("roles.trust-exact", on: "kb-backup-writer")
    }

    private let subject = "repo:example/knowledge-base:ref:refs/heads/main"

    @Test func `other spellings of the same trust are the same`() {
        let sub = "\(issuer):sub"
        let aud = ["\(issuer):aud": ["sts.amazonaws.com"]]
        let plain: AccessCondition = ["StringEquals": aud.merging([sub: [subject]]) { $1 }]
        #expect(finding(trust(plain))?.verdict == .met)
        // Implied by the line beside it.
        #expect(
            finding(trust(plain.merging(["StringLike": [sub: ["repo:example/knowledge-base:*"]]]) { $1 }))?.verdict
                == .met)
        #expect(finding(trust(["StringEquals": aud, "StringLike": [sub: [subject]]]))?.verdict == .met)
        #expect(
            finding(trust(["stringequals": ["\(issuer):AUD": ["sts.amazonaws.com"], sub: [subject]]]))?.verdict == .met)
        #expect(finding(trust(plain, providers: [provider, provider]))?.verdict == .met)
        #expect(finding(trust(plain.merging(["Null": [sub: ["false"]]]) { $1 }))?.verdict == .met)
        var twice = trust(plain)
        twice.statements.append(twice.statements[0])
        #expect(finding(twice)?.verdict == .met)
    }

    @Test func `a wider trust says what is wider`() {
        let (aud, sub) = (["\(issuer):aud": ["sts.amazonaws.com"]], "\(issuer):sub")
        let wider = finding(trust(["StringEquals": aud, "StringLike": [sub: ["repo:example/knowledge-base:*"]]]))
        #expect(wider?.verdict == .violated)
        #expect(wider?.observed?.contains("condition missing: \(sub) \(subject)") == true, "\(wider?.observed ?? "")")
        let anyone = finding(trust(["StringEquals": aud]))
        #expect(anyone?.observed?.contains("condition missing: \(sub) \(subject)") == true)
        let both = finding(
            trust(["StringEquals": aud.merging([sub: [subject, "repo:mallory/x:ref:refs/heads/main"]]) { $1 }]))
        #expect(both?.verdict == .violated)
        let ifExists = finding(trust(["StringEquals": aud, "StringEqualsIfExists": [sub: [subject]]]))
        #expect(ifExists?.verdict == .violated)
        let added = finding(
            trust(["StringEquals": aud.merging([sub: [subject]]) { $1 }], providers: [provider, "accounts.google.com"]))
        #expect(added?.observed?.contains("principal added: Federated accounts.google.com") == true)
        let narrower = finding(
            trust(["StringEquals": aud.merging([sub: [subject], "\(issuer):environment": ["x"]]) { $1 }]))
        #expect(narrower?.observed?.contains("condition added: \(issuer):environment x") == true)
    }

    @Test func `a service's trust has no spelling either`() {
        func verdict(_ condition: AccessCondition, _ services: [String] = ["codebuild.amazonaws.com"]) -> String? {
            estate.with { estate in
                guard case .known(var role?) = estate.inventory.roles["kb-auditor"]?.role else { return }
                role.trust = .known(
                    AccessPolicy(statements: [
                        AccessStatement(
                            .allow, principals: .init("Service", services), actions: ["sts:assumerole"], resources: [],
                            condition: condition)
                    ]))
                estate.inventory.roles["kb-auditor"]?.role = .known(role)
            }.verdict("roles.trust-exact", on: "kb-auditor")
        }
        #expect(verdict(["StringEquals": ["AWS:sourceaccount": ["123456789012"]]]) == "met")
        #expect(verdict(["StringLike": ["aws:SourceAccount": ["123456789012"]]]) == "met")
        #expect(verdict(["StringLike": ["aws:SourceAccount": ["12345678901*"]]]) == "violated")
        #expect(verdict(["StringNotEquals": ["aws:SourceAccount": ["123456789012"]]]) == "violated")
        #expect(verdict([:]) == "violated")
    }

    @Test func `an account's number and its root are the same principal`() {
        var policy = AccessPolicy.ofOperator
        policy.statements[0].principals = .init("AWS", ["123456789012"])
        #expect(
            estate.with { $0.role?.trust = .known(policy) }.verdict("roles.trust-exact", on: "kb-drill-operator")
                == "met")
    }

    @Test func `immutable subjects of the same names are the same repository`() {
        let aud = ["\(issuer):aud": ["sts.amazonaws.com"]]
        func live(_ subjects: [String]) -> AccessPolicy {
            trust(["StringEquals": aud.merging(["\(issuer):sub": subjects]) { $1 }])
        }
        let immutable = "repo:example@4711/knowledge-base@99:ref:refs/heads/main"
        #expect(finding(live([immutable]))?.verdict == .met)
        #expect(finding(live([immutable, subject]))?.verdict == .met)
        #expect(finding(live(["repo:mallory@4711/knowledge-base@99:ref:refs/heads/main"]))?.verdict == .violated)
        #expect(finding(live(["repo:example@4711/knowledge-base@99:ref:refs/heads/dev"]))?.verdict == .violated)
        #expect(finding(live(["repo:example@x/knowledge-base@99:ref:refs/heads/main"]))?.verdict == .violated)
        func asks(_ estate: inout Estate) {
            var github = GitHubTrust(repository: "example/knowledge-base")
            (github.ownerID, github.repositoryID, github.ref) = ("4711", "99", "refs/heads/main")
            estate.policy.roles[0].trust = .githubActions(github)
        }
        #expect(finding(live([immutable]), asks)?.verdict == .met)
        #expect(finding(live([subject]), asks)?.verdict == .violated)
        #expect(finding(live(["repo:example@4712/knowledge-base@99:ref:refs/heads/main"]), asks)?.verdict == .violated)
    }

    @Test func `a plan names whom a new trust shuts out`() throws {
        let aud = ["\(issuer):aud": ["sts.amazonaws.com"]]
        let other = "repo:example@4711/other@99:ref:refs/heads/main"
        let finding = finding(trust(["StringEquals": aud.merging(["\(issuer):sub": [other, subject]]) { $1 }]))
        guard case .changes(let changes)? = finding?.remedy else {
            Issue.record("no change")
            return
        }
        #expect(changes.first?.facts.takesAway.contains("access of \(other)") == true)
        #expect(changes.first?.facts.takesAway.contains("access of \(subject)") == false)
    }

    @Test func `permissions name their differences`() {
        func shown(_ change: (inout AccessPolicy) -> Void) -> Finding? {
            estate.with { estate in
                guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
                var policy = AccessPolicy.ofWriter
                change(&policy)
                role.inlinePolicies = .known(["drctl-backup": policy])
                estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
            }.finding("roles.statements-exact", on: "kb-backup-writer")
        }
        #expect(
            shown { $0.statements[3].actions = ["s3:PutObject"] }?.observed?
                .contains("actions missing: s3:abortmultipartupload") == true)
        #expect(
            shown { $0.statements[3].actions.append("s3:DeleteObject") }?.observed?
                .contains("actions too many: s3:deleteobject") == true)
        #expect(
            shown { $0.statements[3].resources = ["*"] }?.observed?
                .contains("resource wider: s3:abortmultipartupload on *, s3:putobject on *") == true)
        #expect(
            shown { $0.statements[2].condition = [:] }?.observed?
                .contains("condition missing: cloudwatch:namespace DR/drctl") == true)
        #expect(
            shown {
                $0.statements.append(AccessStatement(.deny, actions: ["s3:Put*"], resources: ["*"]))
            }?.observed?.contains("denied besides: s3:put*") == true)
        // The same, written otherwise.
        #expect(shown { $0.statements[3].actions = ["S3:putobject", "s3:AbortMultipartUpload"] }?.verdict == .met)
        #expect(
            shown {
                var half = $0.statements[3]
                half.actions = ["s3:PutObject"]
                $0.statements.append(half)
            }?.verdict == .met)
        #expect(
            shown {
                $0.statements.append(AccessStatement(.deny, actions: ["ec2:*"], resources: ["*"]))
            }?.verdict == .met)
    }

    @Test func `an unasked boundary counts as one that is asked for`() {
        func verdict(_ boundary: Collected<AccessPolicy?>) -> Finding? {
            estate.with { estate in
                guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
                role.permissionsBoundary = "arn:aws:iam::aws:policy/somebody"
                role.boundaryPolicy = boundary
                estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
            }.finding("roles.denied-by-boundary", on: "kb-backup-writer")
        }
        func allowing(_ actions: [String], _ resources: [String] = ["*"], _ condition: AccessCondition = [:])
            -> AccessPolicy
        {
            AccessPolicy(statements: [
                AccessStatement(.allow, actions: actions, resources: resources, condition: condition)
            ])
        }
        #expect(verdict(.known(allowing(["s3:GetObject"])))?.verdict == .violated)
        #expect(verdict(.known(allowing(["s3:GetObject"])))?.observed?.contains("s3:putobject") == true)
        #expect(verdict(.known(allowing(["s3:*", "kms:*", "cloudwatch:PutMetricData"])))?.verdict == .met)
        #expect(
            verdict(
                .known(allowing(["s3:*", "kms:*", "cloudwatch:*"], ["arn:aws:s3:::other/*", "arn:aws:kms:*:*:key/*"])))?
                .verdict == .violated)
        var denying = allowing(["*"])
        denying.statements.append(AccessStatement(.deny, actions: ["s3:Put*"], resources: ["*"]))
        #expect(verdict(.known(denying))?.verdict == .violated)
        #expect(
            verdict(.known(allowing(["*"], ["*"], ["IpAddress": ["aws:SourceIp": ["203.0.113.0/24"]]])))?.verdict.word
                == "unknown")
        #expect(verdict(.unavailable(Estate.failure))?.verdict.word == "unknown")
        #expect(estate.finding("roles.denied-by-boundary", on: "kb-backup-writer") == nil)
    }
}
