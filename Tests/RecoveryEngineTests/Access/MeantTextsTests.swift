import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What the parts of a statement stand for")
struct MeantTextsTests {
    @Test(arguments: [
        ("s3:Get*", "s3:GetObject", true), ("s3:Get*", "s3:PutObject", false),
        ("NotAction [\"s3:Get*\"]", "s3:GetObject", false), ("NotAction [\"s3:Get*\"]", "s3:PutObject", true),
        ("NotAction \"s3:*\"", "s3:PutObject", false), ("NotAction \"s3:*\"", "rds:*", true),
        ("NotResource [\"a\", \"b\"]", "b", false), ("NotResource [\"a\", \"b\"]", "c", true),
        ("NotAction [\"s3:*\"]", "NotAction [\"rds:*\"]", true), ("NotAction nothing", "s3:Get*", true),
    ])
    func `some text may be meant by both, whichever is asked first`(left: String, right: String, meet: Bool) {
        let (left, right) = (MeantTexts(left), MeantTexts(right))
        let covers = { (pattern: String, text: String) in WrittenPattern.overlap(pattern, text) }
        #expect(left.meet(right, covers: covers) == meet)
        #expect(right.meet(left, covers: covers) == meet)
    }

    @Test func `all but some is told from a pattern`() {
        #expect(MeantTexts("NotAction [\"s3:*\"]").isAllBut && MeantTexts("NotResource \"*\"").isAllBut)
        #expect(!MeantTexts("s3:*").isAllBut)
    }

    @Test(arguments: [
        ("*", "AWS 123456789012", true), ("*", "*", true), ("", "", true), ("", "AWS 123456789012", false),
        ("AWS 123456789012", "AWS 123456789012", true), ("AWS 123456789012", "AWS 999999999999", false),
        ("AWS 123456789012", "AWS arn:aws:iam::123456789012:role/a", true),
        ("AWS 123456789012", "AWS arn:aws:iam::999999999999:role/a", false),
        ("AWS AROAEXAMPLE", "AWS 123456789012", true), ("AWS 1234567890123", "AWS 123456789012", true),
        ("Service backup.amazonaws.com", "Service backup.amazonaws.com", true),
        ("Service backup.amazonaws.com", "Service s3.amazonaws.com", false),
        ("Service 123456789012", "AWS 123456789012", false),
        ("NotPrincipal {\"AWS\": [\"123456789012\"]}", "AWS 123456789012", false),
        ("NotPrincipal {\"AWS\": [\"123456789012\"]}", "AWS 999999999999", true),
        ("NotPrincipal {\"AWS\": \"123456789012\"}", "Service 123456789012", true),
        ("NotPrincipal {\"AWS\": \"123456789012\"}", "*", true), ("NotPrincipal nobody", "AWS 123456789012", true),
    ])
    func `some caller may be meant by both, whichever is asked first`(left: String, right: String, meet: Bool) {
        #expect(MeantCallers(left).meet(MeantCallers(right)) == meet)
        #expect(MeantCallers(right).meet(MeantCallers(left)) == meet)
    }
}
