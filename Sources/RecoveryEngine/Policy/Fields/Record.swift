import JSONWriting
import RecoveryModel

/// A map with known keys.
struct Record<Value: Sendable>: Sendable {
    var fields: [Field<Value>]
    /// The keys of which exactly one is required.
    var exactlyOneOf: [String] = []

    /// Reads every key into `value` and reports all unknown keys, missing keys and invalid values.
    func read(_ node: SourceNode, _ path: FieldPath, _ value: inout Value, _ reader: inout PolicyReader) {
        guard case .map(let entries) = node.content else {
            let hint = "write it as a map with the keys \(names)"
            reader.report(.wrongType(node, wanted: "map", hint: hint), at: path, node.location)
            return
        }
        for entry in entries {
            guard let field = fields.first(where: { $0.name == entry.key }) else {
                reader.report(unknown(entry.key), at: path, entry.keyLocation)
                continue
            }
            field.read(entry.value, path.appending(field.name), &value, &reader)
        }
        let present = Set(entries.map(\.key))
        for field in fields where field.isRequired && !present.contains(field.name) {
            let refusal = Refusal("missing-key", "`\(field.name)` is missing", detail: field.documentation)
            reader.report(refusal, at: path, node.location)
        }
        let chosen = exactlyOneOf.filter(present.contains)
        if !exactlyOneOf.isEmpty, chosen.count != 1 {
            let choice = CountText.list(exactlyOneOf.map { "`\($0)`" })
            let found = chosen.isEmpty ? "none" : CountText.list(chosen.map { "`\($0)`" })
            let refusal = Refusal("one-of", "exactly one of \(choice) is required, found \(found)")
            reader.report(refusal, at: path, node.location)
        }
    }

    private func unknown(_ key: String) -> Refusal {
        let shown = key.count > 60 ? key.prefix(60) + "…" : key[...]
        return Refusal(
            "unknown-key", "unknown key `\(shown)`",
            hint: Spelling.hint(for: key, in: fields.map(\.name)) ?? "the keys here are \(names)")
    }

    private var names: String { fields.map(\.name).joined(separator: ", ") }

    func fill(_ path: FieldPath, _ value: inout Value, _ filler: inout DefaultFiller) {
        for field in fields { field.fill(path.appending(field.name), &value, &filler) }
    }

    func show(_ path: FieldPath, _ value: Value, _ explainer: inout Explainer) {
        for field in fields { field.show(path.appending(field.name), value, &explainer) }
    }

    var schema: OrderedJSON {
        var members: [OrderedJSON.Member] = [
            ("type", "object"),
            ("properties", .object(fields.map { field in (field.name, field.schemaWithDocumentation) })),
        ]
        let required = fields.filter(\.isRequired).map { OrderedJSON.string($0.name) }
        if !required.isEmpty { members.append(("required", .array(required))) }
        if !exactlyOneOf.isEmpty {
            let choices = exactlyOneOf.map { OrderedJSON.members(["required": .array([.string($0)])]) }
            members.append(("oneOf", .array(choices)))
        }
        members.append(("additionalProperties", .bool(false)))
        return .object(members)
    }

    /// A row for each field, including those of nested maps.
    var rows: [ReferenceRow] {
        fields.flatMap { field in
            let own = ReferenceRow(
                path: field.name, label: field.label, fallback: field.isRequired ? "required" : field.fallback,
                documentation: field.documentation)
            return [own] + field.rows
        }
    }
}

extension Field {
    fileprivate var schemaWithDocumentation: OrderedJSON {
        guard case .object(let members) = schema else { return schema }
        var head: [OrderedJSON.Member] = [("description", .string(documentation))]
        if !fallback.isEmpty { head[0].value = .string("\(documentation) Default: \(fallback).") }
        return .object(head + members)
    }
}

extension Shape {
    /// A map with known keys, read into a copy of `blank`; it is refused as a whole when a part of it is.
    static func record(_ record: Record<Value>, blank: Value) -> Shape {
        Shape(
            label: "map", schema: record.schema,
            read: { node, path, reader in
                let before = reader.diagnostics.count
                var value = blank
                record.read(node, path, &value, &reader)
                return reader.diagnostics[before...].contains { $0.severity == .error } ? nil : value
            },
            fill: record.fill, show: record.show, rows: record.rows
        )
    }

    /// The same notation for another type. `to` returns nil after reporting why; `from` is the inverse, for display.
    func converted<Other>(
        to: @escaping @Sendable (Value, SourceNode, FieldPath, inout PolicyReader) -> Other?,
        from: @escaping @Sendable (Other) -> Value
    ) -> Shape<Other> {
        Shape<Other>(
            label: label, schema: schema,
            read: { node, path, reader in read(node, path, &reader).flatMap { to($0, node, path, &reader) } },
            fill: { path, other, filler in
                // For the origins of defaults that the draft already holds.
                var draft = from(other)
                fill(path, &draft, &filler)
            },
            show: { path, other, explainer in show(path, from(other), &explainer) },
            rows: rows
        )
    }
}
