import RecoveryModel

/// Reads one YAML document into source nodes and reports all problems with it as YAML.
///
/// Nodes are built from libyaml's events, so an alias is refused in place and never expanded, and text gets no implicit
/// type. The policy language has no anchors, aliases, tags or merge keys.
struct YAMLReader: ~Copyable {
    /// The policy language needs eight levels.
    static let maximumDepth = 24
    /// After this many problems the rest of the file is not read.
    private static let maximumProblems = 200
    private static let coreTags: Set = [
        "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map",
    ]

    private let file: String
    private let events: YAMLEvents
    private var diagnostics: [Diagnostic] = []

    /// The document's root and the problems with it as YAML; nil when it could not be read.
    static func read(_ text: String, file: String) -> (root: SourceNode?, diagnostics: [Diagnostic]) {
        var reader = YAMLReader(file: file, events: YAMLEvents(text))
        do {
            return (try reader.document(), reader.diagnostics)
        } catch {
            let problem =
                switch error {
                case .unreadable(let failure): YAMLSyntax.diagnostic(for: failure, in: text, file: file)
                case .refused(let diagnostic): diagnostic
                }
            return (nil, reader.diagnostics + [problem])
        }
    }

    /// Why reading stops before the end of the text.
    private enum Stop: Error {
        case unreadable(YAMLFailure)
        case refused(Diagnostic)
    }

    private func next() throws(Stop) -> YAMLEvent {
        do { return try events.next() } catch { throw .unreadable(error) }
    }

    private init(file: String, events: consuming YAMLEvents) {
        self.file = file
        self.events = events
    }

    private mutating func document() throws(Stop) -> SourceNode? {
        _ = try next()  // the stream's start
        guard case .documentStart = try next().kind else {
            report(
                YAMLMark(line: 1, column: 1), "empty-policy", "the file contains no policy",
                hint: "write a policy: docs/policy.md shows one")
            return nil
        }
        let root = try node(try next(), depth: 0)
        _ = try next()  // the document's end
        guard case .documentStart = try next().kind else { return root }
        report(
            try next().mark, "several-documents", "a second document begins here",
            hint: "move it to a separate file: a file holds one policy")
        return root
    }

    // MARK: nodes

    /// The node that begins with an event. What is not part of the policy language is reported and read as empty.
    private mutating func node(_ event: YAMLEvent, depth: Int) throws(Stop) -> SourceNode {
        var result = SourceNode(
            content: .scalar(ScalarText(text: "", isPlain: true)), location: location(event.mark))
        switch event.kind {
        case .scalar(let text, let properties):
            refuse(properties, at: event.mark)
            result.content = .scalar(text)
        case .alias(let name): refuseAlias(name, at: event.mark)
        case .sequenceStart(let properties):
            refuse(properties, at: event.mark)
            try checkDepth(depth, event.mark)
            result.content = .list(try items(depth: depth + 1))
        case .mappingStart(let properties):
            refuse(properties, at: event.mark)
            try checkDepth(depth, event.mark)
            result.content = .map(try entries(depth: depth + 1))
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd: break
        }
        return result
    }

    private mutating func items(depth: Int) throws(Stop) -> [SourceNode] {
        var items: [SourceNode] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(event, depth: depth))
        }
    }

    private mutating func entries(depth: Int) throws(Stop) -> [SourceNode.Entry] {
        var entries: [SourceNode.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try next()
            if case .mappingEnd = event.kind { return entries }
            try checkProblems(event.mark)
            let key = try node(event, depth: depth)
            let value = try node(try next(), depth: depth)
            if case .alias = event.kind { continue }
            guard case .scalar(let name) = key.content else {
                report(event.mark, "wrong-type", "a key must be a word, not a list or a map", hint: nil)
                continue
            }
            if name.text == "<<" {
                report(
                    event.mark, "merge-key", "merge keys (<<) are not part of the policy language",
                    hint: "write the keys in place, or share them through `extends`")
                continue
            }
            if let first = lines.updateValue(lines[name.text] ?? event.mark.line, forKey: name.text) {
                report(
                    event.mark, "duplicate-key", "duplicate key `\(name.text)`; the first is in line \(first)",
                    hint: "delete one of the two")
                continue
            }
            entries.append(SourceNode.Entry(key: name.text, keyLocation: key.location, value: value))
        }
    }

    /// Stops at deep nesting: such a file is not a policy, and the problems after it would be the same.
    private func checkDepth(_ depth: Int, _ mark: YAMLMark) throws(Stop) {
        guard depth > Self.maximumDepth else { return }
        throw .refused(
            Diagnostic(
                .error, id: "nested-too-deeply", "lists and maps are nested more than \(Self.maximumDepth) deep",
                at: location(mark), hint: "check the brackets and the indentation"))
    }

    /// Stops reading a file that has too many problems.
    private func checkProblems(_ mark: YAMLMark) throws(Stop) {
        guard diagnostics.count >= Self.maximumProblems else { return }
        throw .refused(
            Diagnostic(
                .error, id: "too-many-problems", "too many problems: the rest of the file was not read",
                at: location(mark), hint: "fix the problems above first"))
    }

    // MARK: words

    private mutating func refuse(_ properties: YAMLProperties, at mark: YAMLMark) {
        if let anchor = properties.anchor {
            report(
                mark, "anchor", "anchors such as &\(anchor) are not part of the policy language",
                hint: "write the value in place, or share it through `extends`")
        }
        if let tag = properties.tag, !Self.coreTags.contains(tag) {
            report(
                mark, "tag", "tags such as \(tag.prefix(60)) are not part of the policy language",
                hint: "delete the tag: the field decides the type")
        }
    }

    private mutating func refuseAlias(_ name: String, at mark: YAMLMark) {
        diagnostics.append(YAMLSyntax.alias(name, at: location(mark)))
    }

    private func location(_ mark: YAMLMark) -> Diagnostic.Location {
        Diagnostic.Location(file: file, line: mark.line, column: mark.column)
    }

    private mutating func report(_ mark: YAMLMark, _ id: String, _ summary: String, hint: String?) {
        diagnostics.append(Diagnostic(.error, id: id, summary, at: location(mark), hint: hint))
    }
}
