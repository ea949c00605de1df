import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What a policy grants to outsiders")
struct GrantMeaningTests {
    private let estate: Estate
    private let other = "arn:aws:iam::999999999999:root"

    init() throws { estate = try Estate.compliant() }

    private func statement(
        _ principals: AccessStatement.Principals?, _ condition: AccessCondition = [:],
        actions: [String] = ["s3:DeleteObject*"]
    ) -> AccessStatement {
        AccessStatement(
            sid: "Given", .allow, principals: principals, actions: actions,
            resources: ["arn:aws:s3:::\(Estate.bucketName)", "arn:aws:s3:::\(Estate.bucketName)/*"],
            condition: condition)
    }

    private func bucket(_ statements: AccessStatement...) -> Finding? {
        estate.with { estate in
            estate.bucket.policy = .known(AccessPolicy(statements: [.tlsOnly(Estate.bucketName)] + statements))
        }.finding("storage.cross-account-grants", on: Estate.bucketName)
    }

    @Test(
        arguments: [
            .init("AWS", ["arn:aws:iam::999999999999:root"]), .init("AWS", ["999999999999"]),
            .init("AWS", ["arn:aws:iam::999999999999:role/deployer"]),
            .init("AWS", ["arn:aws:iam::123456789012:root", "arn:aws:iam::999999999999:user/mallory"]),
            .init("CanonicalUser", [String(repeating: "ab12", count: 16)]),
            .init("Federated", ["accounts.google.com"]),
            .init("AWS", ["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"]),
        ] as [AccessStatement.Principals])
    func `somebody outside the scope is named`(_ principals: AccessStatement.Principals) {
        let finding = bucket(statement(principals))
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed?.hasPrefix("granted to Given: ") == true)
    }

    @Test(
        arguments: [
            ["StringEquals": ["aws:PrincipalOrgID": ["o-abc"]]],
            ["StringEquals": ["aws:PrincipalAccount": ["999999999999"]]],
            ["StringLike": ["AWS:PrincipalArn": ["arn:aws:iam::999999999999:role/*"]]],
            ["ForAnyValue:StringLike": ["aws:PrincipalOrgPaths": ["o-abc/*"]]],
        ] as [AccessCondition])
    func `an organization or account that a condition names is outside too`(_ condition: AccessCondition) {
        #expect(bucket(statement(.anyone, condition))?.verdict == .violated)
    }

    @Test func `a service that acts for somebody else's account is outside`() {
        let service = AccessStatement.Principals("Service", ["cloudtrail.amazonaws.com"])
        #expect(
            bucket(statement(service, ["StringEquals": ["aws:SourceAccount": ["999999999999"]]]))?.verdict == .violated)
        #expect(bucket(statement(service, ["StringEquals": ["aws:SourceAccount": ["123456789012"]]]))?.verdict == .met)
        #expect(bucket(statement(service))?.verdict == .met)
    }

    @Test func `who is inside, deleted, or kept out by a condition or a denial is nobody's worry`() {
        let ours = AccessStatement.Principals("AWS", ["arn:aws:iam::123456789012:role/app"])
        #expect(bucket(statement(ours))?.verdict == .met)
        #expect(bucket(statement(.init("AWS", ["AROAEXAMPLEID", "AIDAEXAMPLEID"])))?.verdict == .met)
        let theirs = AccessStatement.Principals("AWS", [other])
        #expect(
            bucket(statement(theirs, ["StringEquals": ["aws:PrincipalAccount": ["123456789012"]]]))?.verdict == .met)
        let denial = AccessStatement(
            .deny, principals: .anyone, actions: ["s3:*"], resources: ["*"],
            condition: ["StringNotEquals": ["aws:PrincipalAccount": ["123456789012"]]])
        #expect(bucket(statement(theirs), denial)?.verdict == .met)
        // A denial that they can escape keeps nobody out.
        var escaped = denial
        escaped.condition = ["Bool": ["aws:SecureTransport": ["false"]]]
        #expect(bucket(statement(theirs), escaped)?.verdict == .violated)
        var partial = denial
        partial.actions = ["s3:GetObject"]
        #expect(bucket(statement(theirs), partial)?.verdict == .violated)
    }

    @Test func `the policy names whom it shares with, and nobody else`() {
        func verdict(_ shared: [String], _ statement: AccessStatement) -> String? {
            estate.with { estate in
                estate.policy.storage[0].sharedWith = shared
                estate.bucket.policy = .known(AccessPolicy(statements: [.tlsOnly(Estate.bucketName), statement]))
            }.verdict("storage.cross-account-grants", on: Estate.bucketName)
        }
        let theirs = statement(.init("AWS", [other]))
        #expect(verdict(["999999999999"], theirs) == "met")
        #expect(verdict([other], theirs) == "met")
        #expect(verdict(["888888888888"], theirs) == "violated")
        #expect(verdict(["arn:aws:iam::999999999999:role/auditor"], theirs) == "violated")
        let organization = statement(.anyone, ["StringEquals": ["aws:PrincipalOrgID": ["o-abc"]]])
        #expect(verdict(["o-abc"], organization) == "met")
        #expect(verdict(["o-xyz"], organization) == "violated")
    }

    @Test func `keys and topics are the same`() {
        func key(_ shared: [String]) -> String? {
            estate.with { estate in
                estate.policy.keys[0].sharedWith = shared
                estate.key?.policy = .known(
                    AccessPolicy(
                        statements: AccessPolicy.ofKey.statements + [
                            AccessStatement(
                                .allow, principals: .init("AWS", [other]), actions: ["kms:*"], resources: ["*"])
                        ]))
            }.verdict("keys.cross-account-grants")
        }
        #expect(key([]) == "violated")
        #expect(key(["999999999999"]) == "met")
        let topic = estate.with {
            $0.topic?.policy = .known(
                AccessPolicy(statements: [
                    .publishers,
                    AccessStatement(
                        .allow, principals: .anyone, actions: ["sns:Subscribe"], resources: [Estate.topicARN],
                        condition: ["StringEquals": ["AWS:SourceOwner": ["999999999999"]]]),
                ]))
        }
        #expect(topic.verdict("alerting.topic-cross-account-grants") == "violated")
        #expect(
            topic.with { $0.policy.notifications?.sharedWith = ["999999999999"] }
                .verdict("alerting.topic-cross-account-grants") == "met")
        let unseen = estate.with { $0.key?.policy = .unavailable(Estate.failure) }
        #expect(unseen.verdict("keys.cross-account-grants") == "unknown")
    }

    @Test func `S3's own word counts beside drctl's reading, and a refusal fails closed`() {
        func verdict(_ word: Collected<Bool>?, _ statement: AccessStatement) -> String? {
            estate.with { estate in
                estate.bucket.policy = .known(AccessPolicy(statements: [.tlsOnly(Estate.bucketName), statement]))
                estate.bucket.isPublicByS3 = word
            }.verdict("storage.policy-not-public", on: Estate.bucketName)
        }
        let ours = statement(.init("AWS", ["arn:aws:iam::123456789012:role/app"]))
        #expect(verdict(.known(false), ours) == "met")
        #expect(verdict(.known(true), ours) == "violated")
        #expect(verdict(.unavailable(Estate.failure), ours) == "unknown")
        #expect(verdict(nil, ours) == "met")
        #expect(verdict(.known(false), statement(.anyone)) == "violated")
        #expect(verdict(.unavailable(Estate.failure), statement(.anyone)) == "violated")
    }
}
