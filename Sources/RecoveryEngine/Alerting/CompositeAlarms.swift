import RecoveryModel

/// The composite alarms of an account: those that other alarms decide.
struct CompositeAlarms {
    private let all: [(name: String, alarm: Collected<AlarmState>)]

    /// - Parameter alarms: All alarms, by name. One that could not be read may be a composite.
    init(_ alarms: [String: Collected<AlarmState>]) {
        all = alarms.sorted { $0.key < $1.key }.filter { _, alarm in
            alarm.value.map { $0.foreign?["AlarmRule"] != nil } ?? true
        }.map { ($0.key, $0.value) }
    }

    /// What the composites would do besides notifying a topic when alarms go off, for people.
    ///
    /// Composites that a rule names are followed too. One whose actions are disabled does nothing of its own.
    ///
    /// - Parameters:
    ///   - tested: The names and ARNs of the alarms.
    ///   - arn: The ARN of an alarm by its name.
    func objections(following tested: Set<String>, besides topic: String, _ arn: (String) -> String) -> [String] {
        var reached = tested
        var affected: [AlarmState] = []
        var rest = all.compactMap(\.alarm.value)
        while let index = rest.firstIndex(where: { !reached.isDisjoint(with: Self.named(in: $0)) }) {
            let composite = rest.remove(at: index)
            reached.formUnion([composite.name, arn(composite.name)])
            affected.append(composite)
        }
        let acting = affected.filter(\.actionsEnabled).sorted { $0.name < $1.name }.flatMap { alarm -> [String] in
            let actions = Set(alarm.alarmActions + alarm.okActions + alarm.insufficientDataActions)
            return actions.subtracting([topic]).sorted().map {
                "composite alarm \(alarm.name) follows what is tested and \(AlarmTestGuard.effect(of: $0))"
            }
        }
        return acting
            + all.compactMap { name, alarm in
                alarm.failure.map { "what alarm \(name) follows and does is not known: \($0)" }
            }
    }

    /// The names and ARNs that a rule may mean: every quoted text and every word of it.
    ///
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    private static func named(in alarm: AlarmState) -> Set<String> {
        var names: Set<String> = []
        var word = ""
        var quote: Character?
        var isEscaped = false
        for character in alarm.foreign?["AlarmRule"] ?? "" {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if quote != nil, character == "\\" {
                isEscaped = true
            } else if character == quote || quote == nil && (character.isWhitespace || "(),".contains(character)) {
                names.insert(word)
                (word, quote) = ("", nil)
            } else if quote == nil, word.isEmpty, character == "\"" || character == "'" {
                quote = character
            } else {
                word.append(character)
            }
        }
        names.insert(word)
        return names
    }
}
