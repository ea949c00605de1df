package import RecoveryModel

extension EarlierDrill {
    /// What a record leaves for later drills; nil when the drill verified no data.
    package init?(_ record: DrillRecord) {
        guard record.dataVerified, let point = record.recoveryPoint?.time else { return nil }
        func got(_ name: String) -> String? {
            record.checks.first { $0.name == name }?.got.flatMap { $0 == "NULL" ? nil : $0 }
        }
        let newest = got(CheckName.newestData).flatMap(DatabaseTime.instant)
        self.init(
            point: point, newestAge: newest.map { max(0, point.milliseconds - $0.milliseconds) },
            schemaVersion: got(CheckName.schemaVersion), profile: record.profile)
    }

    /// What the drills of one database leave for the next one: the newest by the time of their data, oldest first.
    package static func history(of source: DrilledDatabase, in records: [DrillRecord]) -> [EarlierDrill] {
        let own = records.filter { DrilledDatabase($0.scope, $0.kind, $0.source) == source }
        return Array(own.compactMap { EarlierDrill($0) }.sorted { $0.point < $1.point }.suffix(kept))
    }

    private static let kept = 8
}
