import RecoveryModel

extension Control where Judged == SecretSubject {
    /// The secret exists, and is not about to be deleted.
    static let secretExists = Control(
        "secrets.exists",
        title: "The secret exists",
        why: "A restored database whose secret is lost is of no use: nothing can log in, or decrypt what is in it.",
        severity: .high,
        standards: [.nist80053("CP-9")] + Standard.backups,
        field: "databases[].secrets",
        asksForExistence: true,
        required: { _ in SecretPresence.exists },
        observed: { subject in
            subject.state.secret.map { secret -> SecretPresence in
                guard let secret else { return .missing }
                return secret.deletedAt.map(SecretPresence.deleted) ?? .exists
            }
        },
        satisfies: ==,
        showRequired: \.shown,
        showObserved: \.shown,
        remedy: { subject, _ in
            if case .known(.some) = subject.state.secret {
                return .procedure(
                    "Cancel its deletion: aws secretsmanager restore-secret --secret-id \(subject.state.name)")
            }
            return .procedure(
                "Create it with the value that the application needs, or restore it from where it is kept, or remove it "
                    + "from the policy.")
        }
    )
}

/// What became of a secret.
enum SecretPresence: Sendable, Equatable, Recordable {
    case exists, missing
    /// Its deletion is scheduled, or done, at that time.
    case deleted(Instant)

    var shown: String {
        switch self {
        case .exists: "exists"
        case .missing: "not found"
        case .deleted(let at): "scheduled for deletion at \(at.shown)"
        }
    }

    var recorded: JSONValue {
        switch self {
        case .exists: "exists"
        case .missing: "missing"
        case .deleted: "deleted"
        }
    }
}
