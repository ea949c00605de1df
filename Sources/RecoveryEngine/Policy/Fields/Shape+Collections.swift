import JSONWriting
import RecoveryModel

extension Shape {
    /// A list, each item of which is read even when another one is refused.
    static func list<Item>(of item: Shape<Item>, minimum: Int = 0) -> Shape where Value == [Item] {
        var schema = OrderedJSON.members(["type": .string("array"), "items": item.schema])
        if minimum > 0 { schema = schema.adding(["minItems": .integer(minimum)]) }
        return Shape(
            label: "list of \(item.label.replacing("one of ", with: ""))", schema: schema,
            read: { node, path, reader in
                guard case .list(let nodes) = node.content else {
                    let text = if case .scalar(let scalar) = node.content { scalar.text.prefix(40) } else { "…"[...] }
                    let refusal = Refusal.wrongType(
                        node, wanted: "list of \(item.label)", hint: "put it in brackets: [\(text)]")
                    reader.report(refusal, at: path, node.location)
                    return nil
                }
                guard nodes.count >= minimum else {
                    reader.report(
                        Refusal("empty-value", "expected at least one \(item.label), found none"), at: path,
                        node.location)
                    return nil
                }
                var items: [Item] = []
                for (index, node) in nodes.enumerated() {
                    reader.note(path.appending(index), at: node.location)
                    if let value = item.read(node, path.appending(index), &reader) { items.append(value) }
                }
                return items
            },
            fill: { path, items, filler in
                for index in items.indices { item.fill(path.appending(index), &items[index], &filler) }
            },
            show: { path, items, explainer in
                if items.isEmpty { explainer.add(path, "[]") }
                for (index, value) in items.enumerated() { item.show(path.appending(index), value, &explainer) }
            },
            rows: item.rows.map { $0.inside("[]") }
        )
    }

    /// A map from keys that the user chooses.
    static func dictionary<Item>(of item: Shape<Item>, keys: Shape<String>) -> Shape where Value == [String: Item] {
        Shape(
            label: "map of \(item.label)",
            schema: .members(["type": .string("object"), "additionalProperties": item.schema]),
            read: { node, path, reader in
                guard case .map(let entries) = node.content else {
                    reader.report(
                        .wrongType(node, wanted: "map such as `{app: knowledge-base}`"), at: path, node.location)
                    return nil
                }
                var result: [String: Item] = [:]
                for entry in entries {
                    let place = path.appending(entry.key)
                    let key = SourceNode(
                        content: .scalar(ScalarText(text: entry.key, isPlain: false)), location: entry.keyLocation)
                    guard keys.read(key, place, &reader) != nil, let value = item.read(entry.value, place, &reader)
                    else { continue }
                    reader.note(place, at: entry.value.location)
                    result[entry.key] = value
                }
                return result
            },
            show: { path, values, explainer in
                for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                    item.show(path.appending(key), value, &explainer)
                }
            }
        )
    }

    /// A map with one key, as in `{query: select 1}`.
    static func keyed(_ key: String, _ inner: Shape<Value>, _ documentation: String) -> Shape {
        let record = Record<Value?>(fields: [.alternative(key, \.self, inner, documentation, isRequired: true)])
        return Shape(
            label: "map", schema: record.schema,
            read: { node, path, reader in
                var value: Value?
                record.read(node, path, &value, &reader)
                return value
            },
            show: { path, value, explainer in inner.show(path.appending(key), value, &explainer) },
            rows: record.rows
        )
    }
}

extension ReferenceRow {
    /// The same row with its path prefixed.
    func inside(_ prefix: String) -> ReferenceRow {
        var row = self
        row.path = path.hasPrefix("[") ? prefix + path : "\(prefix).\(path)"
        return row
    }
}
