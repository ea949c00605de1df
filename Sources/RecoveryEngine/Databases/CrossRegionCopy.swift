import AWSNames
import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Every region that the policy names holds a copy that is young enough.
    static func crossRegionCopy(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.cross-region-copy", cluster: "cluster.cross-region-copy"),
            title: "A recent copy exists in every second region",
            why: "When the region is lost, the newest copy elsewhere is all that is left to restore from.",
            severity: .critical,
            standards: [
                .nist80053("CP-6"), .nist80053("CP-6(1)"), .nist80053("CP-6(2)"), .nist80053("CP-9(5)"),
            ] + Standard.copies,
            field: "databases[].backups.copyTo",
            required: { $0.requiredCopies },
            observed: { $0.copyAges },
            satisfies: { ages, required in
                required.regions.allSatisfy { region in
                    (ages.seconds[region] ?? nil).map { $0 <= required.age.seconds } ?? false
                }
            },
            showRequired: { "at most \($0.age.shown) old in \($0.regions.map(\.rawValue).joined(separator: ", "))" },
            showObserved: \.shown,
            remedy: { subject, required in subject.copyRemedy(required) }
        )
    }
}

/// The regions that need a copy, sorted, and how old it may be.
struct RequiredCopies: Sendable {
    var regions: [Region]
    var age: TimeSpan
}

/// The age of the newest usable copy by region, in seconds; nil for a region without one.
struct CopyAges: Sendable, Recordable {
    var seconds: [Region: Int?]

    var shown: String {
        seconds.sorted { $0.key < $1.key }.map { region, age in
            "\(region): \(age.map { "\(ElapsedText.inWords(Double(max(0, $0)))) old" } ?? "no copy")"
        }.joined(separator: ", ")
    }

    var recorded: JSONValue {
        .object(Dictionary(uniqueKeysWithValues: seconds.map { ($0.key.rawValue, $0.value.recorded) }))
    }
}

extension DatabaseSubject {
    /// In seconds, of the newest of some copies; nil when nothing can be restored from any.
    func newestAge(of copies: [Database.Copy]) -> Int? {
        copies.compactMap(\.restorableTo).map { context.age(of: $0) }.min()
    }

    /// Whether one of some copies would do, or does not say how old it is.
    func isYoung(_ copies: [Database.Copy], _ required: RequiredCopies) -> Bool {
        (newestAge(of: copies) ?? .max) <= required.age.seconds || copies.contains(where: \.isAgeless)
    }

    /// Nil when no copy is asked for. Snapshots are taken daily, so a copy may be a day older than the RPO.
    fileprivate var requiredCopies: RequiredCopies? {
        let regions = policy.backups.copyTo.filter { $0.rawValue != context.target.place.region }
        guard !regions.isEmpty, !isBackedUpBySource else { return nil }
        return RequiredCopies(
            regions: Set(regions).sorted(),
            age: TimeSpan(seconds: context.policy.objectives.rpo.seconds + 86_400))
    }

    /// Unavailable when what could not be read could decide: RDS does not say how old the data of a copied cluster
    /// snapshot is once its original is deleted. A copy whose key cannot be used restores nothing.
    fileprivate var copyAges: Collected<CopyAges> {
        guard let required = requiredCopies else { return .known(CopyAges(seconds: [:])) }
        var ages: [Region: Int?] = [:]
        var unseen: CollectionFailure?
        var isTooOld = false
        for region in required.regions {
            let operation = "rds:Describe\(database.kind.pick(instance: "DBSnapshots", cluster: "DBClusterSnapshots"))"
            switch database.copies[region] ?? .unavailable(.notCollected("\(operation) in \(region)")) {
            case .unavailable(let failure): unseen = failure
            case .known(let copies):
                let found = context.restorable(copies, under: \.encryptionKey)
                let newest = newestAge(of: found.usable)
                ages[region] = newest
                guard (newest ?? .max) > required.age.seconds else { continue }
                if let failure = found.unseen, isYoung(found.undecided, required) {
                    unseen = failure
                } else if let ageless = found.usable.first(where: \.isAgeless) {
                    unseen = CollectionFailure(
                        operation: "\(operation) in \(region)",
                        reason: "RDS does not say how old the data of \(ageless.id) is")
                } else {
                    isTooOld = true
                }
            }
        }
        // One region without a copy is a violation, whatever could not be read of the others.
        if let unseen, !isTooOld { return .unavailable(unseen) }
        return .known(CopyAges(seconds: ages))
    }
}
