import JSONWriting
import RecoveryModel

/// The notation of one kind of value in a policy.
///
/// The parser, the unknown-key check, the defaults, `policy explain`, the JSON Schema and the reference all use the
/// same shapes, so that they cannot disagree about a field.
struct Shape<Value: Sendable>: Sendable {
    /// The name of the type in messages and the reference, such as `duration`.
    var label: String
    /// The JSON Schema.
    var schema: OrderedJSON
    /// Returns the value, or nil after reporting why it is refused.
    var read: @Sendable (SourceNode, FieldPath, inout PolicyReader) -> Value?
    /// Fills in derived values and defaults.
    var fill: @Sendable (FieldPath, inout Value, inout DefaultFiller) -> Void = { _, _, _ in }
    /// Adds the value in policy notation, leaf by leaf.
    var show: @Sendable (FieldPath, Value, inout Explainer) -> Void
    /// The fields inside it, for the reference.
    var rows: [ReferenceRow] = []
}

/// A row of the reference; the path is relative to the enclosing shape.
struct ReferenceRow: Sendable {
    var path: String
    var label: String
    var fallback: String
    var documentation: String
}

/// Collects shown values with their origins.
struct Explainer {
    let origins: [FieldPath: ValueOrigin]
    /// True to show all that a file needs which says the same: what it would have without it is left out.
    let isWriting: Bool
    private(set) var values: [ExplainedValue] = []
    /// Of the values: those that are no text but say that nothing is required.
    private(set) var nulls: Set<FieldPath> = []

    init(origins: [FieldPath: ValueOrigin], isWriting: Bool = false) {
        self.origins = origins
        self.isWriting = isWriting
    }

    mutating func add(_ path: FieldPath, _ value: String) {
        values.append(ExplainedValue(path: path, value: value, origin: origins.origin(of: path) ?? .standard))
    }

    mutating func addNull(_ path: FieldPath) {
        add(path, "null")
        nulls.insert(path)
    }

    /// Shows a value, which a file that is written need not have when it is the fallback, or empty.
    mutating func leavingOut(_ fallback: String, _ show: (inout Explainer) -> Void) {
        let before = values.count
        show(&self)
        guard isWriting, values.count == before + 1, [fallback, "[]"].contains(values[before].value) else { return }
        values.removeLast()
    }
}

extension Shape {
    /// A single value, read from its text.
    static func scalar(
        _ label: String, schema: OrderedJSON, print: @escaping @Sendable (Value) -> String,
        parse: @escaping @Sendable (ScalarText) throws(Refusal) -> Value
    ) -> Shape {
        Shape(
            label: label, schema: schema,
            read: { node, path, reader in
                guard case .scalar(let scalar) = node.content else {
                    reader.report(.wrongType(node, wanted: label), at: path, node.location)
                    return nil
                }
                guard !scalar.isMissing, !scalar.isNull else {
                    let refusal = Refusal(
                        "empty-value", "expected \(label), found nothing",
                        hint: "write a value or delete the key")
                    reader.report(refusal, at: path, node.location)
                    return nil
                }
                do throws(Refusal) {
                    return try parse(scalar)
                } catch {
                    reader.report(error, at: path, node.location)
                    return nil
                }
            },
            show: { path, value, explainer in
                explainer.add(path, print(value))
            })
    }

    /// One of two shapes: the first when a single value is written, the second for a map.
    static func either(
        _ scalar: Shape<Value>, or map: Shape<Value>, showsAsScalar: @escaping @Sendable (Value) -> Bool
    ) -> Shape {
        let label = "\(scalar.label) or \(map.label)"
        return Shape(
            label: label, schema: .members(["oneOf": .array([scalar.schema, map.schema])]),
            read: { node, path, reader in
                if case .map = node.content { return map.read(node, path, &reader) }
                guard case .scalar = node.content else {
                    reader.report(.wrongType(node, wanted: label), at: path, node.location)
                    return nil
                }
                return scalar.read(node, path, &reader)
            },
            fill: { path, value, filler in
                if !showsAsScalar(value) { map.fill(path, &value, &filler) }
            },
            show: { path, value, explainer in
                (showsAsScalar(value) ? scalar : map).show(path, value, &explainer)
            }, rows: map.rows)
    }

    /// The same shape with a further check of the value.
    func checked(_ check: @escaping @Sendable (Value) -> Refusal?) -> Shape {
        var shape = self
        shape.read = { node, path, reader in
            guard let value = read(node, path, &reader) else { return nil }
            guard let refusal = check(value) else { return value }
            reader.report(refusal, at: path, node.location)
            return nil
        }
        return shape
    }
}
