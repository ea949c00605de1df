/// Where a value sits in a policy: `databases[0].backups.retention`.
package struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    /// A step from a value to one inside it.
    package enum Component: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    /// From the outermost to the innermost; empty for the policy as a whole.
    package let components: [Component]

    /// From its steps.
    package init(_ components: [Component]) { self.components = components }

    /// From keys alone.
    package init(_ keys: String...) { components = keys.map(Component.key) }

    /// One key further.
    package func appending(_ key: String) -> FieldPath { FieldPath(components + [.key(key)]) }

    /// One index further.
    package func appending(_ index: Int) -> FieldPath { FieldPath(components + [.index(index)]) }

    /// One step back; nil for the policy as a whole.
    package var parent: FieldPath? { components.isEmpty ? nil : FieldPath(Array(components.dropLast())) }

    /// True when the other is this path or lies on the way to it.
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
    /// As text. There is no way back: a tag's key may hold dots and brackets.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
