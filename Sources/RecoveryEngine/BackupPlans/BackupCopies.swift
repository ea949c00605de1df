import RecoveryModel

extension Control where Judged == BackupPlanSubject {
    /// What the plan copies has arrived.
    static let copiesArrive = Control(
        "backup-plan.copies-arrive",
        title: "A recent copy of every database was made in every required vault",
        why:
            "A rule that copies is a promise; only what has arrived outlives the region or the account. Vaults of other "
            + "accounts cannot be looked into: of those the finished job counts.",
        severity: .critical,
        standards: [.nist80053("CP-6"), .nist80053("CP-6(1)"), .nist80053("CP-9(5)")] + Standard.copies,
        field: "backupPlans[].copyTo",
        isJudged: \.exists,
        required: { $0.copyVaults.isEmpty ? nil : $0.longestAge },
        observed: \.copyAges,
        satisfies: { ages, most in ages.oldest.values.allSatisfy { ($0 ?? .max) <= most } },
        showRequired: { "at most \(ElapsedText.inWords(Double($0))) old" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Find out in AWS Backup why the copy jobs fail or are late: aws backup list-copy-jobs "
                    + "--by-destination-vault-arn \(subject.copyVaults.first ?? "ARN"). The vault's policy and key have to "
                    + "let the copy in.")
        }
    )
}

/// How old the data is that has arrived, by database: in seconds, of the vault whose newest copy is the oldest; nil when
/// nothing has arrived in one of them.
private struct ArrivedAges: Sendable, Recordable {
    var oldest: [String: Int?]
    /// The vault that it is about, by database.
    var vaults: [String: String]

    var recorded: JSONValue { .object(oldest.mapValues(\.recorded)) }

    var shown: String {
        if oldest.isEmpty { return "not due yet" }
        return oldest.sorted { $0.key < $1.key }.map { id, age in
            let vault = vaults[id] ?? ""
            return age.map { "\(id): \(ElapsedText.inWords(Double(max(0, $0)))) old in \(vault)" }
                ?? "\(id): none in \(vault)"
        }.joined(separator: ", ")
    }
}

extension BackupPlanSubject {
    /// AWS Backup forgets jobs after so many seconds: 30 days.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html
    private static let memory = 30 * 86_400

    /// Of every database that is due. The data of a copy is as old as the recovery point that was copied.
    fileprivate var copyAges: Collected<ArrivedAges> {
        if let failure = selections.compactMap(\.failure).first { return .unavailable(failure) }
        let points: [RecoveryPointInVault]
        switch vault.points {
        case .unavailable(let failure): return .unavailable(failure)
        case .known(let known): points = known
        }
        return state.copies.flatMap { copies in
            let most = longestAge ?? 0
            // A copy of something else than is in the vault, or of what is gone from there, says nothing of its age.
            let made = Dictionary(points.map { ($0.arn, $0.createdAt) }) { $1 }
            let arrived = Dictionary(grouping: copies) { "\($0.vault) \($0.resource)" }
            var ages = ArrivedAges(oldest: [:], vaults: [:])
            for database in selections.flatMap(databases) {
                let isNew = database.createdAt.map { context.age(of: $0) <= most } ?? false
                for vault in copyVaults {
                    let own = context.restorable(
                        arrived["\(vault) \(database.arn)"] ?? [], under: { .known($0.encryptionKey) })
                    let newest = own.usable
                        .compactMap { copy in made[copy.source].map { context.age(of: min($0, copy.createdAt)) } }.min()
                    if let unseen = own.unseen, (newest ?? .max) > most { return .unavailable(unseen) }
                    if newest == nil, isNew { continue }
                    if newest == nil, most > Self.memory {
                        return .unavailable(
                            CollectionFailure(
                                operation: "backup:ListCopyJobs",
                                reason:
                                    "a copy of \(database.id) to \(vault) may be older than the jobs that AWS Backup keeps"
                            ))
                    }
                    if let present = ages.oldest[database.id], (present ?? .max) >= (newest ?? .max) { continue }
                    ages.oldest.updateValue(newest, forKey: database.id)
                    ages.vaults[database.id] = vault
                }
            }
            return .known(ages)
        }
    }
}
