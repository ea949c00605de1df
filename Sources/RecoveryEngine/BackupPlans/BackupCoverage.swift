import Digests
import RecoveryModel

extension Control where Judged == BackupPlanSubject {
    /// Every database that the policy means is selected.
    static let selectionCovers = Control(
        "backup-plan.selection-covers",
        title: "The backup plan covers every database",
        why: "AWS Backup passes over in silence what no selection names, and nobody misses it before it is needed.",
        severity: .critical,
        standards: [
            .awsConfig("rds-resources-protected-by-backup-plan"), .nist80053("CP-9"),
        ] + Standard.backups,
        field: "backupPlans[].name",
        required: { _ in true },
        observed: \.uncovered,
        satisfies: { uncovered, _ in uncovered.isEmpty },
        showRequired: { _ in "every database of the policy" },
        showObserved: { $0.isEmpty ? "all covered" : "not covered: \(Shown.text($0))" },
        remedy: { subject, _ in subject.selectionRemedy }
    )

    /// The newest recovery point of each database is young enough.
    static let vaultPointAge = Control(
        "backup-plan.recovery-point-age",
        title: "Every database has a recent recovery point in the vault",
        why: "A plan promises recovery points, and only one that is there can be restored.",
        severity: .high,
        standards: [.awsConfig("rds-last-backup-recovery-point-created"), .nist80053("CP-9")] + Standard.backups,
        field: "backupPlans[]",
        isJudged: \.exists,
        required: \.longestAge,
        observed: \.pointAges,
        satisfies: { ages, most in ages.seconds.values.allSatisfy { ($0 ?? .max) <= most } },
        showRequired: { "at most \(ElapsedText.inWords(Double($0))) old" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Wait for the plan's next run, find out in AWS Backup why its jobs fail, or make one now: aws backup "
                    + "start-backup-job --backup-vault-name \(subject.policy.vault) --resource-arn ARN --iam-role-arn "
                    + "\(subject.context.target.place.arn("iam", "role/\(subject.policy.role)")) …")
        }
    )
}

extension BackupPlanSubject {
    /// The required selection of each entry of the policy: by tags, which cover what is created later too, or by ARN.
    func requiredSelection(
        of selection: DatabaseSelection, _ databases: [Database]
    ) -> BackupSelection? {
        let place = context.target.place
        let select = selection.policy.select
        let role = place.arn("iam", "role/\(policy.role)")
        guard select.ids.isEmpty else {
            let arns = databases.map(\.arn).sorted()
            return arns.isEmpty ? nil : BackupSelection(unnamed: role, resources: arns)
        }
        var all = BackupSelection(
            unnamed: role,
            resources: ["arn:\(place.partition):rds:*:*:\(selection.policy.kind.arnPart("*"))"])
        all.conditions = select.tags.sorted { $0.key < $1.key }.map { .init(.equals, key: $0.key, value: $0.value) }
        return BackupSelection(unnamed: role, resources: all.resources, conditions: all.conditions)
    }

    /// The selections of the plan; empty when there is none.
    private var present: Collected<[BackupSelection]> {
        state.plan.flatMap { $0?.selections ?? .known([]) }
    }

    /// The ids of the databases that no selection covers, sorted.
    fileprivate var uncovered: Collected<[String]> {
        if let failure = selections.compactMap(\.failure).first { return .unavailable(failure) }
        return present.flatMap { present in
            var (uncovered, doubt): (Set<String>, CollectionFailure?) = ([], nil)
            for database in selections.flatMap(databases) {
                switch isCovered(database, by: present) {
                case .known(let isCovered): if !isCovered { uncovered.insert(database.id) }
                case .unavailable(let failure): doubt = failure
                }
            }
            if uncovered.isEmpty, let doubt { return .unavailable(doubt) }
            return .known(uncovered.sorted())
        }
    }

