import AWSNames
import RecoveryModel

extension CostBasis.Database {
    /// As the policy requires it; what is stronger already stays as it is.
    ///
    /// - Parameter isThere: Whether AWS has the database, so that what could not be read of it is not known; one that is
    ///   still to be made has nothing yet.
    init(required subject: DatabaseSubject, _ sizes: StorageSizes, isThere: Bool) {
        self.init(subject, sizes)
        let (policy, database) = (subject.policy, subject.database)
        let plan = subject.context.policy.backupPlans.first { $0.name == policy.backups.awsBackup }
        if let days = policy.backups.retention?.days {
            automatedDays = .known(max(days, database.backupRetentionDays.value ?? 0))
        } else if automatedDays.value == nil {
            automatedDays = .unavailable(
                .init(operation: "policy", reason: "the policy requires no retention, and the present one is not known")
            )
        }
        let keep = plan?.monthly == nil ? policy.backups.monthlyKeep ?? 0 : 0
        // What is there beyond it is not deleted by anybody.
        let there = isThere ? manual : .known(manual.value ?? .nothing)
        manual = there.map { $0.days.count > keep ? $0 : .monthly(keep) }
        if let plan {
            vaulted = .known(CostBasis.Points(tiers: plan.tiers))
        } else if !isThere {
            vaulted = .known(vaulted.value ?? .nothing)
        }
        copies = automatedDays.map { days in
            Self.copies(policy, plan, days: days, besides: subject.context.target.place)
        }
    }

    /// As AWS shows it.
    init(observed subject: DatabaseSubject, _ sizes: StorageSizes) {
        self.init(subject, sizes)
        copies = subject.database.copies.sorted { $0.key < $1.key }.reduce(.known([])) { found, entry in
            found.flatMap { found in
                entry.value.map { copies in
                    guard !copies.isEmpty else { return found }
                    let points = CostBasis.Points(
                        copies.map(\.restorableTo), until: nil,
                        shown: CountText.of(copies.count, "copy", plural: "copies"))
                    return found + [.init(region: entry.key, points: points, isVaulted: false)]
                }
            }
        }
    }

    /// What does not depend on the policy, and what is there.
    private init(_ subject: DatabaseSubject, _ sizes: StorageSizes) {
        let database = subject.database
        id = database.id
        isAurora = subject.database.form == .auroraCluster
        isNameless = subject.isNameless
        let allocated: Collected<Int> =
            isAurora ? .unavailable(.unsized(id)) : database.storage.map { $0.allocated << 30 }
        if subject.isNameless {
            let why = database.storage.failure.map { ": \($0.reason)" } ?? ""
            let reason = "how many databases \(id) means, and how large they are, is not known\(why)"
            data = .unavailable(.init(operation: subject.policy.kind.listing, reason: reason))
        } else if let size = sizes.databases[id] {
            data = .known(size)
        } else if let allocated = allocated.value {
            data = .known(.init(bytes: allocated, origin: "all that is allocated: the most that it can be"))
        } else {
            data = .unavailable(.unsized(id))
        }
        let bytes = data.map(\.bytes)
        provisioned = isAurora || allocated.value == nil ? bytes : allocated
        change = sizes.changes[id] ?? sizes.change
        growth = sizes.growth[id]?.bytes ?? 0
        automatedDays = database.backupRetentionDays
        let now = subject.context.now
        let start = now.adding(seconds: -Double((database.backupRetentionDays.value ?? 0) * 86_400))
        func points(_ kind: Database.Snapshot.Kind, until: Instant?) -> Collected<CostBasis.Points> {
            database.snapshots.map { snapshots in
                let dates = snapshots.filter { $0.kind == kind }.map(\.createdAt)
                return CostBasis.Points(dates, until: until, shown: CountText.of(dates.count, "snapshot"))
            }
        }
        manual = points(.manual, until: start)
        vaulted = points(.awsbackup, until: nil)
        copies = .known([])
        drill = CostBasis.Drill(subject.context.policy)
    }

    /// The copies that the policy asks for. Where a plan of AWS Backup copies they are its own; others are kept as long as
    /// automated backups.
    private static func copies(
        _ policy: DatabasePolicy, _ plan: BackupPlanPolicy?, days: Int, besides place: Place
    ) -> [Copy] {
        let points = CostBasis.Points(tiers: plan?.tiers ?? [])
        let vaulted = (plan?.copyTo ?? []).compactMap { copy -> Copy? in
            switch copy {
            case .region(let region): return Copy(region: region, points: points, isVaulted: true)
            case .vault(let text):
                guard let arn = ARN(text), !arn.region.isEmpty else { return nil }
                return Copy(
                    region: Region(arn.region), points: points, isVaulted: true,
                    account: arn.account.isEmpty || arn.account == place.account ? nil : arn.account)
            }
        }
        let vaults = Set(vaulted.map(\.region))
        let plain = Set(policy.backups.copyTo).subtracting(vaults).filter { $0.rawValue != place.region }.sorted()
        return vaulted
            + plain.map { Copy(region: $0, points: .daily(days), isVaulted: false, followsRetention: true) }
    }
}

extension CostBasis.Drill {
    /// Nil where the policy asks for none. A drill is supposed to take as long as it may.
    init?(_ policy: RecoveryPolicy) {
        guard let drill = policy.drill, let every = drill.every else { return nil }
        self.init(instanceClass: drill.into.instanceClass, every: every, duration: policy.objectives.rto)
    }
}
