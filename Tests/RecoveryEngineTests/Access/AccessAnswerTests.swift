import RecoveryEngine
import RecoveryModel
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
@Suite("What a policy says to a request")
struct AccessAnswerTests {
    private func answer(
        _ statements: String, _ action: String = "s3:PutObject", on resource: String = "arn:aws:s3:::b/daily/1",
        by caller: AccessQuestion.Caller = .principal(arn: "arn:aws:iam::111122223333:role/writer"),
        given facts: [String: AccessQuestion.Fact] = [:], version: String = "2012-10-17"
    ) throws -> AccessAnswer {
        try AccessPolicy(parsing: #"{"Version": "\#(version)", "Statement": [\#(statements)]}"#).answer(
            AccessQuestion(action, on: resource, by: caller, facts))
    }

    private func statement(
        _ effect: String = "Allow", who: String = #""Principal": "*""#, what: String = #""Action": "s3:PutObject""#,
        to: String = #""Resource": "*""#, when: String = "{}", sid: String = "S"
    ) -> String {
        #"{"Sid": "\#(sid)", "Effect": "\#(effect)", \#(who), \#(what), \#(to), "Condition": \#(when)}"#
    }

    @Test(arguments: [
        (#""Action": "s3:PutObject""#, true), (#""Action": "S3:putobject""#, true), (#""Action": "s3:Pu*""#, true),
        (#""Action": "s3:P*t"  "#, true), (#""Action": "s3:Put?bject""#, true), (#""Action": "*""#, true),
        (#""Action": ["s3:GetObject", "s3:Put*"]"#, true), (#""NotAction": "s3:GetObject""#, true),
        (#""NotAction": "s3:*""#, false), (#""NotAction": ["s3:Get*", "s3:P*"]"#, false),
        (#""Action": "s3:PutObjectAcl""#, false), (#""Action": "s3:Put""#, false), (#""Action": "s3:Get*""#, false),
    ])
    func `actions are patterns without case, and NotAction is all the others`(what: String, about: Bool) throws {
        // "P*t" ends in t, as PutObject does.
        #expect(try answer(statement(what: what)) == (about ? .allowed : .notAllowed))
        #expect(
            try answer(statement(sid: "Open") + "," + statement("Deny", what: what, sid: "No"))
                == (about ? .denied(by: ["No"]) : .allowed))
    }

    @Test(arguments: [
        (#""Resource": "arn:aws:s3:::b/*""#, true), (#""Resource": "arn:aws:s3:::b*""#, true),
        (#""Resource": "arn:aws:s3:::?/daily/1""#, true), (#""Resource": "arn:*:s3:::*""#, true),
        (#""NotResource": "arn:aws:s3:::b/weekly/*""#, true), (#""NotResource": "arn:aws:s3:::b/*""#, false),
        (#""Resource": "arn:aws:s3:::b""#, false), (#""Resource": "arn:aws:s3:::b/Daily/*""#, false),
        (#""Resource": "arn:aws:s3:::${aws:PrincipalAccount}/*""#, false),
    ])
    func `resources are patterns with case`(to: String, about: Bool) throws {
        #expect(try answer(statement(to: to)) == (about ? .allowed : .notAllowed))
    }

    @Test(arguments: [
        (#""Principal": {"AWS": "111122223333"}"#, AccessAnswer.allowed),
        (#""Principal": {"AWS": "arn:aws:iam::111122223333:root"}"#, .allowed),
        (#""Principal": {"AWS": ["x", "arn:aws:iam::111122223333:role/writer"]}"#, .allowed),
        (#""Principal": {"AWS": "arn:aws:iam::444455556666:root"}"#, .notAllowed),
        (#""Principal": {"AWS": "arn:aws:iam::111122223333:role/other"}"#, .notAllowed),
        // A role that was deleted: the id is nobody's.
        (#""Principal": {"AWS": "AROAEXAMPLEEXAMPLE"}"#, .notAllowed),
        (#""Principal": {"Service": "s3.amazonaws.com"}"#, .notAllowed),
        (
            #""Principal": {"AWS": "arn:aws:sts::111122223333:assumed-role/writer/nightly"}"#,
            .unsettled(by: ["S"], keys: ["aws:userid"])
        ),
        (#""Principal": {"CanonicalUser": "79a59d"}"#, .unsettled(by: ["S"], keys: ["CanonicalUser"])),
        (#""NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}"#, .notAllowed),
        (#""NotPrincipal": {"AWS": "arn:aws:iam::444455556666:root"}"#, .allowed),
    ])
    func `principals are accounts, roles, services, or all the others`(who: String, wanted: AccessAnswer) throws {
        #expect(try answer(statement(who: who)) == wanted)
    }

    @Test func `a denial counts before what is allowed, and nothing allows by itself`() throws {
        #expect(try answer("") == .notAllowed)
        #expect(try answer(statement("Deny")) == .denied(by: ["S"]))
        let doubtful = statement("Deny", when: #"{"StringEquals": {"aws:SourceVpce": "vpce-1"}}"#, sid: "Vpc")
        #expect(
            try answer(statement() + "," + doubtful) == .unsettled(by: ["Vpc"], keys: ["aws:SourceVpce"]))
        // What nothing allows is not allowed, whatever denies it.
        #expect(try answer(doubtful) == .notAllowed)
        #expect(try answer(statement() + "," + doubtful + "," + statement("Deny", sid: "No")) == .denied(by: ["No"]))
    }

    /// Key `k` has these values in the request, or is not there.
    @Test(arguments: [
        (#"{"StringEquals": {"k": ["a", "b"]}}"#, ["b"], true), (#"{"StringEquals": {"k": "a*"}}"#, ["ab"], false),
        (#"{"StringLike": {"k": "a*c?"}}"#, ["abcd"], true), (#"{"StringLike": {"k": "a${*}c"}}"#, ["abc"], false),
        (#"{"StringLike": {"k": "a${*}c"}}"#, ["a*c"], true),
        (#"{"StringNotLike": {"k": ["a*", "b*"]}}"#, ["bc"], false),
        (#"{"StringEqualsIgnoreCase": {"K": "AbC"}}"#, ["aBc"], true),
        (#"{"StringNotEquals": {"k": "a"}}"#, ["b"], true),
        (#"{"StringEquals": {"k": "a"}}"#, [], false), (#"{"StringNotEquals": {"k": "a"}}"#, [], true),
        (#"{"StringEqualsIfExists": {"k": "a"}}"#, [], true), (#"{"StringEqualsIfExists": {"k": "a"}}"#, ["b"], false),
        (#"{"Null": {"k": "true"}}"#, [], true), (#"{"Null": {"k": "true"}}"#, ["a"], false),
        (#"{"Null": {"k": "false"}}"#, ["a"], true), (#"{"Null": {"k": false}}"#, [], false),
        (#"{"NumericLessThanEquals": {"k": "10"}}"#, ["10"], true),
        (#"{"NumericLessThan": {"k": "10"}}"#, ["9.5"], true),
        (#"{"NumericGreaterThan": {"k": "10"}}"#, ["9"], false), (#"{"NumericEquals": {"k": 7}}"#, ["7.0"], true),
        (#"{"NumericNotEquals": {"k": "7"}}"#, ["8"], true), (#"{"NumericEquals": {"k": "x"}}"#, ["x"], false),
        (#"{"DateLessThan": {"k": "2030-01-01T00:00:00Z"}}"#, ["2029-12-31T23:59:59Z"], true),
        (#"{"DateGreaterThan": {"k": "1893456000"}}"#, ["2030-01-01T00:00:01Z"], true),
        (#"{"DateGreaterThanEquals": {"k": "2030-01-01"}}"#, ["2030-01-01T00:00:00Z"], true),
        (#"{"Bool": {"k": "TRUE"}}"#, ["true"], true), (#"{"Bool": {"k": true}}"#, ["false"], false),
        (#"{"BinaryEquals": {"k": "QmFzZTY0"}}"#, ["QmFzZTY0"], true),
        (#"{"IpAddress": {"k": "203.0.113.0/24"}}"#, ["203.0.113.9"], true),
        (#"{"IpAddress": {"k": ["10.0.0.0/8", "2001:db8::/32"]}}"#, ["2001:db8:0:1::5"], true),
        (#"{"IpAddress": {"k": "203.0.113.0/24"}}"#, ["203.0.114.9"], false),
        (#"{"NotIpAddress": {"k": "203.0.113.0/24"}}"#, ["2001:db8::1"], true),
        (#"{"ArnEquals": {"k": "arn:aws:sns:*:1:t*"}}"#, ["arn:aws:sns:us-east-1:1:topic"], true),
        (#"{"ArnLike": {"k": "arn:aws:sns:*:t*"}}"#, ["arn:aws:sns:us-east-1:1:topic"], false),
        (#"{"ArnNotLike": {"k": "arn:aws:sns:*:1:*"}}"#, ["arn:aws:sns:us-east-1:1:topic"], false),
        (#"{"ForAllValues:StringEquals": {"k": ["a", "b"]}}"#, ["a", "b"], true),
        (#"{"ForAllValues:StringEquals": {"k": ["a", "b"]}}"#, ["a", "c"], false),
        (#"{"ForAllValues:StringEquals": {"k": ["a"]}}"#, [], true),
        (#"{"ForAnyValue:StringEquals": {"k": ["a"]}}"#, ["a", "c"], true),
        (#"{"ForAnyValue:StringEquals": {"k": ["a"]}}"#, [], false),
        (#"{"ForAnyValue:StringNotEquals": {"k": ["a"]}}"#, ["a", "c"], true),
        (#"{"ForAllValues:StringNotEquals": {"k": ["a"]}}"#, ["a", "c"], false),
        (#"{"StringEquals": {"k": "${aws:PrincipalAccount}"}}"#, ["111122223333"], true),
        (#"{"StringLike": {"k": "home/${aws:PrincipalAccount}/*"}}"#, ["home/111122223333/x"], true),
        (#"{"StringEquals": {"k": "${aws:PrincipalTag/team, 'none'}"}}"#, ["none"], true),
        (#"{"StringEquals": {"k": "a"}, "Bool": {"aws:SecureTransport": "true"}}"#, ["a"], true),
        (#"{"StringEquals": {"k": "a"}, "Bool": {"aws:SecureTransport": "false"}}"#, ["a"], false),
    ])
    func `every operator compares as IAM does`(when: String, held: [String], meets: Bool) throws {
        let facts: [String: AccessQuestion.Fact] = [
            "k": held.isEmpty ? .absent : .values(held), "aws:SecureTransport": .value("true"),
            "aws:PrincipalTag/team": .absent,
        ]
        #expect(try answer(statement(when: when), given: facts) == (meets ? .allowed : .notAllowed), "\(when) \(held)")
    }

    @Test func `what is not known is said, unless something else decides`() throws {
        let when = #"{"StringEquals": {"aws:PrincipalTag/team": "dr"}, "Bool": {"aws:SecureTransport": "true"}}"#
        #expect(
            try answer(statement(when: when), given: ["aws:SecureTransport": .value("true")])
                == .unsettled(by: ["S"], keys: ["aws:PrincipalTag/team"]))
        #expect(try answer(statement(when: when), given: ["aws:SecureTransport": .value("false")]) == .notAllowed)
        #expect(try answer(statement(when: when) + "," + statement(sid: "Open")) == .allowed)
        #expect(
            try answer(
                statement(when: #"{"StringEquals": {"k": "${aws:PrincipalTag/team}"}}"#), given: ["k": .value("a")])
                == .unsettled(by: ["S"], keys: ["aws:PrincipalTag/team"]))
        // IAM leaves open what an operator for one value says of several.
        #expect(
            try answer(statement(when: #"{"StringEquals": {"k": "a"}}"#), given: ["k": .values(["a", "b"])])
                == .unsettled(by: ["S"], keys: ["k"]))
    }

    @Test func `variables are text in the language of 2008`() throws {
        let when = #"{"StringEquals": {"k": "${aws:PrincipalAccount}"}}"#
        #expect(
            try answer(statement(when: when), given: ["k": .value("111122223333")], version: "2008-10-17")
                == .notAllowed)
        #expect(
            try answer(statement(when: when), given: ["k": .value("${aws:PrincipalAccount}")], version: "2008-10-17")
                == .allowed)
    }
}
