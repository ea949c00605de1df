import Testing

@Suite("The reader of conformance data")
struct SupportTests {
    @Test func `JSON keeps the order of members and the text of numbers`() throws {
        let value = try JSONValue(parsing: #" {"b": [1.50, -2e3, true, null], "a": "x\u00e9\"\ud83d\ude00"} "#)
        #expect(value.members.map(\.key) == ["b", "a"])
        #expect(value["b"].array == [.number("1.50"), .number("-2e3"), .bool(true), .null])
        #expect(value["a"].string == "xé\"😀")
        #expect(value["missing"]["deeper"].isNull)
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "tru", "\"open", "1 2", "--1"])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONValue.ParseError.self) { try JSONValue(parsing: text) }
    }

    @Test func `values match whatever the order of members`() throws {
        let left = try JSONValue(parsing: #"{"a": 1, "b": [1.0, {"c": "d"}]}"#)
        #expect(left.matches(try JSONValue(parsing: #"{"b": [1, {"c": "d"}], "a": 1.0}"#)))
        #expect(!left.matches(try JSONValue(parsing: #"{"b": [1, {"c": "e"}], "a": 1}"#)))
    }

    @Test func `a case that throws is a failure that names suite and case`() {
        var report = ConformanceReport("example")
        withKnownIssue {
            report.check("good") { try expectEqual(1, 1, "value") }
            report.check("left out", excludedBy: Exclusion("a rule", reason: "a reason")) {}
            report.check("bad") { try expectEqual(1, 2, "value") }
        } matching: { issue in
            issue.description.contains("example bad: value: got 1, expected 2")
        }
        #expect(report.summary == "example: 1 passed, 1 excluded (1 a rule: a reason), 1 failed")
    }
}
