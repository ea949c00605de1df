import Testing

@testable import RecoveryEngine

/// Matching by bytes is only faster: its answers are those of the patterns of characters.
@Suite("A pattern as it is written")
struct WrittenPatternTests {
    private static let texts = [
        "", "*", "?", "**", "a", "ab", "abc", "a*", "*a", "a*c", "a?c", "*b*", "?*?", "a**c", "a*b*c", "é", "a*é",
        "?\u{301}",
        "\r\n", "?", "a\r\n", "arn:aws:s3:::kb", "arn:aws:s3:::kb/*", "arn:*:s3:::*", "arn:aws:s3:*:*:kb-?",
        "arn:aws:s3",
        "arn:aws:iam::123456789012:role/a:b", "arn:aws:iam::*:role/*", "arn:aws:*", "arn:aws:iam::123456789012:*",
        "arn:aws:s3:::kb/a/b:c", "arn:aws:s3:::kb-1", "*cab", "aacab", "*a?b", "aacaab", "*:*:*:*:*:*", "::::::",
        ":::::",
    ]

    @Test func `a star tries every place where the rest could begin`() {
        for (pattern, text, matches) in [
            ("*cab", "aacab", true), ("*cab", "cacab", true), ("*a?b", "aacaab", true), ("*ab*ba", "abba", true),
            ("*ab*ba", "aba", false), ("a*b*c", "abbbcbc", true), ("*cab", "aacabb", false),
        ] {
            #expect(Pattern(pattern).matches(text) == matches, "\(pattern) and \(text)")
            #expect(WrittenPattern.matches(pattern, text) == matches, "\(pattern) and \(text)")
        }
    }

    @Test func `patterns overlap where some text is meant by both`() {
        let texts = Self.texts.filter { $0.utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D } }
        let plain = texts.filter { !WrittenPattern.hasWildcards($0) }
        for left in texts {
            for right in texts {
                let met = WrittenPattern.overlap(left, right)
                #expect(met == WrittenPattern.overlap(right, left), "\(left) and \(right)")
                let both = plain.first { Pattern(left).matches($0) && Pattern(right).matches($0) }
                if let both { #expect(met, "\(left) and \(right) mean \(both)") }
                if !WrittenPattern.hasWildcards(right) {
                    #expect(met == Pattern(left).matches(right), "\(left) \(right)")
                }
            }
        }
        for (left, right, met) in [
            ("s3:Get*", "s3:*Object", true), ("s3:get*", "S3:Put*", false), ("s3:?utObject", "s3:P*", true),
            ("a*b", "b*a", false), ("a*b", "?", false), ("*", "", true), ("a?", "?b", true), ("a?", "?bc", false),
        ] {
            #expect(WrittenPattern.overlap(left, right) == met, "\(left) and \(right)")
        }
    }

    @Test func `matches what its characters match`() {
        for wanted in Self.texts {
            for text in Self.texts {
                #expect(
                    WrittenPattern.matches(wanted, text) == Pattern(wanted).matches(text), "\(wanted) and \(text)")
                #expect(
                    WrittenPattern.matches(arn: wanted, text) == ARNPattern(wanted).matches(text),
                    "\(wanted) and \(text) as ARNs")
            }
            #expect(WrittenPattern.isCompleteARN(wanted) == ARNPattern(wanted).isComplete, "\(wanted)")
        }
    }

    @Test(arguments: ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnLike", "ArnEquals", "Bool"])
    func `compares by each operator as a pattern does`(_ name: String) throws {
        let comparison = try #require(ConditionOperator(name)).comparison
        for wanted in Self.texts + ["true", "TRUE", "False"] {
            let pattern =
                comparison.hasWildcards ? Pattern(wanted) : Pattern(pieces: wanted.map(Pattern.Piece.exactly))
            for held in Self.texts + ["true", "false", "ABC"] {
                #expect(
                    comparison.matches(held, written: wanted) == comparison.matches(held, pattern), "\(wanted), \(held)"
                )
            }
        }
    }
}
