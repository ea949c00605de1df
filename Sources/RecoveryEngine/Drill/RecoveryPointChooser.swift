import AWSNames
package import RecoveryModel

/// Chooses the recovery point. Finding none is itself a finding: the database cannot be recovered.
package enum RecoveryPointChooser {
    /// Why no recovery point was chosen, in one line.
    package struct Refusal: Error, Hashable, Sendable {
        package let reason: String
    }

    /// The recovery point of a drill. In another region only copies of the source's snapshots count, not other
    /// snapshots of the same name.
    package static func choose(
        _ request: DrillRequest, of source: InstanceFacts, snapshots: [SnapshotFacts], now: Instant
    ) -> Result<RecoveryPoint, Refusal> {
        guard let home = request.copied else {
            return choose(request.selection, of: source, snapshots: snapshots, now: now)
        }
        // The log that is replicated needs no snapshot.
        if request.mission != nil, request.selection.isPointInTime {
            return choose(request.selection, of: source, snapshots: [], now: now)
        }
        let region = request.target.region ?? request.scope.region
        let copies = snapshots.filter { snapshot in
            // An operator may know where a snapshot comes from that RDS does not say it of.
            snapshot.isCopy(of: source.id, from: home)
                || home.account != nil && request.selection == .snapshot(snapshot.id) && snapshot.instance == source.id
        }
        guard !copies.isEmpty else {
            let place = home.account == nil ? "\(region)" : "account \(request.scope.account), \(region)"
            return .failure(
                Refusal(
                    reason:
                        "no recovery point: no snapshot of \(source.id) was copied from \(home.shown) to \(place)"))
        }
        return choose(request.selection, of: source, snapshots: copies, now: now).map { point in
            var copy = point
            // A copy from another account is known by its original.
            copy.region = home.account == nil ? region : nil
            copy.original = copies.first { $0.id == point.snapshot }?.original
            if request.selection == .newest {
                let snapshot = copies.first { $0.id == point.snapshot }
                copy.reason = "the newest copy in \(region)\(snapshot?.timeBasis.shown ?? "")"
            }
            return copy
        }
    }

    /// The recovery point that the selection asks for, or why there is none.
    package static func choose(
        _ selection: RecoveryPointSelection, of source: InstanceFacts, snapshots: [SnapshotFacts], now: Instant
    ) -> Result<RecoveryPoint, Refusal> {
        switch selection {
        case .latestAutomated:
            return newest(snapshots.filter { $0.type == "automated" }, of: source, "the newest automated snapshot")
        case .newest:
            return newest(snapshots, of: source, "the newest snapshot of any kind")
        case .fresh:
            return .failure(Refusal(reason: "the drill's own snapshot has not been taken"))
        case .shared(let arn):
            return .failure(Refusal(reason: "\(arn) has not been copied"))
        case .vault(let vault):
            let stored = snapshots.filter { $0.type == VaultedRecoveryPoint.type }
            return newest(stored, of: source, "the newest recovery point in vault \(vault)")
        case .marked:
            return .failure(Refusal(reason: "the rows around the instant have not been written"))
        case .snapshot(let id):
            guard let snapshot = snapshots.first(where: { $0.id == id }) else {
                return .failure(Refusal(reason: "no recovery point: snapshot \(id) of \(source.id) not found"))
            }
            guard let point = point(snapshot, reason: "named") else {
                let reason =
                    snapshot.status == "available"
                    ? "no recovery point: RDS does not report the age of the data in copied snapshot \(id)"
                    : "no recovery point: snapshot \(id) is \(snapshot.status), not available"
                return .failure(Refusal(reason: reason))
            }
            return .success(point)
        case .pointInTime(let instant):
            return RestorableWindow(of: source).check(instant, now: now).map { instant in
                RecoveryPoint(kind: .pointInTime, snapshot: nil, time: instant, reason: "as requested")
            }
        case .latestRestorable:
            let window = RestorableWindow(of: source)
            guard let latest = window.latest else { return .failure(Refusal(reason: window.absence)) }
            return window.check(latest, now: max(now, latest)).map { instant in
                RecoveryPoint(kind: .pointInTime, snapshot: nil, time: instant, reason: "the latest restorable time")
            }
        }
    }

    /// A snapshot as a recovery point; nil unless it can be restored.
    package static func point(_ snapshot: SnapshotFacts, reason: String) -> RecoveryPoint? {
        guard snapshot.status == "available", let time = snapshot.createdAt else { return nil }
        let kind: RecoveryPoint.Kind =
            switch snapshot.type {
            case "automated": .automatedSnapshot
            case "awsbackup": .backupServiceSnapshot
            case VaultedRecoveryPoint.type: .vaulted
            default: .manualSnapshot
            }
        return RecoveryPoint(
            kind: kind, snapshot: snapshot.id, time: time, reason: reason + snapshot.timeBasis.shown)
    }

    private static func newest(
        _ snapshots: [SnapshotFacts], of source: InstanceFacts, _ what: String
    ) -> Result<RecoveryPoint, Refusal> {
        let points = snapshots.filter { $0.instance == source.id }.compactMap { point($0, reason: what) }
        if let best = points.max(by: { ($0.time, $0.snapshot ?? "") < ($1.time, $1.snapshot ?? "") }) {
            return .success(best)
        }
        let states = Set(snapshots.map(\.status)).sorted().joined(separator: ", ")
        let seen =
            snapshots.isEmpty
            ? "no snapshot found" : "\(CountText.of(snapshots.count, "snapshot")) found, none available (\(states))"
        return .failure(Refusal(reason: "no recovery point: \(what) of \(source.id) was requested, but \(seen)"))
    }
}

extension SnapshotFacts {
    /// Whether it was copied from the database's own place: another database may have the same name here. RDS names the
    /// original of what was copied from another account or region.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshot.html
    package func isCopy(of database: String, from home: RecoveryMission.Home) -> Bool {
        guard instance == database else { return false }
        guard let account = home.account else { return sourceRegion == home.region }
        guard let original = original.flatMap({ ARN($0) }) else { return false }
        return original.account == account.description && original.region == home.region.rawValue
    }
}

extension DrillRequest {
    /// The database's own place when what is restored was copied from there: to another region or account, by a drill or
    /// for a recovery.
    var copied: RecoveryMission.Home? {
        mission?.home ?? elsewhere.map { _ in RecoveryMission.Home(region: scope.region) }
    }
}

extension SnapshotFacts.TimeBasis? {
    /// For people, after a reason.
    fileprivate var shown: String {
        switch self {
        case .original?: ", as old as the snapshot it was copied from"
        case .originalsName?: ", its time taken from the name of the snapshot it was copied from"
        case nil: ""
        }
    }
}
