import RecoveryEngine
import RecoveryModel

/// What a duty is granted, asked action by action.
struct Granted {
    let statements: [AccessStatement]

    init(_ duty: RolePolicy.Duty, _ target: Target) { statements = LeastPrivilege.statements(for: duty, on: [target]) }

    init(_ statements: [AccessStatement]) { self.statements = statements }

    var actions: Set<String> { Set(statements.flatMap(\.actions)) }

    /// Where an action may be done under some condition.
    func resources(_ action: String) -> Set<String> {
        Set(statements.filter { $0.actions.contains(action) }.flatMap(\.resources))
    }

    /// The conditions under which an action may be done on exactly this resource.
    func conditions(_ action: String, on resource: String) -> Set<AccessCondition> {
        Set(
            statements.filter { $0.actions.contains(action) && $0.resources.contains(resource) }.map(\.condition))
    }

    /// Whether a call is allowed on an ARN in a context, as IAM decides it.
    func allows(_ action: String, on arn: String, in context: [String: [String]] = [:]) -> Bool {
        statements.contains { statement in
            statement.actions.contains(action) && statement.resources.contains { Self.matches(arn, $0) }
                && statement.condition.allSatisfy { test, keys in
                    keys.allSatisfy { key, wanted in Self.holds(test, context[key], wanted) }
                }
        }
    }

    private static func holds(_ test: String, _ values: [String]?, _ wanted: [String]) -> Bool {
        switch test {
        case "Null": wanted == ["\(values == nil)"]
        case "StringLike": values?.contains { value in wanted.contains { matches(value, $0) } } ?? false
        case "StringEquals", "ForAnyValue:StringEquals", "Bool": !Set(values ?? []).isDisjoint(with: wanted)
        default: false
        }
    }

    /// A text and a pattern in which `*` stands for any text and `?` for one character.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        var rows = [true] + Array(repeating: false, count: text.count)
        let characters = Array(text)
        for symbol in pattern {
            var next = Array(repeating: false, count: rows.count)
            next[0] = symbol == "*" && rows[0]
            for index in characters.indices {
                next[index + 1] =
                    symbol == "*"
                    ? rows[index + 1] || next[index] : rows[index] && (symbol == "?" || symbol == characters[index])
            }
            rows = next
        }
        return rows[characters.count]
    }
}