    /// Whether AWS Backup can back up a database by one of the selections: with its role too. Of the plan's own role
    /// `backup-plan.role` tells.
    private func isCovered(_ database: Database, by present: [BackupSelection]) -> Collected<Bool> {
        var doubt: CollectionFailure?
        for role in Set(present.filter { $0.covers(database) }.map(\.roleName)).sorted() {
            if role == policy.role { return .known(true) }
            let faults = AWSBackupRole(role, in: context, policy: .backups, remedy: "or choose another role").faults
            switch faults {
            case .known([]): return .known(true)
            case .known: break
            case .unavailable(let failure): doubt = failure
            }
        }
        return doubt.map { .unavailable($0) } ?? .known(false)
    }

    /// What covers the databases that are not covered; selections of others stay.
    fileprivate var selectionRemedy: Remedy {
        let there = present.value ?? []
        let id = (state.plan.value ?? nil)?.id
        let changes = selections.compactMap { selection -> Change? in
            let missing = databases(of: selection).filter { isCovered($0, by: there) == .known(false) }
            guard !missing.isEmpty, let next = requiredSelection(of: selection, missing) else { return nil }
            return .backupPlan(.select(plan: policy.name, id: id, next))
        }
        var seen: Set<Change> = []
        return .changes(changes.filter { seen.insert($0).inserted })
    }

    /// In seconds: the plan's shortest interval, with half a day for the jobs to begin and to end. Nil without a rule.
    var longestAge: Int? {
        policy.tiers.map { ($0.interval.days * 2 + 1) * 43_200 }.min()
    }

    /// How old the newest recovery point of each database is that can be restored. One that was created since it was due is
    /// left out.
    fileprivate var pointAges: Collected<VaultPointAges> {
        if let failure = selections.compactMap(\.failure).first { return .unavailable(failure) }
        return vault.points.flatMap { points -> Collected<VaultPointAges> in
            let usable = Dictionary(grouping: points.filter(\.isUsable), by: \.resource)
            var ages: [String: Int?] = [:]
            var unseen: CollectionFailure?
            var isTooOld = false
            for database in selections.flatMap(databases) {
                let own = context.restorable(usable[database.arn] ?? [], under: { .known($0.encryptionKey) })
                let newest = own.usable.map { context.age(of: $0.createdAt) }.min()
                let isNew = database.createdAt.map { context.age(of: $0) <= longestAge ?? 0 } ?? false
                if newest == nil, isNew { continue }
                ages.updateValue(newest, forKey: database.id)
                guard (newest ?? .max) > longestAge ?? .max else { continue }
                if let failure = own.unseen { unseen = failure } else { isTooOld = true }
            }
            // One that is too old is a violation, whatever could not be read of the others.
            if let unseen, !isTooOld { return .unavailable(unseen) }
            return .known(VaultPointAges(seconds: ages))
        }
    }
}

extension BackupSelection {
    /// A selection of drctl's own: its name follows from what it selects, so that the same is never made twice.
    fileprivate init(unnamed role: String, resources: [String], conditions: [TagCondition] = []) {
        let content = resources + conditions.map { "\($0.key)=\($0.value)" }
        self.init(name: Self.ownName(of: content), role: role, resources: resources)
        self.conditions = conditions
    }

    /// At most 50 characters, as AWS Backup wants.
    static func ownName(of content: [String]) -> String {
        "drctl-\(SHA256.hex(content.joined(separator: "\n").utf8).prefix(12))"
    }
}

/// The age of the newest recovery point in a vault by database, in seconds; nil for one without any.
private struct VaultPointAges: Sendable, Recordable {
    var seconds: [String: Int?]

    var recorded: JSONValue { .object(seconds.mapValues(\.recorded)) }

    var shown: String {
        if seconds.isEmpty { return "not due yet" }
        return seconds.sorted { $0.key < $1.key }.map { id, age in
            "\(id): \(age.map { "\(ElapsedText.inWords(Double(max(0, $0)))) old" } ?? "none")"
        }.joined(separator: ", ")
    }
}
