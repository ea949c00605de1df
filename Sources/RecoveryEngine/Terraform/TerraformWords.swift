import Digests
import RecoveryModel

/// Puts CloudFormation's values into Terraform's words.
struct TerraformWords {
    /// The resources of the template, by logical id.
    private let resources: [String: JSONValue]
    /// What expressions are too long for, by name.
    private(set) var locals: [String: JSONValue] = [:]

    init(_ template: JSONValue) throws(TemplateRefusal) {
        resources = template["Resources"]?.members ?? [:]
        for (name, condition) in template["Conditions"]?.members ?? [:] {
            guard let sides = condition["Fn::Equals"]?.listed, sides.count == 2 else {
                throw Self.refusal(of: condition)
            }
            locals[name] = .string("${\(try expression(sides[0])) == \(try expression(sides[1]))}")
        }
    }

    /// The resource of a logical id; nil for a parameter.
    func type(of id: String) -> TemplateType? { resources[id]?["Type"]?.text.flatMap(TemplateType.init) }

    func terraformType(of id: String) -> String {
        let isMember = resources[id]?["Properties"]?["DBClusterIdentifier"] != nil && type(of: id) == .database
        return type(of: id)?.terraformType(isMember: isMember) ?? ""
    }

    /// The condition on which it is made; nil for what is always made.
    func condition(of id: String) -> String? { resources[id]?["Condition"]?.text }

    /// A value: a text with its expressions, or what is made of such.
    func value(_ value: JSONValue) throws(TemplateRefusal) -> JSONValue {
        switch value {
        case _ where isText(value): return .string(try template(value))
        case .array(let elements):
            var all: [JSONValue] = []
            for element in elements { all.append(try self.value(element)) }
            return .array(all)
        case .object(let members):
            var all: [String: JSONValue] = [:]
            for (name, member) in members { all[name] = try self.value(member) }
            return .object(all)
        default: return value
        }
    }

    /// A document of JSON as the text of one.
    mutating func document(_ value: JSONValue) throws(TemplateRefusal) -> JSONValue {
        .string(try documentText(value))
    }

    private mutating func documentText(_ value: JSONValue) throws(TemplateRefusal) -> String {
        switch value {
        case .string(let text): return TerraformText.literal(JSONValue.string(text).compact)
        case .object where isText(value):
            let text = try template(value)
            guard text.contains("\"") || text.contains("\\") else { return "\"\(text)\"" }
            // An expression with texts in it cannot stand in the text of a document.
            let name = "Choice" + Hex.encode(SHA256.hash(value.compact.utf8)).prefix(12)
            locals[name] = .string(text)
            return "\"${local.\(name)}\""
        case .array(let elements):
            var all: [String] = []
            for element in elements { all.append(try documentText(element)) }
            return "[\(all.joined(separator: ","))]"
        case .object(let members):
            var all: [String] = []
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                all.append("\(TerraformText.literal(JSONValue.string(name).compact)):\(try documentText(member))")
            }
            return "{\(all.joined(separator: ","))}"
        default: return value.compact
        }
    }

    private func isText(_ value: JSONValue) -> Bool {
        guard case .object(let members) = value else { return value.text != nil }
        return members.count == 1 && members.keys.allSatisfy { $0 == "Ref" || $0.hasPrefix("Fn::") }
    }

    /// A text in which everything that is not known yet is an expression.
    func template(_ value: JSONValue) throws(TemplateRefusal) -> String {
        if let text = value.text { return TerraformText.literal(text) }
        if let text = value["Fn::Sub"]?.text { return try substituted(text) }
        if let parts = value["Fn::Join"]?.listed, parts.count == 2, parts[0].text == "" {
            var text = ""
            for part in parts[1].listed { text += try template(part) }
            return text
        }
        return "${\(try expression(value))}"
    }

    /// An expression, as it stands in `${…}`.
    private func expression(_ value: JSONValue) throws(TemplateRefusal) -> String {
        if value.text != nil || value["Fn::Sub"] != nil || value["Fn::Join"] != nil {
            return TerraformText.quoted(template: try template(value))
        }
        if let name = value["Ref"]?.text {
            guard let type = type(of: name) else { return "var.\(name)" }
            return attribute(type.terraformReference, of: name)
        }
        if let parts = value["Fn::GetAtt"]?.listed.compactMap(\.text), parts.count == 2 {
            switch parts[1] {
            case "Arn": return attribute("arn", of: parts[0])
            case "Endpoint.Address":
                return attribute(type(of: parts[0]) == .cluster ? "endpoint" : "address", of: parts[0])
            default: throw Self.refusal(of: value)
            }
        }
        if let parts = value["Fn::Select"]?.listed, parts.count == 2, let list = parts[1]["Fn::Split"]?.listed,
            list.count == 2
        {
            return "split(\(try expression(list[0])), \(try expression(list[1])))[\(parts[0].compact)]"
        }
        if let parts = value["Fn::If"]?.listed, parts.count == 3, let condition = parts[0].text {
            return "local.\(condition) ? \(try expression(parts[1])) : \(try expression(parts[2]))"
        }
        if case .integer = value { return value.compact }
        throw Self.refusal(of: value)
    }

    /// Of what is made on a condition there is one or none.
    private func attribute(_ name: String, of id: String) -> String {
        let type = terraformType(of: id)
        return condition(of: id) == nil ? "\(type).\(id).\(name)" : "one(\(type).\(id)[*].\(name))"
    }

    private func substituted(_ text: String) throws(TemplateRefusal) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            result += TerraformText.literal(String(rest[..<start.lowerBound]))
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}") else { break }
            let name = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            if name.hasPrefix("!") {
                result += "$${\(name.dropFirst())}"
            } else if let known = TerraformText.pseudo[name] {
                result += "${\(known)}"
            } else {
                throw Self.refusal(of: ["Fn::Sub": .string(text)])
            }
        }
        return result + TerraformText.literal(String(rest))
    }

    private static func refusal(of value: JSONValue) -> TemplateRefusal {
        TemplateRefusal(
            reason: "drctl has no words of Terraform's for \(value.compact.prefix(120))",
            hint: "use --format cloudformation, and report this")
    }
}
