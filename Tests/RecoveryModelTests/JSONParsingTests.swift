import FoundationEssentials
import RecoveryModel
import Testing

/// Parsing JSON values, judged by Foundation's decoder.
@Suite("JSON that is read")
struct JSONParsingTests {
    private func decoded(_ text: String) -> JSONValue? {
        try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    @Test(arguments: [
        "null", " true ", "false", "0", "-0", "12", "-7", "1.5", "1.0", "1e2", "1E-2", "-1.25e+3",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890",
        #""""#, #""plain""#, #""a\"b\\c\/d\b\f\n\r\t""#, #""\u0041\u00e9\u20AC\ud83d\ude00""#, #""é€😀""#,
        "[]", "[ ]", "[1,[2,[3]],{}]", "{}", "{ }", #"{"a":1,"b":{"c":[true,null]}}"#, "\n{\r\"a\"\t: 1 }\n",
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
    ])
    func `is the value that Foundation decodes`(_ text: String) throws {
        #expect(try JSONValue(parsing: text) == #require(decoded(text)))
    }

    @Test(arguments: [
        "", " ", "nul", "nulls", "True", "01", "-", "1.", ".5", "1e", "+1", "0x1", "1 2", "1e999", "NaN", "[", "[1",
        "[,1]", "[1 2]", "{", #"{"a"}"#, #"{"a":}"#, "{a:1}", #"{"a":1 "b":2}"#, #"""#, #""a"#,
        #""\"#, #""\x""#, #""\u12""#, #""\u12g4""#, #""\u+123""#, #""\ud83d""#, #""\ud83dx""#, #""\ud83d\u0041""#,
        #""\ude00""#, "\"a\nb\"", "\"a\u{0}b\"", "[1]]", "{}x",
    ])
    func `is refused where it is none, as Foundation refuses it`(_ text: String) {
        #expect(throws: JSONFailure.self) { try JSONValue(parsing: text) }
        #expect(decoded(text) == nil)
    }

    @Test(arguments: ["[1,]", #"{"a":1,}"#])
    func `is refused with a comma behind the last element, which Foundation overlooks`(_ text: String) {
        #expect(throws: JSONFailure.self) { try JSONValue(parsing: text) }
        #expect(decoded(text) != nil)
    }

    @Test func `may be 512 levels deep and no deeper`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        var value = try JSONValue(parsing: nested(512))
        for _ in 1..<512 { value = try #require(value.listed.first) }
        #expect(value == .array([]))
        #expect(throws: JSONFailure(problem: "more than 512 levels", offset: 512)) {
            try JSONValue(parsing: nested(513))
        }
    }

    @Test func `has the last of two members of one name`() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"a":2}"#) == ["a": 2])
    }

    @Test func `says where it is wrong`() {
        #expect(throws: JSONFailure(problem: "expected a colon", offset: 5)) {
            try JSONValue(parsing: #"{"a" 1}"#)
        }
    }
}
