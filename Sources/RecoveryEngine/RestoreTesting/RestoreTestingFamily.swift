import RecoveryModel

/// The restore testing plan of a policy whose drills AWS Backup makes, with what the policy requires of it.
struct RestoreTestingSubject: Subject {
    let context: ControlContext
    /// No entry of a list asks for it: `drill` does.
    var entry: Int? { nil }
    let drill: DrillPolicy
    let state: RestoreTestingState
    /// The role that AWS Backup restores with.
    let role: AWSBackupRole

    var resource: ResourceReference { ResourceReference(.restoreTestingPlan, state.name) }

    /// False for one that is known to be missing: `restore-test.plan-exists` says so, and makes it whole.
    var exists: Bool { state.plan != .known(nil) }

    /// The plan's settings; nil when there is no plan.
    var document: Collected<RestoreTestingDocument?> { state.plan.map { $0?.document } }

    /// Those of the plan; empty when there is none.
    var selections: Collected<[RestoreTestingSelection]> { state.plan.flatMap { $0?.selections ?? .known([]) } }

    /// What the policy's entries select, clusters aside: AWS Backup restores a cluster without an instance, which nobody
    /// can query.
    private var entries: [DatabaseSelection] { context.selections.filter { $0.policy.kind == .instance } }

    /// The databases to test, in the order of the policy. A read replica is backed up by its source.
    var databases: Collected<[Database]> {
        if let failure = entries.compactMap(\.failure).first { return .unavailable(failure) }
        return .known(entries.flatMap(context.ownBackups))
    }

    /// The policy's vaults that hold the databases' recovery points, by their ARNs, sorted.
    var vaults: [String] {
        let plans = Set(entries.compactMap(\.policy.backups.awsBackup))
        let names = Set(context.policy.backupPlans.filter { plans.contains($0.name) }.map(\.vault))
        return names.sorted().map { context.target.place.arn("backup", "backup-vault:\($0)") }
    }

    /// The most days between two recovery points in one of these vaults.
    var longestInterval: Int {
        let plans = Set(entries.compactMap(\.policy.backups.awsBackup))
        return context.policy.backupPlans.filter { plans.contains($0.name) }
            .compactMap { $0.tiers.map(\.interval.days).min() }.max() ?? 1
    }
}

extension ControlContext {
    /// The databases of a selection that have backups of their own: a read replica is backed up by its source.
    func ownBackups(of selection: DatabaseSelection) -> [Database] {
        selection.databases.filter { database in
            guard case .instance(_, let source?) = database.form else { return true }
            return !instanceNames.contains(source)
        }
    }
}

extension Family {
    static let restoreTesting = Family(
        .restoreTestingPlan,
        controls: [
            .restoreTestingExists, .restoreTestingFrequency, .restoreTestingPoints, .restoreTestingRole,
            .restoreTestingCovers, .restoreTestingIsolation, .restoreTestingWindow, .restoreTestingValidated,
        ],
        subjects: { context in
            guard let name = context.policy.restoreTestingPlan, let drill = context.policy.drill else { return [] }
            let role = context.policy.restoreTestingRole
            return [
                RestoreTestingSubject(
                    context: context, drill: drill,
                    state: context.inventory.restoreTesting
                        ?? RestoreTestingState(
                            name: name, plan: .unavailable(.notCollected("backup:GetRestoreTestingPlan"))),
                    role: AWSBackupRole(
                        role, in: context, policy: .restores,
                        remedy: "or create the role anew: its name follows from the policy's"))
            ]
        },
        reads: { target in
            guard target.policy.restoreTestingPlan != nil else { return [] }
            return .all(
                [
                    "backup:GetRestoreTestingPlan", "backup:ListRestoreTestingSelections",
                    "backup:GetRestoreTestingSelection",
                ], on: RestoreTestingChange.anyPlan) + [Need("backup:ListRestoreJobs", "*")]
        },
        imagine: { target, account, inventory in
            guard let name = target.policy.restoreTestingPlan else { return }
            let role = target.policy.restoreTestingRole
            let there = RestoreTestingState.Plan(
                arn: target.place.arn("backup", RestoreTestingChange.anyPlan), isOwn: true,
                document: RestoreTestingDocument(
                    schedule: "cron(0 7 1 * ? *)", algorithm: .random, includedVaults: [], pointTypes: []),
                selections: .known(
                    account == .altered ? [.open(role: target.place.arn("iam", "role/\(role)"), target)] : []))
            inventory.restoreTesting = RestoreTestingState(
                name: name, plan: .known(account == .empty ? nil : there))
            inventory.roles[role] = .imagined(role, target, account)
        },
        declares: { $0.fragments },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )
}

extension RestoreTestingSelection {
    /// One of drctl's own that restores wherever AWS Backup likes.
    fileprivate static func open(role: String, _ target: Target) -> RestoreTestingSelection {
        var selection = RestoreTestingSelection(
            name: "drctl_1", resourceType: "RDS", role: role, resources: [target.place.arn("rds", "db:*")])
        selection.isOwn = true
        return selection
    }
}
