/// What the business agreed to, what it demands of each database, and what was last measured: the document that auditors
/// ask for.
package struct ObjectivesReport: Hashable, Sendable {
    /// What the evidence says of an objective.
    package enum Standing: String, Sendable, CaseIterable {
        /// Measured within the objectives, recently enough.
        case met
        /// The last drill that measured missed one, or its data was not verified.
        case missed
        /// Measured too long ago.
        case outdated
        /// Nothing that can be believed has been measured.
        case unproven
    }

    /// One database of a policy.
    package struct Database: Hashable, Sendable {
        /// The identifier, or the selector of databases that no drill has named yet.
        package var name: String
        /// The identifier by which it has metrics; nil for a selector.
        package var id: String?
        package var standing: Standing
        /// Why, in one line.
        package var reason: String
        /// The last drill that was verified or missed an objective; nil without one.
        package var measured: Measured?
        /// The numbers of all drills and of verified ones.
        package var drills: (all: Int, verified: Int)
        /// When growth lets the RTO be missed; nil when it never does, or nobody can know.
        package var rtoMissedAt: Instant?
        /// What the trend is based on.
        package var projection: DrillHistory.Projection?
        /// In US dollars, of the last drill.
        package var drillCost: Double?

        package init(name: String, standing: Standing, reason: String) {
            self.name = name
            self.standing = standing
            self.reason = reason
            drills = (0, 0)
        }

        package static func == (left: Database, right: Database) -> Bool {
            (left.name, left.id, left.standing, left.reason, left.measured) == (
                right.name, right.id, right.standing, right.reason, right.measured
            )
                && left.drills == right.drills && left.rtoMissedAt == right.rtoMissedAt
                && left.projection == right.projection && left.drillCost == right.drillCost
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(name)
            hasher.combine(standing)
        }
    }

    /// What one drill has measured.
    package struct Measured: Hashable, Sendable {
        package var at: Instant
        package var drill: DrillID
        /// In milliseconds.
        package var rto: Int?
        package var rpo: Int?
        package var basis: MeasuredObjectives.Basis?

        /// Of an objective in milliseconds, what is left of it in percent; negative when it was missed.
        package static func margin(_ measured: Int?, of target: Int) -> Int? {
            measured.map { target > 0 ? (target - $0) * 100 / target : 0 }
        }
    }

    /// A value of the policy that follows from its objectives.
    package struct Derived: Hashable, Sendable {
        package var path: String
        package var value: String
        package var reason: String

        package init(path: String, value: String, reason: String) {
            self.path = path
            self.value = value
            self.reason = reason
        }
    }

    /// One policy.
    package struct Policy: Hashable, Sendable {
        package var name: String
        package var owner: String?
        /// In milliseconds.
        package var rto: Int
        package var rpo: Int
        /// How long a proof is good for; nil when the policy asks for none.
        package var every: TimeSpan?
        package var derived: [Derived]
        package var databases: [Database]
        /// Why its evidence is not believed; nil when it is.
        package var doubt: String?
    }

    package let at: Instant
    /// By name.
    package let policies: [Policy]
    package let chains: [ChainVerification]

    package init(at: Instant, policies: [Policy], chains: [ChainVerification]) {
        self.at = at
        self.policies = policies.sorted { $0.name < $1.name }
        self.chains = chains.sorted { $0.policy < $1.policy }
    }

    /// The worst standing of all databases.
    package var standing: Standing {
        let all = policies.flatMap(\.databases).map(\.standing)
        let order: [Standing] = [.missed, .unproven, .outdated]
        return order.first(where: all.contains) ?? (all.isEmpty ? .unproven : .met)
    }
}

extension ObjectivesReport.Policy {
    /// What a policy's evidence says.
    ///
    /// - Parameters:
    ///   - derived: The values of the policy that follow from others.
    ///   - drills: All that can be read, and those that can be believed; with the reason why some cannot.
    package init(
        _ policy: RecoveryPolicy, derived: [ObjectivesReport.Derived], proven: Collected<[DrillRecord]>, now: Instant
    ) {
        name = policy.name
        owner = policy.owner
        rto = policy.objectives.rto.seconds * 1_000
        rpo = policy.objectives.rpo.seconds * 1_000
        every = policy.drill?.every
        self.derived = derived
        var records: [DrillRecord] = []
        switch proven {
        case .known(let believed): records = believed
        case .unavailable(let failure): doubt = failure.reason
        }
        // The name of a PostgreSQL outside RDS may be that of an instance too.
        let outside = records.filter { $0.place != nil }
        records.removeAll { $0.place != nil }
        let named = Set(policy.databases.flatMap(\.select.ids)).union(records.map(\.source)).sorted()
        let (rto, rpo, every, doubt) = (rto, rpo, every, doubt)
        databases = named.map { id in
            ObjectivesReport.Database(
                id, records.filter { $0.source == id }, rto: rto, rpo: rpo, every: every, doubt: doubt, now: now)
        }
        for id in Set(policy.selfManaged.map(\.database)).union(outside.map(\.source)).sorted() {
            var database = ObjectivesReport.Database(
                id, outside.filter { $0.source == id }, rto: rto, rpo: rpo, every: every, doubt: doubt, now: now)
            database.name = "\(id) (self-managed)"
            databases.append(database)
        }
        for entry in policy.databases where entry.select.ids.isEmpty {
            let tags = entry.select.tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            guard records.isEmpty else { continue }
            databases.append(
                ObjectivesReport.Database(
                    name: tags.joined(separator: " "), standing: .unproven,
                    reason: doubt ?? "no drill of a database with these tags is in the evidence"))
        }
    }
}

extension ObjectivesReport.Database {
    fileprivate init(
        _ id: String, _ records: [DrillRecord], rto: Int, rpo: Int, every: TimeSpan?, doubt: String?, now: Instant
    ) {
        let sorted = records.sorted { $0.startedAt < $1.startedAt }
        // Drills that were refused, stopped or could not run measure nothing.
        let last = sorted.last { [.verified, .objectiveBreached, .notVerified].contains($0.verdict) }
        let history = DrillHistory(sorted)
        self.init(name: id, standing: .unproven, reason: doubt ?? "no drill has verified it")
        self.id = id
        drills = (sorted.count, sorted.count { $0.verdict == .verified })
        rtoMissedAt = history.rtoMissedAt
        projection = history.projection
        drillCost = sorted.last?.estimatedCost
        guard doubt == nil, let last else { return }
        measured = .init(
            at: last.endedAt, drill: last.drill, rto: last.objectives.rtoVerified, rpo: last.objectives.rpoRealised,
            basis: last.objectives.rpoBasis)
        if last.verdict == .notVerified || !last.dataVerified {
            (standing, reason) = (.missed, "the last drill did not verify the data: \(last.summary)")
        } else if let measured = last.objectives.rtoVerified, measured > rto {
            (standing, reason) = (.missed, "the last recovery took longer than the RTO")
        } else if let lost = last.objectives.rpoRealised, lost > rpo {
            (standing, reason) = (.missed, "the last recovery would have lost more than the RPO")
        } else if last.objectives.rtoVerified == nil || last.objectives.rpoRealised == nil {
            reason = "the last drill measured only one of the two"
        } else if let every, last.endedAt + every < now {
            (standing, reason) = (.outdated, "the last drill is older than \(every)")
        } else {
            (standing, reason) = (.met, "measured by a drill")
        }
    }
}
