import RecoveryModel

/// A database whose recovery drills prove.
protocol DrilledSubject: Subject {
    var context: ControlContext { get }
    /// Its kept drills; nil when evidence was not read.
    var drills: Collected<[DrillProof]>? { get }
}

extension DrilledSubject {
    /// What its drills come to.
    var lastDrill: Collected<LastDrill> {
        guard let drills else { return .unavailable(.notCollected("evidence")) }
        return drills.map { LastDrill($0, now: context.now) }
    }

    /// In milliseconds, oldest drill first, without drills of the future; nil when evidence was not read.
    fileprivate var recoveryTimes: Collected<[Int]>? {
        drills?.map { proofs in
            proofs.filter { $0.at.hasPassed(at: context.now) }.sorted { $0.at < $1.at }.compactMap(\.recoveryTime)
        }
    }
}

extension Control where Judged: DrilledSubject {
    /// Recovery has been proven, not too long ago, and nothing has spoken against it since.
    static func drillCurrent(
        _ id: ControlID, required: @escaping @Sendable (Judged) -> TimeSpan?,
        remedy: @escaping @Sendable (Judged) -> Remedy
    ) -> Control {
        Control(
            id,
            title: "A restore drill has verified the backups recently",
            why: "Backups that nobody has restored are hopes; the drill is the proof, and it goes out of date.",
            severity: .high,
            standards: [
                .nist80053("CP-4"), .nist80053("CP-4(4)"), .nist80053("CP-9(1)"), .nist80053("CP-9(2)"),
                .nist80053("CP-10"), .soc2("A1.3"),
            ] + Standard.drills,
            field: "drill.every",
            isJudged: { $0.drills != nil },
            required: required,
            observed: { $0.lastDrill },
            satisfies: { last, every in last.isCurrent(within: every) },
            showRequired: { "verified at most \($0.shown) ago" },
            showObserved: { $0.shown },
            remedy: { subject, _ in remedy(subject) }
        )
    }

    /// The newest drill was fast enough.
    static func recoveryTimeProven(_ id: ControlID, remedy: String) -> Control {
        Control(
            id,
            title: "The last drill recovered within the RTO",
            why: "An RTO that no restore has kept to is a promise without ground.",
            severity: .high,
            standards: [.nist80053("CP-4"), .nist80053("CP-10"), .nist80053("CP-10(4)"), .soc2("A1.3")]
                + Standard.objectives,
            field: "objectives.rto",
            // A database without a drill has nothing to compare: drill-current reports it.
            isJudged: { $0.recoveryTimes.map { $0.value != [] } ?? false },
            required: { $0.context.policy.drill == nil ? nil : $0.context.policy.objectives.rto },
            observed: { subject in
                subject.recoveryTimes?.map { $0.last ?? 0 } ?? .unavailable(.notCollected("evidence"))
            },
            satisfies: { milliseconds, rto in milliseconds <= rto.seconds * 1_000 },
            showRequired: { "at most \($0.shown)" },
            showObserved: { ElapsedText.of(milliseconds: $0) },
            remedy: { _, _ in .procedure(remedy) }
        )
    }
}

extension Control where Judged == DatabaseSubject {
    /// As of every database that is drilled; a replica's source is.
    static func drillCurrent(of kind: DatabaseKind) -> Control {
        drillCurrent(
            kind.pick(instance: "database.drill-current", cluster: "cluster.drill-current"),
            required: { $0.isBackedUpBySource ? nil : $0.context.policy.drill?.every },
            remedy: { subject in
                let database = subject.database
                guard database.engine.isPostgreSQL, database.form != .multiAZCluster else {
                    return .procedure(
                        "Restore a backup of \(database.id) and verify it by other means, then waive this: drctl drills "
                            + "PostgreSQL instances and Aurora PostgreSQL clusters, and \(database.id) is neither.")
                }
                guard kind == .cluster || subject.context.policy.drill?.engine != .awsBackup else {
                    return .procedure(
                        "Verify the next restore test of \(database.id) and fix what it finds: drctl drill validate --all."
                    )
                }
                return .procedure("Run a drill of \(database.id) and fix what it finds: drctl drill run.")
            }
        )
    }

    /// As of every database that is drilled.
    static func recoveryTimeProven(of kind: DatabaseKind) -> Control {
        recoveryTimeProven(
            kind.pick(instance: "database.rto-proven", cluster: "cluster.rto-proven"),
            remedy: "Shorten the recovery (a larger class, a smaller database), or agree on another RTO.")
    }
}

extension DatabaseSubject: DrilledSubject {}

/// What the drills of a database come to.
struct LastDrill: Sendable, Recordable {
    /// When the newest that verified did; nil when none did.
    var verifiedAt: Instant?
    /// How long ago that was, in seconds.
    var age: Int?
    /// When a later one showed the contrary.
    var failedSince: Instant?

    /// What drills of one database come to at a moment.
    init(_ proofs: [DrillProof], now: Instant) {
        // What is dated in the future has not happened: it proves nothing.
        let verified = proofs.filter { $0.verdict == .verified && $0.at.hasPassed(at: now) }.map(\.at).max()
        let against = proofs.filter(\.speaksAgainst).map(\.at).max()
        verifiedAt = verified
        age = verified.map { max(0, Int((now - $0).rounded(.up))) }
        failedSince = against.flatMap { against in verified.map { against > $0 } ?? true ? against : nil }
    }

    /// True when a drill has verified it, not too long ago, and none has shown the contrary since.
    ///
    /// - Parameter every: Nil where the policy asks for no regular drill: the proof then does not go out of date.
    func isCurrent(within every: TimeSpan?) -> Bool {
        failedSince == nil && (age.map { age in every.map { age <= $0.seconds } ?? true } ?? false)
    }

    var shown: String {
        let verified = age.map { "verified \(ElapsedText.ago(Double($0)))" } ?? "no drill has verified it"
        return failedSince.map { "\(verified), not verified \($0)" } ?? verified
    }

    var recorded: JSONValue { ["age": age.recorded, "failedSince": (failedSince?.description).recorded] }
}
