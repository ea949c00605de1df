import Testing

@testable import AWSCore

@Suite("Bodies that are not what AWS sends")
struct HostileBodiesTests {
    private static let bomb = """
        <?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><r>&b;</r>
        """
    private static let external = """
        <?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>
        """

    @Test(arguments: [bomb, external, "<!DOCTYPE html><html><body>Service Unavailable</body></html>"])
    func `a document type is refused before any entity is read`(text: String) {
        #expect(throws: WireFailure.documentType) { try XMLReader.parse(Array(text.utf8)) }
    }

    @Test(arguments: [
        "", "<a>", "<a></b>", "<a>&undefined;</a>", "text", "<a/><b/>", "<a b=\"1\" b=\"2\"/>", "<a>\u{1}</a>", "{}",
    ])
    func `what is not XML is malformed`(text: String) {
        #expect { try XMLReader.parse(Array(text.utf8)) } throws: { error in
            if case WireFailure.malformed = error { true } else { false }
        }
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":}", "nul", "1 2", "\"\u{1}\"", "\"\\x\"", "\"\\u12", "01", "1.", "1e", "-",
        "{\"a\" 1}", "<a/>",
    ])
    func `what is not JSON is malformed`(text: String) {
        #expect { try JSONReader.parse(Array(text.utf8)) } throws: { error in
            if case WireFailure.malformed = error { true } else { false }
        }
    }

    @Test func `text that is not UTF-8 is malformed in both languages`() {
        let bytes: [UInt8] = [0xC3, 0x28, 0xFF]
        #expect(throws: WireFailure.self) { try XMLReader.parse(Array("<a>".utf8) + bytes + Array("</a>".utf8)) }
        #expect(throws: WireFailure.malformed("not UTF-8")) {
            try JSONReader.parse(Array("\"".utf8) + bytes + Array("\"".utf8))
        }
    }

    /// Found by fuzzing: libxml2's converters print to stderr what they cannot convert.
    @Test func `whatever encoding a body claims or looks like, it is read as UTF-8`() throws {
        let declared = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>é</a>"
        #expect(try XMLReader.parse(Array(declared.utf8)).string(0) == "é")
        #expect(try XMLReader.parse([0xEF, 0xBB, 0xBF] + Array("<a>é</a>".utf8)).string(0) == "é")
        let wide: [[UInt8]] = [
            [0xFF, 0xFE, 0x3C, 0x00, 0x61, 0x00, 0x2F, 0x00, 0x3E, 0x00],
            [0x00, 0x00, 0x00, 0x3C, 0x79, 0x3E, 0x00, 0x00],
            Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>".utf8) + [0xE9] + Array("</a>".utf8),
        ]
        for body in wide { #expect(throws: WireFailure.self) { try XMLReader.parse(body) } }
    }

    @Test func `deep nesting is refused without using up the stack`() {
        let xml = String(repeating: "<a>", count: 200) + String(repeating: "</a>", count: 200)
        #expect(throws: WireFailure.tooDeep) { try XMLReader.parse(Array(xml.utf8)) }
        let json = String(repeating: "[", count: 1_000_000)
        #expect(throws: WireFailure.tooDeep) { try JSONReader.parse(Array(json.utf8)) }
    }

    @Test func `a body of too many values is refused`() {
        let body = Array(("[" + String(repeating: "0,", count: WireDocument.maximumNodes) + "0]").utf8)
        #expect(throws: WireFailure.tooManyValues) { try JSONReader.parse(body) }
    }

    @Test func `white space around elements is not text, and predefined entities and CDATA are`() throws {
        let document = try XMLReader.parse(
            Array("<a>\n  <b> x &amp; &lt;y&gt; </b>\n  <c><![CDATA[<z>]]></c>\n</a>".utf8))
        #expect(document.child(0, named: "b").map(document.string) == " x & <y> ")
        #expect(document.child(0, named: "c").map(document.string) == "<z>")
        #expect(document.string(0).isEmpty)
    }

    @Test func `escapes and surrogate pairs are read, and a lone surrogate is replaced`() throws {
        let document = try JSONReader.parse(
            Array(#"["a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00", "\ud83dx", "\ud83d\u0041"]"#.utf8))
        #expect(document.string(1) == "a\"\\/\u{8}\u{C}\n\r\té😀")
        #expect(document.string(2) == "\u{FFFD}x")
        #expect(document.string(3) == "\u{FFFD}A")
    }

    @Test func `random damage to a good body never does more than throw`() {
        let xml = Array("<R xmlns=\"u\"><A b=\"c\">text &amp; more</A><L><m>1</m><m>2</m></L></R>".utf8)
        let json = Array(#"{"a": [1, 2.5e3, "x\u00e9\n"], "b": {"c": null, "d": true}}"#.utf8)
        var random = SystemRandomNumberGenerator()
        var parsed = 0
        for _ in 0..<5_000 {
            if (try? XMLReader.parse(Self.damaged(xml, &random))) != nil { parsed += 1 }
            if (try? JSONReader.parse(Self.damaged(json, &random))) != nil { parsed += 1 }
        }
        // Much damage only changes text; all of it must have come back.
        #expect(parsed > 0)
    }

    private static func damaged(_ body: [UInt8], _ random: inout some RandomNumberGenerator) -> [UInt8] {
        var body = body
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: 0..<body.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: body.remove(at: index)
            case 1: body.insert(UInt8.random(in: 0...255, using: &random), at: index)
            case 2: body[index] = UInt8.random(in: 0...255, using: &random)
            default: body.removeSubrange(index...)
            }
            if body.isEmpty { break }
        }
        return body
    }
}
