import RecoveryModel
import Testing

@Suite struct StatementAnswerTests {
    @Test(
        arguments: [
            ("select exists (select 1 from t)", .boolean),
            ("SELECT EXISTS(select from t where a = ')') as any", .boolean),
            ("select bool_and(a) from t", .boolean), ("select count(*) from t", .count),
            ("select count(distinct a) filter (where b) from t", .count), ("select count(*)", .count),
            ("select count(*) = 5 from t", nil), ("select count(*)::text from t", nil),
            ("select count(*), 2 from t", nil),
            ("select a from t", nil), ("select not exists (select from t)", nil), ("values (1)", nil),
            ("with x as (select 1) select count(*) from x", nil),
        ] as [(String, ReadOnlyStatement.Answer?)])
    func `the text shows what a query returns, or nothing`(_ sql: String, _ answer: ReadOnlyStatement.Answer?) throws {
        #expect(try ReadOnlyStatement(sql).answer == answer)
    }

    @Test(arguments: [
        "select 1", "select true", "select 1 + 1 as sum", "values (1)", "select 'from t'", "select (1)",
        "select 1 /* from t */ union all select 2", "select case when true then 1 else 2 end",
    ])
    func `a constant reads nothing`(_ sql: String) throws {
        #expect(try ReadOnlyStatement(sql).readsNothing)
    }

    @Test(arguments: [
        "select count(*) from t", "table t", "select exists (select from t)", "select my_check()", "show work_mem",
        "with x as (select a from t) select 1 from x",
    ])
    func `a table, or a function that may read one, is read`(_ sql: String) throws {
        #expect(try !ReadOnlyStatement(sql).readsNothing)
    }

    @Test(arguments: [
        ("select 1 \\! touch x", ReadOnlyStatement.Refusal.command), ("\\! ls", .command),
        ("select 1 \\gexec", .command),
        ("with x as (insert into t values (1) returning *) select * from x", .writes("insert")),
        ("with x as (Delete from t returning *) select * from x", .writes("Delete")),
    ])
    func `commands of psql and parts that write are refused`(_ sql: String, _ refusal: ReadOnlyStatement.Refusal) {
        #expect(throws: refusal) { try ReadOnlyStatement(sql) }
    }

    @Test func `names and texts like them are not refused`() throws {
        for sql in ["select a \"\\x\" from t", "select 'a\\b'", "select (\"update\") from t", "select e'\\n' from t"] {
            #expect(try ReadOnlyStatement(sql).text == sql)
        }
    }
}

@Suite struct ExactDecimalTests {
    private static let ascending = [
        "-10000000000000000000001", "-10000000000000000000000", "-12", "-2.5", "-0.001", "0", "0.001", "0.01", "0.1",
        "0.99", "1", "1.000000000000000000001", "2.5", "9", "10", "10000000000000000000000", "10000000000000000000001",
    ]

    @Test func `numbers of any size are in order, zero and fractions among them`() throws {
        let numbers = try Self.ascending.map { try #require(ExactDecimal($0)) }
        for (left, first) in numbers.enumerated() {
            for (right, second) in numbers.enumerated() {
                #expect((first < second) == (left < right), "\(first) and \(second)")
                #expect((first == second) == (left == right), "\(first) and \(second)")
            }
        }
    }

    @Test(arguments: [
        ("1", "1.000"), ("-0", "0"), ("007", "7"), (".5", "0.50"), ("1e3", "1000"), ("1.5e-3", "0.0015"), ("+2", "2"),
        ("100000000000000000000000000000000001", "100000000000000000000000000000000001.0"), ("0e9", "0"),
    ])
    func `a number has one value, however it is written`(_ left: String, _ right: String) throws {
        #expect(try #require(ExactDecimal(left)) == #require(ExactDecimal(right)))
    }

    @Test func `numbers are ordered exactly, also beyond what floating point holds`() throws {
        let ordered = [
            "-1e30", "-1152921504606846977", "-1152921504606846976", "-2.5", "-0.1", "-0.01", "0", "0.0000001", "0.1",
            "0.11",
            "1", "9", "10", "1152921504606846976", "1152921504606846977", "1e30", "1e999999",
        ]
        let numbers = try ordered.map { try #require(ExactDecimal($0)) }
        for (index, left) in numbers.enumerated() {
            for (other, right) in numbers.enumerated() {
                #expect((left < right) == (index < other), "\(left) < \(right)")
                #expect((left == right) == (index == other), "\(left) == \(right)")
            }
            #expect(ExactDecimal(left.description) == left, "\(left)")
        }
        #expect(numbers.filter(\.isWhole).count == 11)
    }

    @Test(arguments: ["", "-", ".", "1.2.3", "1e", "0x10", "1 000", "NaN", "abc", "1e99999999", "--1", "１"])
    func `anything else is no number`(_ text: String) { #expect(ExactDecimal(text) == nil) }
}
