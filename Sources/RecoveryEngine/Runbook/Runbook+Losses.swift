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
                blocks += elsewhere(estate, database, region, facts.policy(of: estate))
            }
        }
        return Chapter("The region is lost", blocks)
    }

    private static func elsewhere(
        _ estate: RunbookFacts.Estate, _ database: RunbookFacts.Database, _ region: Region, _ policy: RecoveryPolicy?
    ) -> [Block] {
        let isCluster = database.kind == .cluster
        let (kind, list) = isCluster ? ("cluster-", "DBClusterSnapshots") : ("", "DBSnapshots")
        let (name, from) =
            isCluster
            ? ("DBClusterIdentifier", "SourceDBClusterSnapshotArn")
            : ("DBInstanceIdentifier", "SourceDBSnapshotIdentifier")
        let place = policy?.drill?.place(in: region)
        var recover = ShellCommand("drctl recover run")
        recover.add("--into-region", region.rawValue)
        recover.add("--instance", database.id)
        if place == nil {
            recover.add("--subnet-group", "SUBNET-GROUP")
            recover.add("--security-group", "SECURITY-GROUP")
        }
        recover.add("--policy", estate.file)
        var steps = [
            Step(
                "In one command, which checks everything first, and the data afterwards; what follows does the same by hand:",
                recover.text),
            Step(
                "The copies there; choose the newest that is available:",
                "aws rds describe-db-\(kind)snapshots --region \(region) --query "
                    + "'\(list)[?\(name) == `\"\(database.id)\"` && starts_with(\(from) || `\"-\"`, `\"arn:\"`)]'"),
        ]
        if var source = database.source.value {
            source.subnetGroup = place?.subnetGroup ?? "SUBNET-GROUP"
            source.securityGroups = place.map(\.securityGroups) ?? ["SECURITY-GROUP"]
            source.optionGroup = nil
            source.parameterGroup = parameterGroup(source.parameterGroup, place)
            source.memberParameterGroup = nil
            for number in source.settings?.members.indices ?? 0..<0 {
                source.settings?.members[number].parameterGroup = nil
            }
            let commands = RestoreCommands(
                source: source, side: database.id, target: nil, snapshot: "SNAPSHOT-ARN", region: region
            ).all
            let restore = commands.prefix { !$0.contains(" modify-db-") }
            steps.append(
                Step(
                    place == nil
                        ? "Restore it. The policy names no place there: put what \(region) has in place of capitals:"
                        : "Restore it to where drills restore it there:", commands: Array(restore)))
        } else {
            steps.append(
                Step("Its settings are not known here: restore with the class and network of `drctl inventory show`."))
        }
        steps.append(Step("Point applications to the new endpoint; its DNS name differs from the old one."))
        return [
            .paragraph("Copies are in \(region). What was written since the newest copy is lost."), .steps(steps),
        ]
    }

    /// The parameter group of another region: groups are regional, and one of the same name is another group. As drills have
    /// it: that of the policy, else of the same name; nil for RDS's default.
    private static func parameterGroup(_ own: String?, _ place: DrillPolicy.Target?) -> String? {
        guard let place else {
            return own.flatMap { RestoreCommands.isDefault($0) ? nil : "PARAMETER-GROUP" }
        }
        return place.parameterGroup == "same-as-source" ? own : place.parameterGroup ?? own
    }

    /// An account that is lost.
    static func account(_ facts: RunbookFacts) -> Chapter {
        let accounts = Set(facts.estates.map(\.target.account)).sorted().map(\.description)
        guard !accounts.isEmpty else { return Chapter("The account is lost", []) }
        return Chapter(
            "The account is lost",
            [
                .paragraph(
                    """
                    RDS's automated backups and snapshots of account \(CountText.list(accounts)) are in it, and the policies ask \
                    for no copy in another account: what is lost with the account does not come back from here.
                    """),
                .steps([
                    Step("Nobody can enter: the account's root user and AWS Support can; see the contacts."),
                    Step(
                        """
                        Somebody else can: let the security team end their sessions first. Object Lock and deletion windows of keys \
                        hold what they protect for the time that they say; nothing else is certain.
                        """),
                    Step(
                        "Once the account is yours again, see what has changed and who did it, then recover what is lost:",
                        commands: facts.policies.map { policy in
                            var drift = ShellCommand("drctl drift")
                            drift.add("--policy", policy.file)
                            return drift.text
                        }),
                ]),
            ])
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
