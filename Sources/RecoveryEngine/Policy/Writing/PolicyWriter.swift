package import RecoveryModel

/// Writes a policy as a file that is read back as the same one: its fields walk themselves, as they do for `policy explain`.
package struct PolicyWriter: Sendable {
    private let tree: PolicyTree
    private let comments: [FieldPath: [String]]

    /// - Parameters:
    ///   - nulls: The fields of which the policy requires nothing, not even the default.
    ///   - comments: What is said above a value, or where it would be.
    package init(_ policy: RecoveryPolicy, nulls: Set<FieldPath> = [], comments: [FieldPath: [String]] = [:]) {
        var explainer = Explainer(
            origins: Dictionary(uniqueKeysWithValues: nulls.map { ($0, .standard) }), isWriting: true)
        Record<RecoveryPolicy>.policy.show(FieldPath([]), policy, &explainer)
        var tree = PolicyTree.map([])
        for value in explainer.values {
            let leaf = explainer.nulls.contains(value.path) ? "null" : YAMLScalar.text(value.value)
            tree.insert(leaf, at: value.path.components[...])
        }
        self.tree = tree
        self.comments = Self.placed(comments, in: tree)
    }

    /// A comment on what is not written stands at the nearest map that is, after the name of what it is about.
    private static func placed(_ comments: [FieldPath: [String]], in tree: PolicyTree) -> [FieldPath: [String]] {
        var placed: [FieldPath: [String]] = [:]
        for (path, lines) in comments.sorted(by: { $0.key.description < $1.key.description }) {
            guard tree[path.components[...]] == nil else {
                placed[path, default: []] += lines
                continue
            }
            var place = path
            while let parent = place.parent, tree[parent.components[...]] == nil { place = parent }
            let words = path.components.dropFirst(place.components.count - 1)
            placed[place, default: []] += lines.map { "\(FieldPath(Array(words))): \($0)" }
        }
        return placed
    }

    package var text: String {
        guard case .map(let members) = tree else { return "" }
        return lines(of: members, at: FieldPath([])).map { $0 + "\n" }.joined()
    }

    /// One member of the policy, such as `drill`; empty where it has none.
    package func text(of key: String) -> String {
        guard case .map(let members) = tree, let member = members.first(where: { $0.key == key }) else { return "" }
        let path = FieldPath(key)
        return (comment(at: path) + lines(of: member.value, under: key, at: path)).map { $0 + "\n" }.joined()
    }

    private func lines(of members: [PolicyTree.Member], at path: FieldPath) -> [String] {
        let written = members.flatMap { member -> [String] in
            let place = path.appending(member.key)
            return comment(at: place) + lines(of: member.value, under: YAMLScalar.text(member.key), at: place)
        }
        let keys = Set(members.map(\.key))
        let unwritten = comments.keys.filter { comment in
            guard comment.parent == path, case .key(let key)? = comment.components.last else { return false }
            return !keys.contains(key)
        }
        return written + unwritten.sorted { $0.description < $1.description }.flatMap(comment)
    }

    private func lines(of value: PolicyTree, under key: String, at path: FieldPath) -> [String] {
        let isCommented = comments.keys.contains { $0 != path && $0.starts(with: path) }
        if !isCommented, let text = value.inline, isShort(value, text) { return ["\(key): \(text)"] }
        switch value {
        case .leaf(let text): return ["\(key): \(text)"]
        case .map(let members): return ["\(key):"] + lines(of: members, at: path).map { "  \($0)" }
        case .list(let items):
            return ["\(key):"]
                + items.enumerated().flatMap { index, item in
                    self.item(item, at: path.appending(index)).map { "  \($0)" }
                }
        }
    }

    /// A leaf always; a list of leaves, or a map of few, where it fits.
    private func isShort(_ value: PolicyTree, _ text: String) -> Bool {
        switch value {
        case .leaf: true
        case .list: text.utf8.count <= 90
        case .map(let members): members.count <= 3 && text.utf8.count <= 60
        }
    }

    /// The lines of an item, the first of which that is no comment begins with a dash.
    private func item(_ item: PolicyTree, at path: FieldPath) -> [String] {
        let isCommented = comments.keys.contains { $0 != path && $0.starts(with: path) }
        let inside: [String]
        if !isCommented, let text = item.inline, isShort(item, text) {
            inside = [text]
        } else if case .map(let members) = item {
            inside = lines(of: members, at: path)
        } else {
            inside = [item.inline ?? ""]
        }
        let above = inside.prefix { $0.hasPrefix("#") }
        let rest = inside.dropFirst(above.count)
        return comment(at: path) + above + rest.prefix(1).map { "- \($0)" } + rest.dropFirst().map { "  \($0)" }
    }

    private func comment(at path: FieldPath) -> [String] {
        (comments[path] ?? []).flatMap { Self.commentLines($0) }
    }

    /// A text as lines of comment. Whoever wrote it: a line break of its own would end the comment.
    package static func commentLines(_ text: String) -> [String] {
        let words = text.unicodeScalars.split { $0.properties.isWhitespace || !$0.isPrintable }.map(String.init)
        var lines: [String] = []
        for word in words {
            if let last = lines.last, last.count + word.count < 110 {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append("# \(word)")
            }
        }
        return lines
    }
}

extension Unicode.Scalar {
    /// False for what YAML takes in no comment, and for what a terminal would act on.
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        default: true
        }
    }
}
