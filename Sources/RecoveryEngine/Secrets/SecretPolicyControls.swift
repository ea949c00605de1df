import RecoveryModel

extension Control where Judged == SecretSubject {
    /// A deletion leaves time to notice it.
    static let secretRecoveryWindow = Control(
        "secrets.recovery-window",
        title: "A deletion of the secret can be undone for long enough",
        why: "A secret that is deleted at once takes the login of every restored copy along.",
        severity: .high,
        standards: [.nist80053("CP-9")] + Standard.records,
        field: "databases[].secretRules.recoveryWindow",
        isJudged: \.exists,
        required: \.rules.recoveryWindow,
        observed: { subject in
            subject.policy.map { subject.ways(ofDeletingWithin: subject.rules.recoveryWindow?.days ?? 0, $0) }
        },
        satisfies: { open, _ in open.isEmpty },
        showRequired: { "no deletion within less than \($0.shown)" },
        showObserved: { $0.isEmpty ? "denied by the secret's policy" : "not denied: \(Shown.text($0))" },
        remedy: { subject, window in
            .procedure(
                "Deny secretsmanager:DeleteSecret to everybody in the secret's policy, once when "
                    + "secretsmanager:ForceDeleteWithoutRecovery is true and once when secretsmanager:RecoveryWindowInDays is "
                    + "below \(window.days): aws secretsmanager put-resource-policy --secret-id \(subject.state.name) …"
            )
        }
    )
}

extension SecretSubject {
    /// The policy of the secret itself.
    var policy: Collected<AccessPolicy?> {
        state.secret.flatMap { $0?.policy ?? .known(nil) }
    }

    /// The ways of deleting the secret too soon that its policy does not deny to everybody in the account, whatever else a
    /// request says: what IAM allows besides may change, and a denial here holds whatever it says. A denial that depends on
    /// the request leaves the way open to some.
    ///
    /// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
    fileprivate func ways(ofDeletingWithin days: Int, _ policy: AccessPolicy?) -> [String] {
        let force = "secretsmanager:ForceDeleteWithoutRecovery"
        let window = "secretsmanager:RecoveryWindowInDays"
        var ways: [(name: String, facts: [String: AccessQuestion.Fact])] = [
            ("at once", [force: .value("true"), window: .absent])
        ]
        // Seven days are the shortest window that there is.
        if days > 7 {
            ways.append(("in \(days - 1) days", [force: .value("false"), window: .value("\(days - 1)")]))
        }
        guard let policy, case .known(let secret?) = state.secret else { return ways.map(\.name) }
        return ways.filter { way in
            let question = AccessQuestion(
                "secretsmanager:DeleteSecret", on: secret.arn, by: .account(context.target.place.account), way.facts)
            if case .denied = policy.answer(question) { return false }
            return true
        }.map(\.name)
    }
}
