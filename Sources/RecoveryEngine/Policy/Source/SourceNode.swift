import RecoveryModel

/// A piece of a policy file as it was written: text, list or map, with its place.
///
/// No scalar has been given a type yet. What `02:00`, `on` or `012345678901` means is decided by the field that is read,
/// never by YAML's rules of implicit types, which differ between versions and tools.
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

    /// What it is, for messages.
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

/// A scalar's text after quotes and escapes, and whether it had none.
struct ScalarText: Sendable {
    var text: String
    /// Neither quoted nor a block: YAML tools would guess its type.
    var isPlain: Bool

    /// Written as `null` or `~`.
    var isNull: Bool { isPlain && (text == "null" || text == "~") }

    /// Nothing was written.
    var isMissing: Bool { isPlain && text.isEmpty }
}
