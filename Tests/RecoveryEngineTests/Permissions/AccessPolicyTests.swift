import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What bucket policies come to")
struct AccessPolicyTests {
    private let estate: Estate
    private let arn = "arn:aws:s3:::\(Estate.bucketName)"

    init() throws { estate = try Estate.compliant() }

    private func tls(_ statements: String) throws -> String? {
        let policy = try AccessPolicy(parsing: #"{"Version": "2012-10-17", "Statement": [\#(statements)]}"#)
        return estate.with { $0.bucket.policy = .known(policy) }.verdict("storage.tls-only", on: Estate.bucketName)
    }

    private func deny(
        principal: String = #""Principal": "*""#, action: String = #""Action": "s3:*""#, resource: String? = nil,
        condition: String = #"{"Bool": {"aws:SecureTransport": "false"}}"#, effect: String = "Deny"
    ) -> String {
        let resource = resource ?? #"["\#(arn)", "\#(arn)/*"]"#
        return #"""
            {"Effect": "\#(effect)", \#(principal), \#(action), "Resource": \#(resource), "Condition": \#(condition)}
            """#
    }

    @Test func `plain HTTP is denied by these`() throws {
        #expect(try tls(deny()) == "met")
        #expect(try tls(deny(principal: #""Principal": {"AWS": "*"}"#)) == "met")
        #expect(try tls(deny(action: #""Action": ["S3:*"]"#)) == "met")
        #expect(try tls(deny(action: #""Action": "*""#)) == "met")
        #expect(try tls(deny(condition: #"{"BoolIfExists": {"aws:SecureTransport": "false"}}"#)) == "met")
        #expect(try tls(deny(condition: #"{"Bool": {"AWS:securetransport": false}}"#)) == "met")
        #expect(try tls(deny(resource: #""*""#)) == "met")
        #expect(try tls(deny(resource: #""\#(arn)*""#)) == "met")
        #expect(try tls(deny(resource: #""arn:aws:s3:::*""#)) == "met")
        #expect(try tls(deny(action: #""NotAction": ["iam:*", "sts:AssumeRole"]"#)) == "met")
        #expect(try tls(deny(resource: #""arn:aws:s3:::\#(Estate.bucketName.prefix(4))*""#)) == "met")
        let complementary = [#"{"aws:PrincipalOrgID": "true"}"#, #"{"aws:PrincipalOrgID": "false"}"#].map {
            deny(condition: #"{"Bool": {"aws:SecureTransport": "false"}, "Null": \#($0)}"#)
        }
        #expect(try tls(complementary.joined(separator: ",")) == "met")
        #expect(try tls(complementary[0]) == "violated")
        #expect(try tls(deny(resource: #""\#(arn)""#) + "," + deny(resource: #""\#(arn)/*""#)) == "met")
    }

    @Test func `and not by these, which leave somebody, something or some call out`() throws {
        #expect(try tls(deny(effect: "Allow")) == "violated")
        #expect(try tls(deny(resource: #""\#(arn)/*""#)) == "violated")
        #expect(try tls(deny(resource: #"["\#(arn)", "\#(arn)/daily/*"]"#)) == "violated")
        #expect(try tls(deny(resource: #"["arn:aws:s3:::other", "arn:aws:s3:::other/*"]"#)) == "violated")
        #expect(
            try tls(
                deny(resource: #"["arn:aws-cn:s3:::\#(Estate.bucketName)", "arn:aws-cn:s3:::\#(Estate.bucketName)/*"]"#)
            ) == "violated")
        #expect(try tls(deny(action: #""Action": "s3:GetObject""#)) == "violated")
        for left in ["s3:GetObject", "s3:DeleteObject", "S3:Restore*", "s*", "*Object", "s3:?etObject"] {
            #expect(try tls(deny(action: #""NotAction": "\#(left)""#)) == "violated", "\(left)")
        }
        for left in ["\(arn)/daily/*", "\(arn)", "arn:aws:s3:::*/public", "\(arn)/${aws:username}/*"] {
            let denial = #"""
                {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "NotResource": "\#(left)",
                 "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
                """#
            #expect(try tls(denial) == "violated", "\(left)")
        }
        #expect(try tls(deny(action: #""Action": ["s3:?*Object", "s3:List*"]"#)) == "violated")
        #expect(try tls(deny(principal: #""NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"}"#)) == "violated")
        #expect(try tls(deny(principal: #""Principal": {"AWS": "arn:aws:iam::123456789012:root"}"#)) == "violated")
        #expect(try tls(deny(principal: #""Principal": {"Service": "*"}"#)) == "violated")
        #expect(try tls(deny(condition: #"{"Bool": {"aws:SecureTransport": "true"}}"#)) == "violated")
        #expect(try tls(deny(condition: #"{"Bool": {"aws:SecureTransport": ["false", "true"]}}"#)) == "violated")
        #expect(
            try tls(deny(condition: #"{"Bool": {"aws:SecureTransport": "false", "aws:ViaAWSService": "false"}}"#))
                == "violated")
        #expect(
            try tls(
                deny(
                    condition:
                        #"{"Bool": {"aws:SecureTransport": "false"}, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#))
                == "violated")
        #expect(try tls(deny(condition: #"{"Null": {"aws:SecureTransport": "false"}}"#)) == "violated")
    }

    private func open(_ statements: String) throws -> Finding? {
        let policy = try AccessPolicy(parsing: #"{"Version": "2012-10-17", "Statement": [\#(statements)]}"#)
        return estate.with { $0.bucket.policy = .known(policy) }.finding(
            "storage.policy-not-public", on: Estate.bucketName)
    }

    private func allow(
        _ principal: String, _ condition: String = "{}", sid: String = "S",
        action: String = #""Action": "s3:GetObject""#
    ) -> String {
        #"{"Sid": "\#(sid)", "Effect": "Allow", \#(principal), \#(action), "Resource": "*", "Condition": \#(condition)}"#
    }

    @Test func `everybody is let in by these`() throws {
        let everybody = [
            #""Principal": "*""#, #""Principal": {"AWS": "*"}"#, #""Principal": {"AWS": ["x", "*"]}"#,
            #""Principal": {"Federated": "*"}"#, #""Principal": {"*": "*"}"#,
            #""NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/x"}"#,
        ]
        for principal in everybody {
            #expect(try open(allow(principal))?.verdict == .violated, "\(principal)")
            #expect(try open(allow(principal))?.observed == "public: S", "\(principal)")
        }
        #expect(try open(allow(everybody[0], action: #""NotAction": "s3:DeleteObject""#))?.verdict == .violated)
    }

    @Test func `known callers are no strangers`() throws {
        let anyone = #""Principal": "*""#
        #expect(try open(allow(#""Principal": {"AWS": "arn:aws:iam::123456789012:root"}"#))?.verdict == .met)
        #expect(try open(allow(anyone, #"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#))?.verdict == .met)
        #expect(
            try open(allow(anyone, #"{"ArnLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:t"}}"#))?.verdict
                == .met)
        #expect(try open(deny())?.verdict == .met)
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
    @Test(arguments: [
        // Who asks is left open.
        #"{"StringLike": {"aws:PrincipalArn": "*"}}"#, #"{"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}"#,
        #"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}"#,
        #"{"StringNotEquals": {"aws:PrincipalAccount": "123456789012"}}"#,
        #"{"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}"#,
        #"{"StringLikeIfExists": {"aws:PrincipalOrgID": "o-1"}}"#,
        #"{"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1/r/ou/"}}"#,
        #"{"StringLike": {"aws:PrincipalAccount": ["123456789012", "*"]}}"#,
        #"{"StringLike": {"kms:CallerAccount": "1234*"}}"#, #"{"Null": {"aws:PrincipalOrgID": "true"}}"#,
        #"{"Null": {"aws:PrincipalOrgID": "false"}}"#,
        #"{"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}}"#,
        #"{"StringEquals": {"aws:SourceAccount": "${aws:PrincipalAccount}"}}"#,
        // Nearly everywhere.
        #"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, #"{"IpAddress": {"aws:SourceIp": "::/0"}}"#,
        #"{"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}"#,
        #"{"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}"#,
        // A request through somebody's VPC endpoint has no such address.
        #"{"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#,
        // What is asked, or how, keeps nobody out.
        #"{"StringEquals": {"s3:ExistingObjectTag/public": "yes"}}"#,
        #"{"StringLike": {"aws:Referer": "https://x/*"}}"#,
        #"{"Bool": {"aws:SecureTransport": "true"}}"#,
        #"{"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}"#,
        #"{"NumericLessThan": {"s3:max-keys": "10"}}"#,
        #"{"DateLessThan": {"aws:CurrentTime": "2036-01-01T00:00:00Z"}}"#,
    ])
    func `a condition that a stranger can meet lets everybody in`(_ condition: String) throws {
        #expect(try open(allow(#""Principal": "*""#, condition))?.observed == "public: S")
    }

    @Test(arguments: [
        #"{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#, #"{"IpAddress": {"aws:SourceIp": "203.0.113.7"}}"#,
        #"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/48"]}}"#,
        #"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}}"#,
        #"{"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}"#, #"{"StringEquals": {"aws:PrincipalAccount": []}}"#,
        #"{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}"#,
        #"{"StringLikeIfExists": {"aws:PrincipalOrgID": "o-1"}, "Null": {"aws:PrincipalOrgID": "false"}}"#,
        #"{"stringequals": {"AWS:PRINCIPALORGID": "o-1"}}"#,
    ])
    func `a condition that only known callers can meet does not`(_ condition: String) throws {
        #expect(try open(allow(#""Principal": "*""#, condition))?.verdict == .met)
    }

    @Test func `a denial of all who are not known closes what is open`() throws {
        let anyone = #""Principal": "*""#
        func denied(_ condition: String, action: String = "s3:*") -> String {
            #"{"Effect": "Deny", "Principal": "*", "Action": "\#(action)", "Resource": "*", "Condition": \#(condition)}"#
        }
        let others = #"{"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}"#
        #expect(try open(allow(anyone) + "," + denied(others))?.verdict == .met)
        #expect(try open(allow(anyone) + "," + denied(others, action: "s3:Put*"))?.verdict == .violated)
        let present =
            #"{"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}, "Null": {"aws:PrincipalOrgID": "false"}}"#
        #expect(try open(allow(anyone) + "," + denied(present))?.verdict == .violated)
    }

    /// Each leaves somebody in: whoever comes by TLS, from elsewhere, as a role, with another name, or for less.
    @Test(arguments: [
        (#"{"BoolIfExists": {"aws:SecureTransport": "false"}}"#, "s3:*"),
        (#"{"Bool": {"aws:SecureTransport": "false"}}"#, "*"),
        (#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}}"#, "s3:*"),
        (#"{"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"}}"#, "s3:*"),
        (#"{"StringEquals": {"aws:PrincipalOrgID": "o-evil"}}"#, "s3:*"),
        (#"{"StringLikeIfExists": {"aws:Referer": "https://bad/*"}}"#, "s3:*"),
        (#"{"NumericGreaterThanIfExists": {"s3:TlsVersion": "9"}}"#, "s3:*"),
        (#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}"#, "s3:*"),
        ("{}", "s3:Get?bject"), ("{}", "s3:GetObject"), ("{}", "s3:Get?*"),
    ])
    func `a denial that some of them escape closes nothing`(_ condition: String, _ action: String) throws {
        let denial =
            #"{"Effect": "Deny", "Principal": "*", "Action": "\#(action)", "Resource": "*", "Condition": \#(condition)}"#
        let open = try open(allow(#""Principal": "*""#, action: #""Action": "s3:Get*""#) + "," + denial)
        #expect(open?.observed == "public: S", "\(condition) \(action)")
    }

    @Test func `a denial of everybody, and of all that is allowed, closes it`() throws {
        for action in ["s3:*", "*", "s3:Get*", "S3:G*"] {
            let denial = #"{"Effect": "Deny", "Principal": "*", "Action": "\#(action)", "Resource": "arn:aws:s3:::*"}"#
            let granted =
                #"{"Sid": "S", "Effect": "Allow", "Principal": "*", "Action": "s3:Get*", "Resource": "\#(arn)/*"}"#
            #expect(try open(granted + "," + denial)?.verdict == .met, "\(action)")
        }
    }

    @Test func `an operator that IAM does not have is unknown and named`() throws {
        let anyone = #""Principal": "*""#
        let strange = allow(anyone, #"{"StringMatches": {"aws:PrincipalOrgID": "o-1"}}"#)
        let finding = try open(strange)
        #expect(finding?.verdict.word == "unknown")
        #expect("\(String(describing: finding))".contains("StringMatches"))
        #expect(try open(strange + "," + allow(anyone, sid: "Open"))?.observed == "public: Open")
    }

    @Test func `a document is kept as it was, but for order`() throws {
        let text =
            #"{"Id": "i", "Version": "2008-10-17", "Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": "a"}, "NotAction": ["x"], "NotResource": "r", "Condition": {"Bool": {"k": true}}}}"#
        let policy = try AccessPolicy(parsing: text)
        #expect(
            policy.json.compact
                == #"{"Id":"i","Statement":[{"Condition":{"Bool":{"k":"true"}},"Effect":"Deny","NotAction":["x"],"NotPrincipal":{"AWS":"a"},"NotResource":"r"}],"Version":"2008-10-17"}"#
        )
        #expect(try AccessPolicy(parsing: policy.json.compact) == policy)
    }

    @Test(arguments: [
        "", "[]", "{}", "null", #"{"Statement": [1]}"#, #"{"Statement": [{"Effect": "Maybe"}]}"#,
        #"{"Statement": [{"Effect": "Allow", "Principal": 1}]}"#,
        #"{"Statement": [{"Effect": "Allow", "Condition": []}]}"#,
    ])
    func `what is no policy is refused`(text: String) {
        #expect(throws: AccessPolicyError.self) { try AccessPolicy(parsing: text) }
    }
}
