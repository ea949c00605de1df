import RecoveryModel

/// A node of a policy file: text, list or map, with its location.
///
/// A scalar has no type yet. The field decides what `02:00`, `on` or `012345678901` means, never YAML's rules for
/// implicit types, which differ between versions and tools.
struct SourceNode: Sendable {
    enum Content: Sendable {
        case scalar(ScalarText)
        case list([SourceNode])
        case map([Entry])
    }

    struct Entry: Sendable {
        var key: String
        var keyLocation: Diagnostic.Location
        var value: SourceNode
    }

    var content: Content
    var location: Diagnostic.Location

    /// The kind of node, for messages.
    var kind: String {
        switch content {
        case .scalar(let scalar): scalar.isNull || scalar.isMissing ? "nothing" : "a single value"
        case .list: "a list"
        case .map: "a map"
        }
    }

    /// The value of a key of a map.
    subscript(key: String) -> SourceNode? {
        guard case .map(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }
}

/// A scalar's text with quotes and escapes resolved, and whether it was plain.
struct ScalarText: Sendable {
    var text: String
    /// True when it is neither quoted nor a block, so that YAML tools guess its type.
    var isPlain: Bool

    /// True for `null` and `~`.
    var isNull: Bool { isPlain && (text == "null" || text == "~") }

    /// True when no value was written.
    var isMissing: Bool { isPlain && text.isEmpty }
}
