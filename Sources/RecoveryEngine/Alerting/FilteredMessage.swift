import RecoveryModel

/// A message, or an event, as far as a filter can know it.
struct FilteredMessage: Sendable {
    /// The members with one value.
    var values: [String: JSONValue]
    /// The members whose value differs from message to message.
    var unknown: Set<String> = []
    /// The members that have members.
    var members: [String: FilteredMessage] = [:]
    /// Whether it may have members besides.
    var isOpen = false
}

extension SubscriptionFilter {
    /// Whether a message passes.
    func passes(_ message: FilteredMessage, attributes: FilteredMessage) -> Truth {
        guard case .object(let conditions) = policy else { return .depends(on: "FilterPolicy") }
        return Self.holds(conditions, looksAtBody ? message : attributes)
    }

    /// Whether what a filter asks of these members is so. The patterns of EventBridge are written in the same way.
    ///
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
    static func holds(_ conditions: [String: JSONValue], _ message: FilteredMessage) -> Truth {
        conditions.sorted { $0.key < $1.key }.map { key, wanted -> Truth in
            if key == "$or" {
                return wanted.listed.map { part in
                    if case .object(let part) = part { holds(part, message) } else { .depends(on: key) }
                }.any
            }
            if message.unknown.contains(key) { return .depends(on: key) }
            if let part = message.members[key] {
                guard case .object(let wanted) = wanted else { return .fails }
                return holds(wanted, part)
            }
            if message.isOpen, message.values[key] == nil { return .depends(on: key) }
            // Of a nested member nothing is known but what it is in.
            if case .object = wanted { return message.values[key] == nil ? .fails : .depends(on: key) }
            return wanted.listed.map { match(message.values[key], $0) ?? .depends(on: key) }.any
        }.all
    }

    /// Nil for a condition that is not understood.
    private static func match(_ value: JSONValue?, _ wanted: JSONValue) -> Truth? {
        guard case .object(let condition) = wanted else { return Truth(value == wanted) }
        guard condition.count == 1, let (word, argument) = condition.first else { return nil }
        if word == "exists" { return Truth((value != nil) == (argument == true)) }
        guard let text = value?.text else { return .fails }
        switch (word, argument) {
        case ("prefix", .string(let start)): return Truth(text.hasPrefix(start))
        case ("suffix", .string(let end)): return Truth(text.hasSuffix(end))
        case ("equals-ignore-case", .string(let other)): return Truth(text.lowercased() == other.lowercased())
        case ("wildcard", .string(let pattern)): return Truth(Pattern(pattern).matches(text))
        case ("anything-but", .object(let inner)):
            return match(value, .object(inner)).map(\.negated)
        case ("anything-but", _):
            return Truth(!argument.listed.contains { $0 == value })
        default: return nil
        }
    }
}
