import RecoveryModel

/// The part of JSON Schema 2020-12 that docs/schemas uses; any other keyword is an error, so that none is passed over.
///
/// https://json-schema.org/draft/2020-12/json-schema-validation
struct SchemaValidator {
    let schema: JSONValue

    /// What is wrong with a document, by path; empty when it is valid.
    func problems(of document: JSONValue) -> [String] { check(document, schema, "$") }

    private func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard case .object(let keywords) = schema else { return ["\(path): the schema is no object"] }
        return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument -> [String] in
            switch keyword {
            case "$schema", "$id", "$defs", "title", "description": []
            case "$ref": check(value, resolved(argument), path)
            case "const": value == argument ? [] : ["\(path): not \(argument.compact)"]
            case "enum": argument.listed.contains(value) ? [] : ["\(path): none of \(argument.compact)"]
            case "type":
                argument.listed.contains { isType(value, $0.text ?? "") } ? [] : ["\(path): not \(argument.compact)"]
            case "required":
                argument.listed.compactMap(\.text).filter { value[$0] == nil }.map { "\(path).\($0): missing" }
            case "properties": properties(value, argument, path)
            case "additionalProperties": extra(value, keywords["properties"], argument, path)
            case "items": items(value, argument, path)
            case "anyOf":
                argument.listed.contains { check(value, $0, path).isEmpty } ? [] : ["\(path): fits no alternative"]
            case "minimum": isAtLeast(value, argument) ? [] : ["\(path): below \(argument.compact)"]
            case "pattern": matches(value, argument) ? [] : ["\(path): does not match \(argument.compact)"]
            default: ["\(path): the keyword \(keyword) is not supported here"]
            }
        }
    }

    private func resolved(_ reference: JSONValue) -> JSONValue {
        let name = (reference.text ?? "").split(separator: "/").last.map(String.init) ?? ""
        return schema["$defs"]?[name] ?? .null
    }

    private func isType(_ value: JSONValue, _ type: String) -> Bool {
        switch value {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .integer: type == "integer" || type == "number"
        case .number: type == "number"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }

    private func properties(_ value: JSONValue, _ schemas: JSONValue, _ path: String) -> [String] {
        guard case .object(let members) = value else { return [] }
        return members.sorted { $0.key < $1.key }.flatMap { name, member in
            schemas[name].map { check(member, $0, "\(path).\(name)") } ?? []
        }
    }

    private func extra(_ value: JSONValue, _ known: JSONValue?, _ allowed: JSONValue, _ path: String) -> [String] {
        guard allowed == false, case .object(let members) = value else { return [] }
        return members.keys.sorted().filter { known?[$0] == nil }.map { "\(path).\($0): not in the schema" }
    }

    private func items(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard case .array(let elements) = value else { return [] }
        return elements.enumerated().flatMap { check($1, schema, "\(path)[\($0)]") }
    }

    private func isAtLeast(_ value: JSONValue, _ bound: JSONValue) -> Bool {
        guard case .integer(let bound) = bound else { return false }
        return switch value {
        case .integer(let number): number >= bound
        case .number(let number): number >= Double(bound)
        default: true
        }
    }

    private func matches(_ value: JSONValue, _ pattern: JSONValue) -> Bool {
        guard let text = value.text else { return true }
        guard let regex = try? Regex(pattern.text ?? "[") else { return false }
        return text.contains(regex)
    }
}
