import RecoveryModel

/// The properties of a resource of CloudFormation's while they become arguments of Terraform's: each is taken once, and
/// what nobody has taken is said.
struct TerraformReader {
    /// The logical id, which is the resource's name in Terraform too.
    let id: String
    let type: TemplateType
    /// What was not taken yet.
    var rest: [String: JSONValue]

    /// How a property becomes an argument.
    enum Form {
        case value, document, flag
        /// A text in CloudFormation's words, and a number in Terraform's.
        case number
    }

    init(_ id: String, _ type: TemplateType, _ properties: JSONValue) {
        self.id = id
        self.type = type
        rest = properties.members
    }

    /// The property as it is, which is then taken; nil when there is none.
    mutating func take(_ name: String) -> JSONValue? { rest.removeValue(forKey: name) }

    /// Arguments of these properties.
    mutating func take(
        _ names: [(String, String, Form)], _ words: inout TerraformWords
    ) throws(TemplateRefusal) -> [String: JSONValue] {
        var arguments: [String: JSONValue] = [:]
        for (property, argument, form) in names {
            guard let value = take(property) else { continue }
            switch form {
            case .document: arguments[argument] = try words.document(value)
            case .number where value.text.flatMap(Int.init) != nil:
                arguments[argument] = .integer(value.text.flatMap(Int.init) ?? 0)
            case .value, .flag, .number: arguments[argument] = try words.value(value)
            }
        }
        return arguments
    }

    /// Tags as the map that they are.
    mutating func takeTags(_ words: inout TerraformWords) throws(TemplateRefusal) -> [String: JSONValue] {
        guard let tags = take("Tags")?.listed, !tags.isEmpty else { return [:] }
        var map: [String: JSONValue] = [:]
        for tag in tags {
            guard let key = tag["Key"]?.text, let value = tag["Value"] else { continue }
            map[TerraformText.literal(key)] = try words.value(value)
        }
        return ["tags": .object(map)]
    }
}

/// A resource of Terraform's.
struct TerraformResource {
    var type: String
    /// In Terraform, within its type.
    var name: String
    var arguments: [String: JSONValue]
    /// By what an import finds it, of the live resource; nil for what cannot be imported.
    var identifier: TerraformIdentifier?

    var address: String { "\(type).\(name)" }
}

/// By what an import finds a resource.
enum TerraformIdentifier {
    /// The identifier that CloudFormation has too.
    case own
    /// That one, with something before it or after it.
    case before(String)
    case after(String)
    /// Another one, which is known without it.
    case other(String)

    func text(_ identifier: String) -> String {
        switch self {
        case .own: identifier
        case .before(let text): text + identifier
        case .after(let text): identifier + text
        case .other(let text): text
        }
    }
}
