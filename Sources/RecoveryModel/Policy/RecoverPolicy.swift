/// What a real recovery needs besides.
package struct RecoverPolicy: Sendable, Equatable {
    /// The Ed25519 keys of those who plan and approve, as `evidence.trustedKeys` has them. With any, two of them have to sign
    /// a plan before it is made.
    package var approvers: [String] = []

    package init() {}
}
