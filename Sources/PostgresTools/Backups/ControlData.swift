/// What `pg_controldata` prints.
struct ControlData {
    let control: ScratchCluster.Control

    /// The settings of the primary, which a recovery must not fall below:
    /// https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN
    private static let settings = [
        "max_connections setting": "max_connections", "max_worker_processes setting": "max_worker_processes",
        "max_wal_senders setting": "max_wal_senders", "max_prepared_xacts setting": "max_prepared_transactions",
        "max_locks_per_xact setting": "max_locks_per_transaction",
        "track_commit_timestamp setting": "track_commit_timestamp",
    ]

    init(_ text: String) {
        var identifier = ""
        var lines: [String] = []
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            if line[..<colon] == "Database system identifier" { identifier = String(value) }
            if let name = Self.settings[String(line[..<colon])] { lines.append("\(name) = \(value)") }
        }
        control = ScratchCluster.Control(systemIdentifier: identifier, settings: lines.sorted())
    }
}
