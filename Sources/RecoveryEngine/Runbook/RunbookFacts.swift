package import RecoveryModel

/// Everything that a runbook is written from. Equal facts give equal bytes.
package struct RunbookFacts: Sendable {
    /// One policy, with what its evidence says.
    package struct Policy: Sendable {
        package var policy: RecoveryPolicy
        /// As the user named it: the commands of the runbook name it too.
        package var file: String
        /// The same values as `drctl objectives` shows.
        package var objectives: ObjectivesReport.Policy
        /// The drills that can be believed, oldest first.
        package var drills: [DrillRecord]

        package init(
            _ document: PolicyDocument, derived: [ObjectivesReport.Derived], proven: Collected<[DrillRecord]>,
            now: Instant
        ) {
            policy = document.policy
            file = document.file
            objectives = ObjectivesReport.Policy(document.policy, derived: derived, proven: proven, now: now)
            drills = proven.value ?? []
        }
    }

    /// One database of a policy in one account and region.
    package struct Database: Sendable {
        package var id: String
        package var kind: DatabaseKind
        package var entry: DatabasePolicy
        /// Its settings and its restorable window.
        package var source: Collected<InstanceFacts>
        /// Where the settings are from.
        package var origin: RecoveryMission.Origin
        /// Why AWS does not say whether it is there; nil when it does.
        package var unread: String?

        package init(
            id: String, kind: DatabaseKind, entry: DatabasePolicy, source: Collected<InstanceFacts>,
            origin: RecoveryMission.Origin, unread: String? = nil
        ) {
            self.id = id
            self.kind = kind
            self.entry = entry
            self.source = source
            self.origin = origin
            self.unread = unread
        }
    }

    /// A policy in one account and region.
    package struct Estate: Sendable {
        package var target: TargetName
        package var file: String
        package var databases: [Database]
        /// Why the databases of a kind could not be listed: some may be missing here.
        package var unlisted: [DatabaseKind: CollectionFailure]
        /// True when the policy has other regions: commands about a database then name this one.
        package var hasOtherRegions: Bool
        /// The alarms that the policy derives.
        package var alarms: [AlarmState]
        /// The state of each key that the policy names, by alias; nil in it when the alias points to nothing.
        package var keys: [String: Collected<String?>]
        /// Whether each role of the policy exists, by name; empty where roles are not looked at.
        package var roles: [String: Collected<Bool>]

        /// - Parameters:
        ///   - context: What the audit's collector has seen.
        ///   - isImagined: True when nobody looked, so that no state is known.
        package init(
            _ context: ControlContext, _ target: TargetName, file: String, databases: [Database], isImagined: Bool
        ) {
            self.target = target
            self.file = file
            self.databases = databases.sorted { $0.id < $1.id }
            unlisted = isImagined ? [:] : context.unlistedDatabases
            hasOtherRegions = context.policy.scope.regions.count > 1
            alarms = context.alarms
            keys = Dictionary(
                context.target.keyAliases.map { alias in
                    let seen = isImagined ? nil : context.inventory.keys[alias]?.key
                    let state: Collected<String?>? = seen.map { $0.map { $0?.state } }
                    return (alias, state ?? .unavailable(.init(operation: "kms:DescribeKey", reason: "not checked")))
                }, uniquingKeysWith: { first, _ in first })
            roles = isImagined ? [:] : context.inventory.roles.mapValues { $0.role.map { $0 != nil } }
        }
    }

    package var at: Instant
    /// By name.
    package var policies: [Policy]
    /// By target.
    package var estates: [Estate]
    /// AWS's error codes that a restore can end with, each with what to do.
    package var errors: [(code: String, advice: String)]
    /// What could not be read besides, each with its reason.
    package var gaps: [String]
    /// True when AWS was not asked.
    package var isOffline: Bool

    package init(
        at: Instant, policies: [Policy], estates: [Estate], errors: [(code: String, advice: String)], gaps: [String],
        isOffline: Bool
    ) {
        self.at = at
        self.policies = policies.sorted { $0.policy.name < $1.policy.name }
        self.estates = estates.sorted { $0.target < $1.target }
        self.errors = errors.sorted { $0.code < $1.code }
        self.gaps = gaps.sorted()
        self.isOffline = isOffline
    }
}

extension ControlContext {
    /// Of a target at which nobody looked: what the policy alone says of it.
    package convenience init(unseen target: Target, now: Instant) { self.init(imagining: .empty, of: target, now: now) }
}

extension RunbookFacts {
    /// What moves by itself: the windows of the databases that have one.
    package var edition: RunbookEdition {
        let windows = estates.flatMap { estate in
            estate.databases.compactMap { database -> RunbookEdition.Window? in
                guard let source = database.source.value else { return nil }
                let window = RestorableWindow(of: source)
                guard window.retentionDays > 0, let latest = window.latest else { return nil }
                return .init(database: estate.place(of: database), earliest: window.earliest, latest: latest)
            }
        }
        return RunbookEdition(at: at, windows: windows)
    }

    /// The same facts with the windows of an earlier edition, where both have one; what does not move stays as it is now.
    package func asOf(_ edition: RunbookEdition) -> RunbookFacts {
        var facts = self
        facts.at = edition.at
        let windows = Dictionary(edition.windows.map { ($0.database, $0) }, uniquingKeysWith: { first, _ in first })
        for (number, estate) in estates.enumerated() {
            for (place, database) in estate.databases.enumerated() {
                guard var source = database.source.value, source.latestRestorable != nil,
                    let window = windows[estate.place(of: database)]
                else { continue }
                source.earliestRestorable = window.earliest
                source.latestRestorable = window.latest
                facts.estates[number].databases[place].source = .known(source)
            }
        }
        return facts
    }
}

extension RunbookFacts.Estate {
    /// Where a database is, in one word.
    func place(of database: RunbookFacts.Database) -> String { "\(target.account)/\(target.region)/\(database.id)" }
}

extension RunbookFacts.Database {
    /// The point in time that the procedures take as an example: an hour before the newest, or the newest of a window that is
    /// shorter than that. Whole seconds, as RDS takes them. Nil where no point in time can be restored.
    package var example: Instant? {
        guard let source = source.value else { return nil }
        let window = RestorableWindow(of: source)
        guard window.isOpen, let latest = window.latest else { return nil }
        let earlier = latest - TimeSpan(1, .hours)
        let isInside = window.earliest.map { $0 <= earlier } ?? false
        return try? window.check(isInside ? earlier : latest, now: latest).get()
    }
}

extension RunbookFacts {
    /// The databases of an earlier edition whose example can no longer be restored, each with the reason.
    package func expired(in edition: RunbookEdition) -> [String] {
        let earlier = asOf(edition)
        return zip(earlier.databases(), databases()).compactMap { then, now in
            guard let example = then.database.example, let source = now.database.source.value else { return nil }
            guard case .failure(let refusal) = RestorableWindow(of: source).check(example, now: at) else { return nil }
            return "the example of \(now.database.id) can no longer be restored: \(refusal.reason)"
        }
    }
}
