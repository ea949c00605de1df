import RecoveryModel
import Yams

/// Reads one YAML document into source nodes, and says everything that is wrong with it as YAML.
///
/// Two of Yams' habits are worked around, both by changing single characters of a copy of the text, so that places stay
/// what they are:
/// - It expands aliases while it composes, and nine lines of aliases can ask for gigabytes. `*` means nothing in YAML but
///   'alias' at a scalar's start, so each one is replaced by a private use character, and a plain scalar that begins with
///   this character was an alias. There is nothing left to expand.
/// - It stops at the first duplicate key. The key's first character is replaced and the text read again, so that the rest
///   of the file is read too.
struct YAMLReader {
    /// The policy language needs eight.
    static let maximumDepth = 24
    private static let maximumDuplicates = 20
    private static let coreTags: Set = [
        "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map",
    ]

    private let file: String
    private(set) var diagnostics: [Diagnostic] = []
    /// The first characters of keys that were replaced because the key was there before, by place.
    private var replaced: [Diagnostic.Location: Unicode.Scalar] = [:]

    private init(file: String) { self.file = file }

    /// The document's root, and what is wrong with it as YAML; nil when it could not be read at all.
    static func read(_ text: String, file: String) -> (root: SourceNode?, diagnostics: [Diagnostic]) {
        if let problem = YAMLBounds.diagnostic(for: text, file: file) { return (nil, [problem]) }
        var reader = YAMLReader(file: file)
        let root = reader.read(text)
        return (root, reader.diagnostics)
    }

    private mutating func read(_ text: String) -> SourceNode? {
        var lines = text.unicodeScalars.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" }
        ).map { line in Array(line).map { $0 == "*" ? PolicyText.aliasStandIn : $0 } }
        while true {
            var scalars = String.UnicodeScalarView()
            for (index, line) in lines.enumerated() {
                if index > 0 { scalars.append("\n") }
                scalars.append(contentsOf: line)
            }
            do {
                return try document(String(scalars))
            } catch YamlError.duplicatedKeysInMapping(_, let context) where replaced.count < Self.maximumDuplicates {
                let place = location(context.mark)
                guard lines.indices.contains(place.line - 1),
                    let offset = keyStart(in: lines[place.line - 1], from: place.column - 1), replaced[place] == nil,
                    // A different one each time: the third of three equal keys must not meet the first again.
                    let standIn = Unicode.Scalar(PolicyText.aliasStandIn.value + 1 + UInt32(replaced.count))
                else {
                    report(context.mark, "duplicate-key", "a key is there twice", hint: "keep one of the two")
                    return nil
                }
                replaced[place] = lines[place.line - 1][offset]
                lines[place.line - 1][offset] = standIn
            } catch let error as YamlError {
                diagnostics.append(YAMLSyntax.diagnostic(for: error, in: text, file: file))
                return nil
            } catch {
                report(nil, "yaml-syntax", "\(error)", hint: nil)
                return nil
            }
        }
    }

    /// Where the first letter of a key is, past its quote.
    private func keyStart(in line: [Unicode.Scalar], from column: Int) -> Int? {
        guard line.indices.contains(column), !"[{&!|>?".unicodeScalars.contains(line[column]) else { return nil }
        guard line[column] == "\"" || line[column] == "'" else { return column }
        return line.indices.contains(column + 1) ? column + 1 : nil
    }

    private mutating func document(_ text: String) throws -> SourceNode? {
        // Without rules of implicit types: every plain scalar is a text, whatever it looks like.
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        guard let root = try parser.nextRoot() else {
            report(
                nil, "empty-policy", "there is nothing in the file",
                hint: "`drctl init` writes a policy to start from")
            return nil
        }
        if let second = try parser.nextRoot() {
            report(
                second.mark, "several-documents", "a second document begins here",
                hint: "one policy a file: move it to a file of its own, next to this one")
        }
        // Nodes hold their anchors weakly; the parser owns them.
        return withExtendedLifetime(parser) { convert(root, depth: 0) }
    }

    // MARK: from Yams' nodes to ours

    private mutating func convert(_ node: Node, depth: Int) -> SourceNode {
        let mark = node.mark
        var result = SourceNode(content: .scalar(ScalarText(text: "", isPlain: true)), location: location(mark))
        guard depth <= Self.maximumDepth else {
            report(
                mark, "nested-too-deeply", "lists and maps are nested more than \(Self.maximumDepth) deep",
                hint: "no part of a policy is; check the brackets and the indentation")
            return result
        }
        if let anchor = node.anchor {
            report(
                mark, "anchor", "anchors such as &\(anchor.rawValue) are not part of the policy language",
                hint: "write the value out, or share it by `extends`")
        }
        let tag = node.tag.description
        if !Self.coreTags.contains(tag) {
            report(
                mark, "tag", "tags such as \(tag.prefix(60)) are not part of the policy language",
                hint: "delete the tag: the field decides the type")
        }
        switch node {
        case .scalar(let scalar): result.content = .scalar(text(of: scalar, at: mark))
        case .sequence(let items): result.content = .list(items.map { convert($0, depth: depth + 1) })
        case .mapping(let mapping): result.content = .map(entries(of: mapping, depth: depth + 1))
        case .alias(let alias): refuseAlias(alias.anchor.rawValue, at: mark)
        }
        return result
    }

    private mutating func text(of scalar: Node.Scalar, at mark: Mark?) -> ScalarText {
        let isPlain = scalar.style == .plain
        let text = restored(scalar.string)
        if isPlain, scalar.string.unicodeScalars.first == PolicyText.aliasStandIn {
            refuseAlias(String(text.dropFirst()), at: mark)
        }
        return ScalarText(text: text, isPlain: isPlain)
    }

    private mutating func entries(of mapping: Node.Mapping, depth: Int) -> [SourceNode.Entry] {
        var entries: [SourceNode.Entry] = []
        var places: [String: Diagnostic.Location] = [:]
        for (key, value) in mapping {
            let mark = key.mark
            let place = location(mark)
            guard case .scalar(let scalar) = key else {
                report(mark, "wrong-type", "a key is a word, not a list or a map", hint: nil)
                continue
            }
            var name = text(of: scalar, at: mark).text
            if let first = replaced[place] {
                name = String(first) + String(name.unicodeScalars.dropFirst())
            }
            if name == "<<" {
                report(
                    mark, "merge-key", "merge keys (<<) are not part of the policy language",
                    hint: "write the keys out, or share them by `extends`")
                continue
            }
            if let first = places[name] {
                report(
                    mark, "duplicate-key", "the key `\(name)` is there twice; the first is in line \(first.line)",
                    hint: "keep one of the two")
                continue
            }
            places[name] = place
            entries.append(
                SourceNode.Entry(key: name, keyLocation: place, value: convert(value, depth: depth)))
        }
        return entries
    }

    // MARK: words

    private func restored(_ text: String) -> String {
        guard text.unicodeScalars.contains(PolicyText.aliasStandIn) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == PolicyText.aliasStandIn ? "*" : $0 }))
    }

    private mutating func refuseAlias(_ name: String, at mark: Mark?) {
        report(
            mark, "alias", "aliases such as *\(name.prefix(40)) are not part of the policy language",
            hint: "write the value out, or share it by `extends`; put quotes around a text that begins with *")
    }

    private func location(_ mark: Mark?) -> Diagnostic.Location {
        Diagnostic.Location(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private mutating func report(_ mark: Mark?, _ id: String, _ summary: String, hint: String?) {
        diagnostics.append(Diagnostic(.error, id: id, summary, at: location(mark), hint: hint))
    }
}
