import JSONWriting
import Testing

@Suite struct QuotedTextTests {
    private func quoted(_ text: String, escaping isEscaped: ((Unicode.Scalar) -> Bool)? = nil) -> String {
        var bytes: [UInt8] = []
        bytes.appendQuoted(text, escaping: isEscaped)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("a \"b\" \\ c/d", #""a \"b\" \\ c/d""#),
        ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#), ("\0\u{1}\u{1B}\u{1F}", #""\u0000\u0001\u001b\u001f""#),
        ("\u{7F}ä€\u{2028}😀", "\"\u{7F}ä€\u{2028}😀\""), ("\r\n", #""\r\n""#),
    ])
    func `only what RFC 8259 demands is escaped`(text: String, expected: String) { #expect(quoted(text) == expected) }

    @Test func `what is to be escaped besides is written in UTF-16 units`() {
        let hidden = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .format || scalar == "😀" }
        #expect(quoted("x\u{202E}gpj ä😀.", escaping: hidden) == #""x\u202egpj ä\ud83d\ude00.""#)
        #expect(quoted("\u{7F}", escaping: { $0 == "\u{7F}" }) == #""\u007f""#)
    }

    @Test func `a byte is escaped wherever in a word it stands`() {
        for escape in [("\"", #"\""#), ("\\", #"\\"#), ("\n", #"\n"#), ("\u{1F}", #"\u001f"#)] {
            for length in 0..<25 {
                for position in 0...length {
                    let head = String(repeating: "!", count: position)
                    let tail = String(repeating: "~", count: length - position)
                    #expect(quoted(head + escape.0 + tail) == "\"\(head)\(escape.1)\(tail)\"")
                }
            }
        }
    }

    @Test func `every byte beside every other is written as it is alone`() {
        let scalars = (0..<0x180).compactMap(Unicode.Scalar.init)
        let alone = scalars.map { quoted(String($0)).dropFirst().dropLast() }
        for (first, written) in zip(scalars, alone) {
            var text = String.UnicodeScalarView()
            var expected = "\""
            for (second, other) in zip(scalars, alone) {
                text.append(contentsOf: [first, second, "x"])
                expected += "\(written)\(other)x"
            }
            // By bytes: as characters, a line feed joins the carriage return before it.
            #expect(Array(quoted(String(text)).utf8) == Array((expected + "\"").utf8), "\(first.value)")
        }
    }
}
