/// A document before and after a change, of which people read the parts that differ.
package struct DocumentEdit: Sendable {
    /// Nil when there was none, or it could not be read.
    private let before: (any Document)?
    /// Nil when it is taken away.
    private let after: (any Document)?
    /// What its parts are called besides, such as `trust policy`; nil where the change itself says it.
    private let name: String?

    init(_ before: (any Document)?, to after: (any Document)?, name: String? = nil) {
        self.before = before
        self.after = after
        self.name = name
    }

    /// A statement, a rule, a setting or a widget, and what becomes of it.
    package struct Part: Sendable, Hashable {
        /// What becomes of a part.
        package enum Kind: String, Sendable {
            case added, changed, removed, kept
        }

        package var kind: Kind
        package var name: String
        /// As it was; empty for what was not there.
        package var before: [DocumentField]
        /// As it will be; empty for what is removed.
        package var after: [DocumentField]

        /// Of a part that is changed: the settings that differ, in the order of what will be.
        package var differences: [(name: String, before: String?, after: String?)] {
            let (old, new) = (Self.byName(before), Self.byName(after))
            let names = after.map(\.name) + before.map(\.name).filter { new[$0] == nil }
            return names.filter { old[$0] != new[$0] }.map { ($0, old[$0], new[$0]) }
        }

        private static func byName(_ fields: [DocumentField]) -> [String: String] {
            Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }

    /// All parts by name, those that are kept too. Computed when asked for: most facts are only counted.
    package var parts: [Part] {
        let (old, new) = (before?.contents ?? [:], after?.contents ?? [:])
        return Set(old.keys).union(new.keys).sorted().map { key in
            let (was, will) = (old[key], new[key])
            let kind: Part.Kind =
                was == nil ? .added : will == nil ? .removed : was?.text == will?.text ? .kept : .changed
            return Part(
                kind: kind, name: name.map { "\($0) \(key)" } ?? key, before: was?.fields ?? [],
                after: will?.fields ?? [])
        }
    }
}

extension DocumentEdit: Hashable {
    private var digests: [String?] { [before?.digest, after?.digest, name] }

    package static func == (left: DocumentEdit, right: DocumentEdit) -> Bool { left.digests == right.digests }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Document {
    /// The parts by name: what tells them apart, and what people read of them.
    fileprivate var contents: [String: (text: String, fields: [DocumentField])] {
        parts.mapValues { ($0.canonicalText, $0.fields) }
    }
}
