import JSONWriting
import Testing

@Suite struct JSONStreamTests {
    private let value = OrderedJSON.object([
        ("verdict", "met"), ("counts", .object([("met", .integer(2)), ("rate", .seconds(0.25))])),
        ("list", .array([.null, .bool(true), .bool(false), .array([]), .object([])])), ("none", .object([])),
    ])

    private func text(_ layout: JSONStream.Layout) -> String {
        var stream = JSONStream(layout)
        value.write(to: &stream)
        return stream.text
    }

    @Test func `a document without white space`() {
        #expect(
            text(.compact)
                == #"{"verdict":"met","counts":{"met":2,"rate":0.25},"list":[null,true,false,[],{}],"none":{}}"#)
    }

    @Test func `a document on one line`() {
        #expect(
            text(.line)
                == #"{ "verdict": "met", "counts": { "met": 2, "rate": 0.25 }, "list": [null, true, false, [], {}], "#
                + #""none": {} }"#)
    }

    @Test func `a document with a line for each value`() {
        #expect(
            text(.lines(indent: 2)) == """
                {
                  "verdict": "met",
                  "counts": {
                    "met": 2,
                    "rate": 0.25
                  },
                  "list": [
                    null,
                    true,
                    false,
                    [],
                    {}
                  ],
                  "none": {}
                }
                """)
    }

    @Test func `a long list is handed over in pieces that make the whole`() {
        let elements = { @Sendable (index: Int) in OrderedJSON.object([("number", .integer(index))]) }
        let generated = OrderedJSON.object([("list", .generated(count: 5_000, elements))])
        let held = OrderedJSON.object([("list", .array((0..<5_000).map(elements)))])
        var pieces: [[UInt8]] = []
        var (stream, whole) = (JSONStream(.lines(indent: 2)), JSONStream(.lines(indent: 2)))
        generated.write(to: &stream) { pieces.append($0) }
        stream.endLine()
        stream.takePiece { pieces.append($0) }
        held.write(to: &whole)
        #expect(pieces.count > 5 && pieces.allSatisfy { $0.count < 32 << 10 })
        #expect(String(decoding: pieces.joined(), as: UTF8.self) == whole.text + "\n")
    }

    @Test(arguments: [
        (0.0, "0"), (12.0, "12"), (0.1234, "0.123"), (-1.5, "-1.5"), (0.0004, "0"), (.infinity, "null"), (.nan, "null"),
    ])
    func `seconds have three decimals at most`(value: Double, expected: String) {
        var stream = JSONStream(.compact)
        OrderedJSON.seconds(value).write(to: &stream)
        #expect(stream.text == expected)
    }
}
