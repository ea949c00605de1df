/// What KMS says of a key that is held: which one it is, and whether it can be used.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
package struct KeyStanding: Sendable, Equatable {
    package var arn: String
    /// `Enabled`, `Disabled`, `PendingDeletion`, …
    package var state: String

    package init(arn: String, state: String) {
        self.arn = arn
        self.state = state
    }
}

extension KeyStanding {
    /// Why nothing can be written, read or restored under the key, after its name; nil when it can.
    package var obstacle: String? { state == "Enabled" ? nil : "is \(state)" }
}

extension KeyStanding? {
    /// The same of a key that may not exist.
    package var obstacle: String? { map(\.obstacle) ?? "does not exist" }
}

extension HeldKey {
    package var standing: KeyStanding { KeyStanding(arn: arn, state: state) }
}

extension KeyState.Key {
    package var standing: KeyStanding { KeyStanding(arn: arn, state: state) }
}
