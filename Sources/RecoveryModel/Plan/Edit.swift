/// A setting before and after a change.
package struct Edit<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
    /// As it was seen; nil when it was not there, or could not be read.
    package var before: Value?
    package var after: Value

    package init(_ before: Value?, to after: Value) {
        self.before = before
        self.after = after
    }

    /// For people: the setting by its AWS name, with both values.
    package func setting(
        _ name: String, _ disruption: Disruption = .none, shown: (Value) -> String = { Shown.text($0) }
    ) -> ChangeFacts.Setting {
        ChangeFacts.Setting(name: name, before: before.map(shown), after: shown(after), disruption: disruption)
    }
}
