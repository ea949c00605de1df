/// The path of a value in a policy: `databases[0].backups.retention`.
package struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    /// A step from a value to one inside it.
    package enum Component: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    /// From the outermost to the innermost; empty for the policy as a whole.
    package let components: [Component]

    /// Creates a path from its components.
    package init(_ components: [Component]) { self.components = components }

    /// Creates a path from keys.
    package init(_ keys: String...) { components = keys.map(Component.key) }

    /// The path of a key below this one.
    package func appending(_ key: String) -> FieldPath { FieldPath(components + [.key(key)]) }

    /// The path of an index below this one.
    package func appending(_ index: Int) -> FieldPath { FieldPath(components + [.index(index)]) }

    /// The enclosing path; nil for the policy as a whole.
    package var parent: FieldPath? { components.isEmpty ? nil : FieldPath(Array(components.dropLast())) }

    /// True when the other path is this one or encloses it.
    package func starts(with other: FieldPath) -> Bool { components.starts(with: other.components) }

    /// Keys joined by dots, indices in brackets.
    package var description: String {
        components.reduce(into: "") { text, component in
            switch component {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}

extension FieldPath: Encodable {
    /// Encodes the path as text, which cannot be decoded, since a tag's key may contain dots and brackets.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
