import RecoveryModel

extension RestoreTestingSubject {
    /// The settings of a plan that does all that is required.
    var requiredDocument: RestoreTestingDocument {
        var document = RestoreTestingDocument(
            schedule: (RestoreTestSchedule.fitting(drill.every) ?? .daily).expression, algorithm: .latest,
            includedVaults: vaults, pointTypes: Self.pointTypes)
        document.startHours = RestoreTestSchedule.startHours
        document.windowDays = max(document.windowDays, leastWindowDays)
        return document
    }

    /// What drctl can verify: a continuous backup is restored from no snapshot.
    static let pointTypes = ["SNAPSHOT"]

    /// How old a recovery point may be at least: of a window that is shorter than the time between two there is none.
    var leastWindowDays: Int { longestInterval + 1 }

    /// What of a plan's choice of recovery points is not as required, for people; empty when all is.
    func faults(of document: RestoreTestingDocument) -> [String] {
        var faults: [String] = []
        if document.algorithm != .latest { faults.append("not the newest recovery point") }
        if document.pointTypes != Self.pointTypes {
            faults.append("recovery points of the types \(Shown.text(document.pointTypes.sorted()))")
        }
        for vault in vaults where !document.takes(from: vault) { faults.append("not from \(vault)") }
        if document.windowDays < leastWindowDays {
            faults.append("none that is older than \(Shown.days(document.windowDays))")
        }
        return faults
    }

    /// Creates the plan, or writes its settings; what others have set besides stays.
    var planRemedy: Remedy {
        guard case .known(let plan?) = state.plan else {
            return .changes([
                .restoreTesting(.create(name: state.name, requiredDocument, tags: context.target.tags))
            ])
        }
        guard plan.isOwn else { return .procedure(othersPlan) }
        let next = extended(plan.document)
        return .changes([
            .restoreTesting(.update(name: state.name, arn: plan.arn, Edit(plan.document, to: next)))
        ])
    }

    /// What people do about a plan, or a selection, that drctl has not made.
    var othersPlan: String {
        "The restore testing plan \(state.name), or its selection, was not made by `drctl apply`: change it where it is managed."
    }

    private func extended(_ present: RestoreTestingDocument) -> RestoreTestingDocument {
        let required = requiredDocument
        var next = present
        // A schedule that is not understood may be frequent enough.
        if let every = drill.every, let hours = RestoreTestSchedule.longestHours(of: present),
            hours * 3_600 > every.seconds
        {
            next.schedule = required.schedule
            next.startHours = min(present.startHours, required.startHours)
        }
        next.algorithm = required.algorithm
        next.pointTypes = required.pointTypes
        next.excludedVaults = present.excludedVaults.filter { excluded in
            !vaults.contains { Pattern(excluded).matches($0) }
        }
        next.includedVaults += vaults.filter { vault in
            !present.includedVaults.contains { Pattern($0).matches(vault) }
        }
        next.windowDays = max(present.windowDays, leastWindowDays)
        return next
    }
}

extension RestoreTestingDocument {
    /// Whether it takes recovery points from a vault.
    fileprivate func takes(from vault: String) -> Bool {
        includedVaults.contains { Pattern($0).matches(vault) }
            && !excludedVaults.contains { Pattern($0).matches(vault) }
    }
}

/// When a restore testing plan of drctl's own runs, in UTC.
enum RestoreTestSchedule: Int, CaseIterable {
    // The most days between two runs.
    case daily = 1
    case weekly = 7
    case monthly = 31

    /// How long after its time a test of drctl's own plans may begin.
    static let startHours = 8

    var expression: String {
        switch self {
        case .daily: "cron(0 7 ? * * *)"
        case .weekly: "cron(0 7 ? * SUN *)"
        case .monthly: "cron(0 7 1 * ? *)"
        }
    }

    /// The rarest that makes a proof before the last one is out of date; nil when none is frequent enough.
    static func fitting(_ every: TimeSpan?) -> RestoreTestSchedule? {
        guard let every else { return nil }
        return allCases.last { ($0.rawValue * 24 + startHours) * 3_600 <= every.seconds }
    }

    /// The most hours between the beginnings of two tests; nil for a schedule that is not understood.
    static func longestHours(of document: RestoreTestingDocument) -> Int? {
        PlanSchedule.longestGap(of: document.schedule).map { $0 * 24 + document.startHours }
    }
}
