import Testing

@testable import RecoveryEngine

@Suite("A line of a condition")
struct ConditionLineTests {
    private static let texts = [
        "a", "A", "ab", "a*", "A*", "a?", "*", "", "repo:o/x:ref:refs/heads/main", "repo:o/x:ref:refs/heads/*",
        "repo:O/x:ref:refs/heads/main", "repo:o/x:*", "repo:o/?:*", "arn:aws:iam::123456789012:role/a",
        "arn:aws:iam::123456789012:role/*", "arn:aws:iam::*:role/a", "arn:aws:iam::*:*", "arn:*", "true", "TRUE", "1",
    ]
    private static let operators = [
        "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnLike", "ArnEquals", "StringLikeIfExists", "Bool",
    ]

    private func meets(_ held: String, _ line: ConditionLine) throws -> Bool {
        let given = try #require(ConditionOperator(line.name)).comparison
        return line.values.contains { given.matches(held, written: $0) }
    }

    @Test func `implies another one only if whatever meets it meets the other one too`() throws {
        let lines = Self.operators.flatMap { name in Self.texts.map { ConditionLine(name, "aws:key", [$0]) } }
        var implied = 0
        for line in Set(lines) {
            for other in Set(lines) where line != other && line.implies(other) {
                implied += 1
                for held in Self.texts where try meets(held, line) {
                    #expect(try meets(held, other), "\(line) does not imply \(other): \(held)")
                }
            }
        }
        #expect(implied > 50)
    }

    @Test func `is the same however its key, its operator and its values are spelled`() {
        let line = ConditionLine("StringEquals", "aws:SourceAccount", ["2", "1"])
        #expect(line == ConditionLine("stringequals", "AWS:sourceaccount", ["1", "2", "1"]))
        #expect(line == ConditionLine("StringLike", "aws:sourceAccount", ["1", "2"]))
        #expect(line != ConditionLine("StringLike", "aws:SourceAccount", ["1", "2*"]))
        #expect(
            ConditionLine("Bool", "aws:SecureTransport", ["TRUE"])
                == ConditionLine("Bool", "aws:securetransport", ["true"]))
        #expect(ConditionLine("StringEquals", "k", ["A"]) != ConditionLine("StringEquals", "k", ["a"]))
    }

    @Test func `that names a pattern is no line that names its text, nor one without case one with`() {
        let text = ConditionLine("StringEquals", "k", ["repo:o/x:*"])
        #expect(!ConditionLine("StringLike", "k", ["repo:o/x:*"]).implies(text))
        #expect(text.implies(ConditionLine("StringLike", "k", ["repo:o/x:*"])))
        #expect(!ConditionLine("StringEqualsIgnoreCase", "k", ["a"]).implies(ConditionLine("StringEquals", "k", ["a"])))
        #expect(ConditionLine("StringEquals", "k", ["a"]).implies(ConditionLine("StringEqualsIgnoreCase", "k", ["a"])))
    }
}
