import RecoveryModel

extension Runbook {
    /// Who decides, who works, who is notified.
    static func people(_ facts: RunbookFacts) -> Chapter {
        let contacts = facts.policies.flatMap { policy in policy.policy.contacts.map { (policy.policy.name, $0) } }
        var blocks: [Block] = []
        if contacts.isEmpty {
            blocks.append(
                .paragraph(
                    "The policy names nobody: add `contacts`, so that nobody has to search for the one who may decide.")
            )
        } else {
            blocks.append(
                .table(
                    titles: ["Who", "How", "Part", "Policy"],
                    rows: contacts.map { policy, contact in
                        ["\(contact.name)", "\(contact.reach)", "\(contact.part.sentence)", "\(policy)"]
                    }))
        }
        blocks.append(
            .points([
                "One person leads and writes down the times; another one types.",
                """
                Restoring beside a database changes nothing of it and needs no decision. Switching over, ending a database, or \
                losing what was written since the recovery point needs the decision of those above.
                """,
                "The clock of the RTO runs from the decision to restore until the data is verified.",
            ]))
        for policy in facts.policies {
            let owner = policy.policy.owner.map { ", owner \($0)" } ?? ""
            let objectives = policy.policy.objectives
            blocks.append(
                .paragraph("\(policy.policy.name)\(owner): RTO \(objectives.rto), RPO \(objectives.rpo)."))
        }
        return Chapter("Who decides", blocks)
    }

    /// Identities, tools and permissions, as they have to be before the day.
    static func prerequisites(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = [
            .points([
                "drctl, the AWS CLI and psql as new as the server, on a machine that reaches the databases.",
                "Credentials of the account: `aws sso login`, or a role. drctl takes them as the AWS CLI does.",
                "The folder of drctl's state, or the evidence's bucket: a lost database's settings are kept there.",
            ])
        ]
        let outside = facts.policies.flatMap(\.policy.selfManaged)
        if outside.contains(where: { $0.pgBackRest != nil }) {
            blocks.append(
                .points([
                    "For databases that pgBackRest backs up: pgbackrest with its configuration, and the server's programs."
                ]))
        }
        if outside.contains(where: { $0.backups != nil }) {
            blocks.append(
                .points([
                    "For databases outside RDS: pg_restore, zstd and age, and the identity that opens the backups."
                ]))
        }
        for policy in facts.policies {
            let roles = policy.policy.roles.filter { role in
                role.may.contains { [.recover, .restore, .drill].contains($0) }
            }
            blocks.append(
                .paragraph(
                    roles.isEmpty
                        ? "\(policy.policy.name) names no role that may recover: the operator's own permissions count."
                        : "Roles of \(policy.policy.name) for this:"))
            if !roles.isEmpty {
                blocks.append(
                    .points(
                        roles.map { role in
                            """
                            \(code: role.name) may \(CountText.list(role.may.map(\.rawValue))); \(role.trust.sentence)\
                            \(facts.found(role.name, of: policy.policy.name))
                            """
                        }))
            }
            var iam = ShellCommand("drctl iam")
            iam.add("--for", "recover")
            iam.add("--policy", policy.file)
            var doctor = ShellCommand("drctl doctor")
            doctor.add("--policy", policy.file)
            blocks.append(
                .steps([
                    Step("Whether everything is there; each problem comes with its fix:", doctor.text),
                    Step("The permissions that a recovery needs, for an administrator:", iam.text),
                ]))
        }
        return Chapter("Prerequisites", blocks)
    }
}

extension RunbookFacts {
    /// Where a role exists, after what it may do.
    fileprivate func found(_ role: String, of policy: String) -> String {
        let seen = estates.filter { $0.target.policy == policy }.compactMap { estate in
            estate.roles[role].map { found in
                switch found {
                case .known(let exists): "\(exists ? "exists" : "not found") in \(estate.target.account)"
                case .unavailable(let failure): "not known in \(estate.target.account): \(failure.reason)"
                }
            }
        }
        return seen.isEmpty ? "" : "; " + CountText.list(Set(seen).sorted())
    }
}

extension Contact.Part {
    fileprivate var sentence: String {
        switch self {
        case .decides: "decides to restore and to switch over"
        case .operates: "runs the commands"
        case .informed: "is kept informed"
        }
    }
}

extension RolePolicy.Trust {
    /// Who may assume a role, after its duties.
    fileprivate var sentence: String {
        switch self {
        case .githubActions(let github): "assumed by workflows of \(github.repository)"
        case .account(let account, let mfa): "assumed by people of account \(account)\(mfa ? ", with MFA" : "")"
        case .service(let service): "assumed by \(service)"
        }
    }
}
