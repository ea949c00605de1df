import RecoveryEngine
import RecoveryModel
import Testing

/// Everybody, somebody who is named, and somebody who is named by what does not say whose it is.
@Suite("Whom the policy of a resource lets in")
struct OutsiderMeaningTests {
    private let estate: Estate
    private static let root = "arn:aws:iam::123456789012:root"

    init() throws { estate = try Estate.complete() }

    private func grant(
        _ action: String, _ condition: AccessCondition = [:], to principals: AccessStatement.Principals = .anyone
    ) -> AccessStatement {
        AccessStatement(
            sid: "Given", .allow, principals: principals, actions: [action], resources: ["*"], condition: condition)
    }

    private func denial(_ condition: AccessCondition) -> AccessStatement {
        AccessStatement(.deny, principals: .anyone, actions: ["*"], resources: ["*"], condition: condition)
    }

    private func bucket(_ statements: AccessStatement..., sharedWith: [String] = []) -> Estate {
        estate.with { estate in
            estate.policy.storage[0].sharedWith = sharedWith
            estate.bucket.policy = .known(AccessPolicy(statements: [.tlsOnly(Estate.bucketName)] + statements))
        }
    }

    private func named(_ estate: Estate) -> Finding? {
        estate.finding("storage.cross-account-grants", on: Estate.bucketName)
    }

    private func isPublic(_ estate: Estate) -> String? {
        estate.verdict("storage.policy-not-public", on: Estate.bucketName)
    }

    @Test func `a secret that is open to the world is public`() {
        func verdict(_ control: ControlID, _ policy: Collected<AccessPolicy?>) -> String? {
            estate.with { $0.secret?.policy = policy }.verdict(control)
        }
        let open = AccessPolicy(
            statements: AccessPolicy.keepingDeletions.statements + [
                grant("secretsmanager:GetSecretValue"), grant("secretsmanager:DeleteSecret"),
            ])
        #expect(verdict("secrets.policy-not-public", .known(open)) == "violated")
        #expect(verdict("secrets.policy-not-public", .known(.keepingDeletions)) == "met")
        #expect(verdict("secrets.policy-not-public", .known(nil)) == "met")
        #expect(verdict("secrets.policy-not-public", .unavailable(Estate.failure)) == "unknown")
        #expect(estate.with { $0.secret?.deletedAt = Estate.now }.verdict("secrets.policy-not-public") == nil)
    }

    @Test(
        arguments: [
            ["StringLike": ["aws:userid": ["AROAFOREIGNROLE12345:*"]]],
            ["StringEquals": ["AWS:UserId": ["AIDAFOREIGNUSER12345"]]],
            ["StringEquals": ["aws:SourceVpce": ["vpce-0foreign"]]],
            ["StringEquals": ["aws:SourceVpc": ["vpc-0foreign"]]],
            ["IpAddress": ["aws:SourceIp": ["198.51.100.0/24"]]],
        ] as [AccessCondition])
    func `an id, an endpoint or a network does not say whose it is`(_ condition: AccessCondition) throws {
        let open = bucket(grant("s3:DeleteObject", condition))
        let finding = try #require(named(open))
        #expect(finding.verdict.word == "unknown")
        let name = try #require(condition.values.first?.values.first?.first)
        #expect("\(finding.verdict)".contains("Given lets in \(name)"), "\(finding.verdict)")
        #expect(isPublic(open) == "met")
        // What people mean they name.
        let meant = String(name.prefix { $0 != ":" })
        #expect(named(bucket(grant("s3:DeleteObject", condition), sharedWith: [meant]))?.verdict == .met)
        #expect(named(bucket(grant("s3:DeleteObject", condition), sharedWith: ["o-abc"]))?.verdict.word == "unknown")
        // Who is inside stays inside, wherever they come from.
        let inside = grant("s3:DeleteObject", condition, to: .init("AWS", [Self.root]))
        #expect(named(bucket(inside))?.verdict == .met)
        var both = condition
        both["StringEquals", default: [:]]["aws:PrincipalAccount"] = ["123456789012"]
        #expect(named(bucket(grant("s3:DeleteObject", both)))?.verdict == .met)
    }

    @Test func `a key and a topic are the same, and endpoints of the policy's own subscribers are known`() {
        let userID = grant("kms:ScheduleKeyDeletion", ["StringLike": ["aws:userid": ["AROAFOREIGNROLE12345:*"]]])
        let key = estate.with { estate in
            estate.key?.policy = .known(AccessPolicy(statements: AccessPolicy.ofKey.statements + [userID]))
        }
        #expect(key.verdict("keys.cross-account-grants") == "unknown")
        func topic(_ endpoint: String) -> String? {
            let subscribe = grant("sns:Subscribe", ["StringEquals": ["sns:Endpoint": [endpoint]]])
            return estate.with {
                $0.topic?.policy = .known(AccessPolicy(statements: [.publishers, .eventBridge, subscribe]))
            }.verdict("alerting.topic-cross-account-grants")
        }
        #expect(topic("mallory@evil.example") == "unknown")
        #expect(topic("oncall@example.com") == "met")
        #expect(topic("arn:aws:sqs:us-east-1:123456789012:alerts") == "met")
        #expect(topic("arn:aws:sqs:us-east-1:999999999999:alerts") == "violated")
    }

