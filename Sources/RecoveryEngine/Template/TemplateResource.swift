import RecoveryModel

/// A resource of a template while its fragments are put together.
struct TemplateResource {
    let type: TemplateType
    private var properties = JSONValue.object([:])
    private var tags: [String: String] = [:]
    private var dependsOn: Set<String> = []
    private var condition: String?

    init(_ type: TemplateType) { self.type = type }

    mutating func add(_ part: TemplateFragment.Part) {
        switch part {
        case .property(let path, let value): properties.set(value, at: path[...])
        case .tag(let key, let value): tags[key] = value
        case .dependsOn(let id): dependsOn.insert(id)
        case .condition(let name, _): condition = name
        }
    }

    func has(_ property: String) -> Bool { properties[property] != nil }

    /// The logical ids that it refers to, and others' parameters.
    var references: [String] { properties.templateReferences + dependsOn.sorted() }

    func json(tags all: [String: String], isRetained: Bool) -> JSONValue {
        var properties = properties
        if type.takesTags {
            let list = all.merging(tags) { $1 }.sorted { $0.key < $1.key }
                .map { JSONValue.object(["Key": .string($0.key), "Value": .string($0.value)]) }
            properties.set(.array(list), at: ["Tags"])
        }
        var members: [String: JSONValue] = ["Type": .string(type.rawValue), "Properties": properties.substituted]
        if !dependsOn.isEmpty { members["DependsOn"] = .array(dependsOn.sorted().map(JSONValue.string)) }
        if let condition { members["Condition"] = .string(condition) }
        if isRetained {
            members["DeletionPolicy"] = "Retain"
            members["UpdateReplacePolicy"] = "Retain"
        }
        return .object(members)
    }
}

extension JSONValue {
    /// The names behind every Ref and Fn::GetAtt.
    package var templateReferences: [String] {
        switch self {
        case .array(let elements): return elements.flatMap(\.templateReferences)
        case .object(let members):
            let own = [members["Ref"]?.text, members["Fn::GetAtt"]?.listed.first?.text].compactMap { $0 }
            return own + members.sorted { $0.key < $1.key }.flatMap(\.value.templateReferences)
        default: return []
        }
    }

    /// Puts a value at a path of member names, making objects on the way.
    fileprivate mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let first = path.first else {
            self = value
            return
        }
        var members: [String: JSONValue] = [:]
        if case .object(let present) = self { members = present }
        members[first, default: .object([:])].set(value, at: path.dropFirst())
        self = .object(members)
    }

    /// Every text that names a pseudo parameter, put into Fn::Sub; what else it has in braces stays as it is.
    var substituted: JSONValue {
        switch self {
        case .string(let text) where text.contains(Self.pseudo):
            ["Fn::Sub": .string(text.replacing("${", with: "${!").replacing("${!AWS::", with: Self.pseudo))]
        case .array(let elements): .array(elements.map(\.substituted))
        case .object(let members): .object(members.mapValues(\.substituted))
        default: self
        }
    }

    private static let pseudo = "${AWS::"
}
