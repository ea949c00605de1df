import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Answers by their types")
struct AnswerTypeTests {
    @Test(arguments: [
        ("boolean", "t", "true", true), ("boolean", "f", "true", false), ("boolean", "x", "x", false),
        ("integer", "1", "1.0", true), ("integer", "1", "2", false), ("numeric", "NaN", "nan", true),
        ("numeric", "x", "x", false), ("numeric", "Infinity", "-Infinity", false),
        ("date", "2026-11-23", "2026-11-23", true), ("date", "2026-11-23", "2026-11-24", false),
        ("timestamp with time zone", "2026-11-23 02:00:00+00", "2026-11-23 03:00:00+01", true),
        ("date", "infinity", "infinity", true), ("date", "infinity", "x", false),
        ("character", "a  ", "a", false), ("text", "1", "1.0", false), ("text", "x", "b", false),
    ])
    func `an answer is what a person has written`(type: String, got: String, expected: String, isEqual: Bool) {
        #expect(AnswerType(type).equal(got, expected) == isEqual)
    }

    @Test(arguments: [
        ("integer", "1", "1.0", true), ("integer", "1", "2", false), ("integer", "x", "x", true),
        ("integer", "x", "1", false), ("date", "2026-11-23", "2026-11-24", false),
        ("timestamp with time zone", "2026-11-23 02:00:00+00", "2026-11-23 03:00:00+01", true),
        ("timestamp with time zone", "2026-11-23 02:00:00+00", "2026-11-23 02:00:00+01", false),
        ("text", "1", "1.0", false), ("boolean", "t", "true", false), ("text", "a", "a", true),
    ])
    func `two databases answer the same`(type: String, got: String, other: String, isSame: Bool) {
        #expect(AnswerType(type).same(got, other) == isSame)
        #expect(AnswerType(type).same(other, got) == isSame)
    }

    @Test func `without a type, digits may be numbers`() {
        #expect(AnswerType(nil).equal("1", "1.0"))
        #expect(!AnswerType(nil).equal("1", "2") && !AnswerType(nil).equal("a", "b"))
        #expect(!AnswerType(nil).same("1", "1.0"))
    }

    @Test(arguments: [
        ("9", "10", true), ("10", "9", false), ("10", "10", false), ("v9", "v10", true), ("v10", "v9", false),
        ("v1", "v2", true), ("v2", "v1", false), ("v1", "v1", false), ("9", "v1", true),
    ])
    func `a schema's version is older by number, else by length and letters`(then: String, now: String, older: Bool) {
        #expect(CheckJudge.isOlder(then, than: now) == older)
    }

    @Test func `the record about a marker table is read by its places`() throws {
        func facts(_ change: (inout [String?]) -> Void) -> MarkerTableFacts? {
            var record: [String?] = ["app", "f", "table", "at", "t", "f", "f", "INSERT, DELETE"]
            change(&record)
            return MarkerTableFacts(record: record)
        }
        let whole = try #require(facts { _ in })
        #expect(whole.login == "app" && !whole.isReplica)
        let found = try #require(whole.table)
        #expect(found.form == "table" && found.columns == "at" && found.missingPrivileges == ["INSERT", "DELETE"])
        #expect(found.hasKey && !found.hasTriggers && !found.hidesRows)
        #expect(facts { $0[1] = "t" }?.isReplica == true)
        #expect(facts { $0[4] = "f" }?.table?.hasKey == false)
        #expect(facts { $0[5] = "t" }?.table?.hasTriggers == true)
        #expect(facts { $0[6] = "t" }?.table?.hidesRows == true)
        #expect(facts { $0[7] = nil }?.table?.missingPrivileges == [])
        #expect(facts { $0[2] = nil }.map { $0.table == nil } == true)
        #expect(facts { $0[0] = nil } == nil && facts { $0.removeLast() } == nil && facts { $0.append(nil) } == nil)
    }
}
