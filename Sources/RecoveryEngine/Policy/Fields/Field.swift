import JSONWriting
import RecoveryModel

/// One key of a map: its name, its shape, the place of its value, its default and its documentation.
struct Field<Root: Sendable>: Sendable {
    var name: String
    var documentation: String
    var isRequired: Bool
    var label: String
    var schema: OrderedJSON
    /// The default, as text for the reference.
    var fallback: String
    var rows: [ReferenceRow]
    var read: @Sendable (SourceNode, FieldPath, inout Root, inout PolicyReader) -> Void
    var fill: @Sendable (FieldPath, inout Root, inout DefaultFiller) -> Void
    var show: @Sendable (FieldPath, Root, inout Explainer) -> Void

    typealias Place<Value> = WritableKeyPath<Root, Value> & Sendable

    /// A required key; until it is read `Root` holds a blank that never leaves the parser.
    static func required<Value>(
        _ name: String, _ place: any Place<Value>, _ shape: Shape<Value>, _ documentation: String
    ) -> Field {
        var field = defaulted(name, place, shape, documentation, fallback: "")
        field.isRequired = true
        return field
    }

    /// An optional key whose default is already in the blank.
    static func defaulted<Value>(
        _ name: String, _ place: any Place<Value>, _ shape: Shape<Value>, _ documentation: String, fallback: String
    ) -> Field {
        Field(
            name: name, documentation: documentation, isRequired: false, label: shape.label, schema: shape.schema,
            fallback: fallback, rows: shape.rows.map { $0.inside(name) },
            read: { node, path, root, reader in
                reader.note(path, at: node.location)
                if let value = shape.read(node, path, &reader) { root[keyPath: place] = value }
            },
            fill: { path, root, filler in
                if filler.origins[path] == nil, !fallback.isEmpty { filler.note(path, .standard) }
                shape.fill(path, &root[keyPath: place], &filler)
            },
            show: { path, root, explainer in
                guard explainer.isWriting || explainer.origins[path] != nil else { return }
                explainer.leavingOut(fallback) { shape.show(path, root[keyPath: place], &$0) }
            }
        )
    }

    /// An optional key that can also be `null`, to require nothing, not even the default.
    static func optional<Value>(
        _ name: String, _ place: any Place<Value?>, _ shape: Shape<Value>, _ documentation: String,
        fallback: Fallback<Value>? = nil
    ) -> Field {
        Field(
            name: name, documentation: documentation, isRequired: false, label: shape.label,
            schema: shape.schema.orNull, fallback: fallback?.documentation ?? "",
            rows: shape.rows.map { $0.inside(name) },
            read: { node, path, root, reader in
                reader.note(path, at: node.location)
                if case .scalar(let scalar) = node.content, scalar.isNull { return }
                root[keyPath: place] = shape.read(node, path, &reader)
            },
            fill: { path, root, filler in
                if filler.origins[path] == nil, let derived = fallback?.derive(filler.basis) {
                    root[keyPath: place] = derived.value
                    filler.note(path, derived.origin)
                }
                guard var value = root[keyPath: place] else { return }
                shape.fill(path, &value, &filler)
                root[keyPath: place] = value
            },
            show: { path, root, explainer in
                if let value = root[keyPath: place] {
                    shape.show(path, value, &explainer)
                } else if explainer.origins[path] != nil {
                    explainer.addNull(path)
                }
            }
        )
    }

    /// An optional key that cannot be `null`, such as one of several alternatives.
    static func alternative<Value>(
        _ name: String, _ place: any Place<Value?>, _ shape: Shape<Value>, _ documentation: String,
        isRequired: Bool = false
    ) -> Field {
        var field = optional(name, place, shape, documentation)
        field.isRequired = isRequired
        field.schema = shape.schema
        field.read = { node, path, root, reader in
            reader.note(path, at: node.location)
            root[keyPath: place] = shape.read(node, path, &reader)
        }
        return field
    }

    /// A key with a fixed value, such as the version of the policy language.
    static func constant(_ name: String, _ text: String, _ documentation: String) -> Field {
        let shape = Shape<String>.words([text], label: "`\(text)`", print: { $0 }, parse: { $0 == text ? text : nil })
        return Field(
            name: name, documentation: documentation, isRequired: true, label: shape.label, schema: shape.schema,
            fallback: "", rows: [],
            read: { node, path, _, reader in _ = shape.read(node, path, &reader) },
            fill: { _, _, _ in },
            show: { path, _, explainer in if explainer.isWriting { explainer.add(path, text) } }
        )
    }

    /// A map whose keys belong to `Root` itself.
    static func group(_ name: String, _ record: Record<Root>, _ documentation: String) -> Field {
        Field(
            name: name, documentation: documentation, isRequired: record.fields.contains(where: \.isRequired),
            label: "map", schema: record.schema, fallback: "", rows: record.rows.map { $0.inside(name) },
            read: { node, path, root, reader in
                reader.note(path, at: node.location)
                record.read(node, path, &root, &reader)
            },
            fill: { path, root, filler in record.fill(path, &root, &filler) },
            show: { path, root, explainer in record.show(path, root, &explainer) }
        )
    }

    /// A map with its own value, which exists whether it is written or not.
    static func nested<Value>(
        _ name: String, _ place: any Place<Value>, _ record: Record<Value>, _ documentation: String
    ) -> Field {
        Field(
            name: name, documentation: documentation, isRequired: false, label: "map", schema: record.schema,
            fallback: "", rows: record.rows.map { $0.inside(name) },
            read: { node, path, root, reader in
                reader.note(path, at: node.location)
                record.read(node, path, &root[keyPath: place], &reader)
            },
            fill: { path, root, filler in record.fill(path, &root[keyPath: place], &filler) },
            show: { path, root, explainer in record.show(path, root[keyPath: place], &explainer) }
        )
    }
}
