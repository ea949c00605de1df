import RecoveryModel

extension PolicyControls<KeySubject> {
    /// Whom the key policy lets use or administer the key.
    static let ofKey = PolicyControls(
        severity: .critical, operation: "kms:GetKeyPolicy",
        notPublic: Half(
            id: "keys.policy-not-public",
            title: "The key policy grants no access outside the scope",
            why: "Whoever may use the key reads every backup; whoever may delete it ends recovery.",
            standards: [.securityHub("KMS.5"), .awsConfig("kms-key-policy-no-public-access")] + Standard.boundary,
            field: "keys[]",
            remedy: "Narrow the principal of the statement in the key's policy."),
        namesNobody: Half(
            id: "keys.cross-account-grants",
            title: "The key policy names nobody outside the scope",
            why:
                "Another account that may administer the key can delete it, and every backup that it encrypts with it.",
            standards: [.nist80053("AC-3")] + Standard.access,
            field: "keys[].sharedWith",
            remedy: "Take the principal out of the key's policy, or name it in `sharedWith` if it is meant."),
        isJudged: { !$0.isMissing },
        policy: { subject in
            subject.state.key.flatMap { key in key?.policy.map { Optional($0) } ?? .known(nil) }
        },
        sharedWith: { $0.policy.sharedWith })
}
