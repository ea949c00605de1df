import RecoveryModel

/// One action that may be done on one resource under one condition: what statements are made of.
struct Grant: Hashable, Sendable {
    /// What it is for; names the statement.
    var purpose = ""
    /// Such as `rds:ModifyDBInstance`.
    var action = ""
    /// An ARN, in which `*` stands for any text, or `*`.
    var arn = ""
    var condition: AccessCondition = [:]

    /// The same permission, whatever it is for.
    var bare: Grant { Grant(action: action, arn: arn, condition: condition) }
}

extension [Grant] {
    /// Every action on every resource.
    static func allow(
        _ purpose: String, _ actions: [String], on arns: [String], when condition: AccessCondition = [:]
    ) -> [Grant] {
        actions.flatMap { action in
            arns.map { Grant(purpose: purpose, action: action, arn: $0, condition: condition) }
        }
    }

    /// The statements that allow exactly this, and say each thing once: the same for equal grants, in whatever order they
    /// come.
    var statements: [AccessStatement] {
        let groups = Dictionary(grouping: united) { Grant(purpose: $0.purpose, condition: $0.condition) }
        let written = groups.flatMap { group, grants in
            Self.shorter(grants).map { actions, arns in
                AccessStatement(
                    sid: group.purpose, .allow, actions: actions, resources: arns, condition: group.condition)
            }
        }.sorted { Self.order($0).lexicographicallyPrecedes(Self.order($1)) }
        // A name is unique in a policy, and counts against its length: the first of a purpose has it.
        var named: Set<String?> = []
        return written.map { statement in
            var statement = statement
            if !named.insert(statement.sid).inserted { statement.sid = nil }
            return statement
        }
    }

    private static func order(_ statement: AccessStatement) -> [String] {
        [statement.sid ?? ""] + statement.actions + statement.resources + [statement.json.compact]
    }

    /// With one condition where there were several that differ in the values of one key, and without what a wider grant
    /// of the same action allows already.
    private var united: [Grant] {
        Dictionary(grouping: Set(self)) { Grant(purpose: $0.purpose, action: $0.action, arn: $0.arn) }
            .flatMap { key, grants in
                Self.united(grants.map(\.condition)).map {
                    Grant(purpose: key.purpose, action: key.action, arn: key.arn, condition: $0)
                }
            }.reduced
    }

    private static func united(_ conditions: [AccessCondition]) -> [AccessCondition] {
        if conditions.contains([:]) { return [[:]] }
        var rest = conditions.sorted { "\($0.sortable)" < "\($1.sortable)" }
        var index = 0
        while index < rest.count {
            if let other = rest.indices.dropFirst(index + 1).first(where: { rest[index].or(rest[$0]) != nil }),
                let one = rest[index].or(rest[other])
            {
                rest[index] = one
                rest.remove(at: other)
                index = 0
            } else {
                index += 1
            }
        }
        return rest
    }

    /// Without what another ARN with a wildcard at its end covers under the same condition.
    private var reduced: [Grant] {
        Dictionary(grouping: self) { Grant(purpose: $0.purpose, action: $0.action, condition: $0.condition) }
            .values.flatMap { grants in
                let patterns = grants.map(\.arn).filter { $0.hasSuffix("*") }.map { $0.dropLast() }
                return grants.filter { grant in
                    let length = grant.arn.count - (grant.arn.hasSuffix("*") ? 1 : 0)
                    return !patterns.contains { $0.count < length && grant.arn.hasPrefix($0) }
                }
            }
    }

    /// Actions with the same resources together, or resources with the same actions: whichever is shorter.
    private static func shorter(_ grants: [Grant]) -> [(actions: [String], arns: [String])] {
        var arns: [String: Set<String>] = [:]
        var actions: [String: Set<String>] = [:]
        for grant in grants {
            arns[grant.action, default: []].insert(grant.arn)
            actions[grant.arn, default: []].insert(grant.action)
        }
        let byResources = Dictionary(grouping: arns.keys) { arns[$0, default: []] }
            .map { (actions: $1.sorted(), arns: $0.sorted()) }
        let byActions = Dictionary(grouping: actions.keys) { actions[$0, default: []] }
            .map { (actions: $0.sorted(), arns: $1.sorted()) }
        func length(_ statements: [(actions: [String], arns: [String])]) -> Int {
            // The words around a statement count for about sixty characters.
            statements.map { 60 + ($0.actions + $0.arns).map(\.count).reduce(0) { $0 + $1 + 3 } }.reduce(0, +)
        }
        return length(byActions) < length(byResources) ? byActions : byResources
    }
}

extension AccessCondition {
    /// A text by which conditions can be put into an order.
    fileprivate var sortable: String {
        keys.sorted().map { name in
            name + (self[name] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined()
        }.joined()
    }
}
