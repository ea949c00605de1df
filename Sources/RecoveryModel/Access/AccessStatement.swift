/// One statement of a policy document; elements that we do not interpret are kept as they were.
package struct AccessStatement: Hashable, Sendable {
    package enum Effect: String, Sendable { case allow = "Allow", deny = "Deny" }

    /// Who a statement is about; `nil` in identity policies.
    package struct Principals: Hashable, Sendable {
        /// By type (`AWS`, `Service`, `Federated`, `CanonicalUser`); sorted, unique.
        package var byType: [String: [String]]
        /// The bare `"*"`.
        package var everyone: Bool

        /// Of one type.
        package init(_ type: String, _ names: [String]) {
            byType = [type: names.sorted()]
            everyone = false
        }

        /// The bare `"*"`.
        package static let anyone = Principals(everyone: true)

        private init(everyone: Bool) {
            byType = [:]
            self.everyone = everyone
        }

        /// True when anybody in the world is meant, in either spelling.
        package var includesEveryone: Bool { everyone || byType["AWS", default: []].contains("*") }

        /// True when anybody may be meant by any type of principal, even one that we do not know.
        package var mayIncludeEveryone: Bool { everyone || byType.values.contains { $0.contains("*") } }

        /// Reads a `Principal` or `NotPrincipal`; nil when it is neither `"*"` nor an object.
        package init?(parsing value: JSONValue) {
            if value == "*" {
                self = .anyone
            } else if case .object(let members) = value {
                byType = members.mapValues { $0.listed.compactMap(\.text).sorted() }
                everyone = false
            } else {
                return nil
            }
        }

        var json: JSONValue {
            if everyone { return "*" }
            return .object(byType.mapValues(AccessStatement.list))
        }
    }

    package var sid: String?
    package var effect: Effect
    package var principals: Principals?
    /// Sorted, unique.
    package var actions: [String]
    /// Sorted, unique.
    package var resources: [String]
    package var condition: AccessCondition
    /// `NotAction`, `NotResource`, `NotPrincipal`: their presence means that we cannot read the statement by its lists.
    package var negated: [String: JSONValue] = [:]

    package init(
        sid: String? = nil, _ effect: Effect, principals: Principals? = nil, actions: [String], resources: [String],
        condition: AccessCondition = [:]
    ) {
        self.sid = sid
        self.effect = effect
        self.principals = principals
        self.actions = Set(actions).sorted()
        self.resources = Set(resources).sorted()
        self.condition = condition
    }

    init(parsing value: JSONValue) throws {
        guard case .object(let members) = value else { throw AccessPolicyError(reason: "a statement is no object") }
        guard let effect = members["Effect"]?.text.flatMap(Effect.init(rawValue:)) else {
            throw AccessPolicyError(reason: "a statement's Effect is neither Allow nor Deny")
        }
        var condition: AccessCondition = [:]
        if let given = members["Condition"] {
            guard case .object(let operators) = given else {
                throw AccessPolicyError(reason: "a Condition is no object")
            }
            for (name, keys) in operators {
                guard case .object(let keys) = keys else { throw AccessPolicyError(reason: "\(name) is no object") }
                condition[name] = keys.mapValues { $0.listed.map { $0.text ?? $0.compact }.sorted() }
            }
        }
        let principals = members["Principal"].map(Principals.init(parsing:))
        if case .some(.none) = principals {
            throw AccessPolicyError(reason: "a Principal is neither \"*\" nor an object")
        }
        self.init(
            sid: members["Sid"]?.text, effect, principals: principals ?? nil,
            actions: members["Action"]?.listed.compactMap(\.text) ?? [],
            resources: members["Resource"]?.listed.compactMap(\.text) ?? [], condition: condition)
        negated = members.filter { ["NotAction", "NotResource", "NotPrincipal"].contains($0.key) }
    }

    /// The statement as it stands in a document.
    package var json: JSONValue {
        var members = negated
        members["Effect"] = .string(effect.rawValue)
        if let sid { members["Sid"] = .string(sid) }
        if let principals { members["Principal"] = principals.json }
        if !actions.isEmpty { members["Action"] = Self.list(actions) }
        if !resources.isEmpty { members["Resource"] = Self.list(resources) }
        if !condition.isEmpty {
            members["Condition"] = .object(condition.mapValues { .object($0.mapValues(Self.list)) })
        }
        return .object(members)
    }

    private static func list(_ texts: [String]) -> JSONValue {
        texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSONValue.string))
    }
}