    @Test func `an id that has the number of an account says whose it is`() {
        func verdict(_ id: String) -> String? {
            named(bucket(grant("s3:DeleteObject", ["StringLike": ["aws:userid": [id]]])))?.verdict.word
        }
        #expect(verdict("123456789012:*") == "met" && verdict("123456789012") == "met")
        #expect(verdict("999999999999:*") == "violated" && verdict("999999999999") == "violated")
        func endpoint(_ account: String) -> String? {
            named(bucket(grant("s3:DeleteObject", ["StringEquals": ["aws:VpceAccount": [account]]])))?.verdict.word
        }
        #expect(endpoint("123456789012") == "met" && endpoint("999999999999") == "violated")
    }

    @Test(
        arguments: [
            ["StringEquals": ["aws:username": ["mallory"]]], ["IpAddress": ["aws:VpcSourceIp": ["10.0.0.0/8"]]],
        ] as [AccessCondition])
    func `a name or a private address that anybody may have keeps nobody out`(_ condition: AccessCondition) {
        #expect(isPublic(bucket(grant("s3:GetObject", condition))) == "violated")
    }

    @Test func `whom a denial of all others spares is let in`() {
        func verdict(_ condition: AccessCondition, sharedWith: [String] = []) -> String? {
            let spared = bucket(grant("s3:GetObject"), denial(condition), sharedWith: sharedWith)
            #expect(isPublic(spared) == "met", "\(condition)")
            return named(spared)?.verdict.word
        }
        let endpoint: AccessCondition = ["StringNotEquals": ["aws:SourceVpce": ["vpce-0foreign"]]]
        #expect(verdict(endpoint) == "unknown")
        #expect(verdict(endpoint, sharedWith: ["vpce-0foreign"]) == "met")
        let organization: AccessCondition = ["StringNotEquals": ["aws:PrincipalOrgID": ["o-abc"]]]
        #expect(verdict(organization) == "violated")
        #expect(verdict(organization, sharedWith: ["o-abc"]) == "met")
        #expect(verdict(["StringNotEquals": ["aws:PrincipalAccount": ["123456789012", "999999999999"]]]) == "violated")
        #expect(verdict(["StringNotEquals": ["aws:PrincipalAccount": ["123456789012"]]]) == "met")
        // A service is no member of an organization.
        let service = grant("s3:PutObject", to: .init("Service", ["logging.s3.amazonaws.com"]))
        #expect(named(bucket(service, denial(organization)))?.verdict == .met)
    }

    @Test func `a denial of all but insiders shuts out whoever else is named`() {
        let theirs = grant("s3:GetObject", ["StringEquals": ["aws:PrincipalOrgID": ["o-abc"]]])
        #expect(named(bucket(theirs))?.verdict == .violated)
        let others = denial(["StringNotEquals": ["aws:PrincipalAccount": ["123456789012"]]])
        #expect(named(bucket(theirs, others))?.verdict == .met)
        let userID = grant("s3:GetObject", ["StringLike": ["aws:userid": ["AROAFOREIGNROLE12345:*"]]])
        #expect(named(bucket(userID, others))?.verdict == .met)
        // It holds by TLS alone, so that they are let in with it.
        let partial = denial([
            "StringNotEquals": ["aws:PrincipalAccount": ["123456789012"]], "Bool": ["aws:SecureTransport": ["false"]],
        ])
        #expect(named(bucket(theirs, partial))?.verdict == .violated)
        #expect(named(bucket(userID, partial))?.verdict.word == "unknown")
    }

    @Test func `all but some are everybody, or whom a condition names`() {
        func allBut(_ condition: AccessCondition) -> Estate {
            var statement = grant("s3:GetObject", condition)
            statement.principals = nil
            statement.negated = ["NotPrincipal": ["AWS": .string(Self.root)]]
            return bucket(statement)
        }
        #expect(isPublic(allBut([:])) == "violated")
        #expect(named(allBut(["StringEquals": ["aws:PrincipalOrgID": ["o-abc"]]]))?.verdict == .violated)
        #expect(named(allBut(["StringEquals": ["aws:SourceVpce": ["vpce-0foreign"]]]))?.verdict.word == "unknown")
    }
}
