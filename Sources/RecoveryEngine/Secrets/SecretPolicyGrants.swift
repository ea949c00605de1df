import RecoveryModel

extension PolicyControls<SecretSubject> {
    /// Whom the secret's policy lets read or delete the secret.
    static let ofSecret = PolicyControls(
        severity: .critical, operation: "secretsmanager:GetResourcePolicy",
        notPublic: Half(
            id: "secrets.policy-not-public",
            title: "The secret's policy grants no access outside the scope",
            why: "Whoever may read the login has all the data, and whoever may delete it ends recovery.",
            standards: [.nist80053("AC-3")] + Standard.boundary,
            field: "databases[].secrets",
            remedy: "Narrow the principal of the statement in the secret's policy."),
        namesNobody: Half(
            id: "secrets.cross-account-grants",
            title: "The secret's policy names nobody outside the scope",
            why: "Another account that may read the login has all the data, and one that may delete it ends recovery.",
            standards: [.nist80053("AC-3")] + Standard.access,
            field: "databases[].secretRules.sharedWith",
            remedy: "Take the principal out of the secret's policy, or name it in `sharedWith` if it is meant."),
        isJudged: { $0.exists },
        policy: { $0.policy },
        sharedWith: { $0.rules.sharedWith })
}
