/// JSON (RFC 8259) as it is written, from the first byte to the last: the one place that quotes, separates and indents.
///
/// Whoever writes sees to the order of calls: a name before each member's value, an end for each beginning.
package struct JSONStream {
    /// Where white space stands.
    package enum Layout: Hashable, Sendable {
        /// `{"a":1,"b":[2,3]}`: nowhere.
        case compact
        /// `{ "a": 1, "b": [2, 3] }`: on one line.
        case line
        /// Every member and element on a line of its own, so many spaces a level.
        case lines(indent: Int)
    }

    /// What was written since the last piece was taken.
    package private(set) var bytes: [UInt8] = []
    private let layout: Layout
    /// What is written as `\u0000` besides controls; not asked about printable ASCII.
    private let isEscaped: ((Unicode.Scalar) -> Bool)?
    private var depth = 0
    private var place = Place.alone

    /// What stands before that which is written next.
    private enum Place {
        /// Nothing, or the name of a member.
        case alone
        /// The bracket that opened an object or an array; true for an object.
        case opened(isObject: Bool)
        /// Another member or element.
        case following
    }

    /// Nothing yet.
    package init(_ layout: Layout, escaping isEscaped: ((Unicode.Scalar) -> Bool)? = nil) {
        self.layout = layout
        self.isEscaped = isEscaped
    }

    /// Everything, for those who take no pieces.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Hands over what was written, and goes on with nothing.
    package mutating func takePiece(_ piece: ([UInt8]) -> Void) {
        piece(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Begins an object.
    package mutating func beginObject() { begin("{", isObject: true) }

    /// Ends the object.
    package mutating func endObject() { end("}", isObject: true) }

    /// Begins an array.
    package mutating func beginArray() { begin("[", isObject: false) }

    /// Ends the array.
    package mutating func endArray() { end("]", isObject: false) }

    /// A member's name; its value comes next.
    package mutating func name(_ name: String) {
        separate()
        bytes.appendQuoted(name, escaping: isEscaped)
        bytes.append(UInt8(ascii: ":"))
        if layout != .compact { bytes.append(UInt8(ascii: " ")) }
        place = .alone
    }

    /// A text.
    package mutating func string(_ value: String) {
        separate()
        bytes.appendQuoted(value, escaping: isEscaped)
    }

    /// A number, a literal, or a whole value that is JSON already.
    package mutating func raw(_ value: String) {
        separate()
        var value = value
        value.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// A whole number.
    package mutating func integer(_ value: Int) { raw(String(value)) }

    /// `true` or `false`.
    package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    /// `null`.
    package mutating func null() { raw("null") }

    /// A newline, at the end of a document that is a file.
    package mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    private mutating func begin(_ bracket: Unicode.Scalar, isObject: Bool) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        depth += 1
        place = .opened(isObject: isObject)
    }

    private mutating func end(_ bracket: Unicode.Scalar, isObject: Bool) {
        depth -= 1
        // Nothing stands in empty brackets.
        if case .following = place { breakLine(isObject: isObject) }
        bytes.append(UInt8(ascii: bracket))
        place = .following
    }

    private mutating func separate() {
        switch place {
        case .alone: break
        case .opened(let isObject): breakLine(isObject: isObject)
        case .following:
            bytes.append(UInt8(ascii: ","))
            breakLine(isObject: true)
        }
        place = .following
    }

    /// On one line, braces and commas have a space behind them, and brackets have none.
    private mutating func breakLine(isObject: Bool) {
        switch layout {
        case .compact: break
        case .line: if isObject { bytes.append(UInt8(ascii: " ")) }
        case .lines(let indent):
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * depth))
        }
    }
}
