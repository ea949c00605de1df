import AWSNames
import RecoveryModel

extension Runbook {
    /// A region that is lost.
    static func region(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        for (estate, database) in facts.databases() {
            blocks.append(.heading("\(code: database.id) without \(estate.target.region)"))
            guard !database.entry.backups.copyTo.isEmpty else {
                blocks.append(
                    .paragraph(
                        """
                        Nothing brings it back: the policy asks for no copy in another region. Wait for AWS, or restore from \
                        what somebody has besides. `databases[].backups.copyTo` asks for copies.
                        """))
                continue
            }
            for region in database.entry.backups.copyTo {
                let target = facts.policy(of: estate)?.drill?.place(in: region)
                blocks += elsewhere(estate, database, OtherPlace(region: region, account: nil, target: target))
            }
        }
        return Chapter("The region is lost", blocks)
    }

    /// A key that cannot be used.
    static func keys(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        for estate in facts.estates where !estate.keys.isEmpty {
            let window = facts.policy(of: estate)?.keys ?? []
            blocks.append(.heading("Keys of \(estate.target.shown)"))
            for (alias, state) in estate.keys.sorted(by: { $0.key < $1.key }) {
                let found: RunbookText =
                    switch state {
                    case .known(let state?): "found: \(code: state)"
                    case .known(nil): "found: the alias points to nothing"
                    case .unavailable(let failure): "not known: \(failure.reason)"
                    }
                let days =
                    window.first { $0.alias == alias }?.deletionWindow.map { " A deletion waits for \($0)." } ?? ""
                blocks.append(.paragraph("\(code: "alias/\(alias)"), \(found).\(days)"))
                blocks.append(
                    .steps([
                        Step("Its state:", estate.aws("kms describe-key --key-id alias/\(alias)")),
                        Step("Disabled: enable it, by its key id:", estate.aws("kms enable-key --key-id KEY-ID")),
                        Step(
                            "Pending deletion: cancel it before its day, and enable it:",
                            estate.aws("kms cancel-key-deletion --key-id KEY-ID"),
                            estate.aws("kms enable-key --key-id KEY-ID")),
                    ]))
            }
            blocks.append(
                .paragraph(
                    """
                    A deleted key does not come back, nor does anything that only it encrypts: databases, snapshots, backups. \
                    What was copied under another key remains: “The region is lost”. A database that was \
                    `inaccessible-encryption-credentials-recoverable` is started again once the key can be used.
                    """))
        }
        return Chapter("A key is lost", blocks)
    }

    /// A secret that is lost.
    static func secrets(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        for (estate, database) in facts.databases() where !database.entry.secrets.isEmpty {
            blocks.append(.heading("Secrets of \(code: database.id) (\(estate.target.shown))"))
            let window = database.entry.secretRules.recoveryWindow.map { " for \($0)" } ?? " for 7 to 30 days"
            blocks.append(
                .paragraph(
                    "Secrets are in no backup of the database. A deleted one can be restored\(window) after its deletion."
                ))
            for name in database.entry.secrets.sorted() {
                let quoted = ShellCommand.quoted(name)
                var steps = [
                    Step(
                        "\(code: name): whether it is there, or deleted:",
                        estate.aws("secretsmanager describe-secret --secret-id \(quoted)")),
                    Step("Deleted: restore it:", estate.aws("secretsmanager restore-secret --secret-id \(quoted)")),
                ]
                steps += database.entry.secretRules.replicateTo.map { region in
                    Step(
                        "Not found here: the replica in \(region) has the value, and can be made a secret of its own:",
                        "aws secretsmanager stop-replication-to-replica --secret-id \(quoted) --region \(region)")
                }
                blocks.append(.steps(steps))
            }
            blocks += password(estate, database)
        }
        return Chapter("A secret is lost", blocks)
    }

    /// A password that nobody can get back.
    private static func password(_ estate: RunbookFacts.Estate, _ database: RunbookFacts.Database) -> [Block] {
        let isManaged = database.source.value?.masterSecret != nil
        let what = database.kind == .cluster ? "cluster --db-cluster" : "instance --db-instance"
        let option = isManaged ? "--rotate-master-user-password" : "--manage-master-user-password"
        return [
            .paragraph(
                """
                Not recoverable: RDS makes a new password of the master user and keeps it in the database's managed secret. \
                Applications with users of their own get new passwords from whoever administers the database.
                """),
            .steps([
                Step(
                    "A new master password, which ends no session:",
                    estate.aws("rds modify-db-\(what)-identifier \(database.id) \(option) --apply-immediately"))
            ]),
        ]
    }
}
