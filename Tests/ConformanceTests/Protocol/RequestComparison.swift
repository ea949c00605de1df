import AWSCore

/// Compares requests by meaning: form bodies as sets of pairs, JSON and XML by structure.
struct RequestComparison {
    static func checkBody(_ body: HTTPBody, _ expected: String, contentType: String?) throws {
        let text: String
        switch body {
        case .none: text = ""
        case .bytes(let bytes): text = String(decoding: bytes, as: UTF8.self)
        case .stream: throw ConformanceFailure("body: a stream")
        }
        if text == expected { return }
        if contentType?.contains("form") == true {
            return try expectEqual(pairs(text), pairs(expected), "body")
        }
        if let left = try? JSONValue(parsing: text), let right = try? JSONValue(parsing: expected) {
            guard left.matches(right) else { throw ConformanceFailure("body: got \(text), expected \(expected)") }
            return
        }
        if expected.contains("<"), let left = XMLTree(text), let right = XMLTree(expected) {
            return try expectEqual(left.canonical, right.canonical, "body")
        }
        throw ConformanceFailure("body: got \(text), expected \(expected)")
    }

    static func pairs(_ text: String) -> [String] { text.split(separator: "&").map { decoded(String($0)) }.sorted() }

    static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(text.replacing("+", with: " ")).utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Just enough XML to compare two bodies: a reader of its own, so that the data never passes through the code under test.
struct XMLTree {
    private var name = ""
    private var attributes: [String: String] = [:]
    private var children: [XMLTree] = []
    private var text = ""

    /// Children of different names in any order, those of one name in theirs; white space between elements is nothing.
    var canonical: String {
        let pairs = attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\"\($0.value)\"" }.joined()
        let groups = Dictionary(grouping: children, by: \.name).sorted { $0.key < $1.key }.map(\.value)
        let inner = groups.flatMap { group in
            let texts = group.map(\.canonical)
            // The entries of a map, which have a key and a value, have no order.
            return group.allSatisfy { $0.children.count == 2 && $0.children[0].children.isEmpty }
                ? texts.sorted() : texts
        }.joined()
        return "<\(name)\(pairs)>\(children.isEmpty ? text : "")\(inner)</\(name)>"
    }

    /// Nil when it is not XML.
    init?(_ source: String) {
        var rest = Substring(source)
        while rest.first != "<" || rest.hasPrefix("<?") {
            guard !rest.isEmpty else { return nil }
            rest.removeFirst()
        }
        guard let tree = Self.element(&rest) else { return nil }
        self = tree
    }

    private init() {}

    private static func element(_ rest: inout Substring) -> XMLTree? {
        guard rest.popFirst() == "<", let end = rest.firstIndex(of: ">") else { return nil }
        var tree = XMLTree()
        var head = rest[..<end]
        rest = rest[rest.index(after: end)...]
        let isEmpty = head.last == "/"
        if isEmpty { head.removeLast() }
        let words = head.split(maxSplits: 1) { $0.isWhitespace }
        tree.name = String(words[0])
        for part in words.count > 1 ? words[1].split(separator: "\"", omittingEmptySubsequences: false).pairs : [] {
            let name = part.0.filter { !$0.isWhitespace && $0 != "=" }
            tree.attributes[name] = unescaped(part.1)
        }
        if isEmpty { return tree }
        while !rest.isEmpty {
            if rest.hasPrefix("</") {
                guard let end = rest.firstIndex(of: ">") else { return nil }
                rest = rest[rest.index(after: end)...]
                return tree
            }
            if rest.first == "<" {
                guard let child = element(&rest) else { return nil }
                tree.children.append(child)
            } else {
                let text = rest.prefix { $0 != "<" }
                tree.text += unescaped(text)
                rest = rest[text.endIndex...]
            }
        }
        return nil
    }

    private static func unescaped(_ text: Substring) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#xA;", with: "\n").replacing("&#xD;", with: "\r").replacing("&#10;", with: "\n")
            .replacing("&#13;", with: "\r").replacing("&amp;", with: "&")
    }
}

extension Array where Element == Substring {
    fileprivate var pairs: [(Substring, Substring)] {
        stride(from: 0, to: count - 1, by: 2).map { (self[$0], self[$0 + 1]) }
    }
}
