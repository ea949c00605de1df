import FoundationEssentials
import RecoveryModel

/// The answer of `pgbackrest info --output=json`: https://pgbackrest.org/command.html#command-info
struct StanzaInfo {
    /// What it says of one repository.
    struct Repository {
        var stanza: BackRestStanza
        /// The archive of the newest backup's cluster, such as `15-1`; nil without a backup.
        var archive: String?

        /// 1: no path of the stanza; 3: no data of it.
        var isMissing: Bool { [1, 3].contains(stanza.code) }

        /// Why nothing can be said of it; nil where it could be read. 99 is an error of reading.
        var obstacle: String? { stanza.code == 99 ? stanza.message : nil }
    }

    private let answer: Answer

    /// - Throws: What is wrong with the answer.
    init(_ json: [UInt8], of name: String) throws {
        let answers = try JSONDecoder().decode([Answer].self, from: Data(json))
        guard let answer = answers.first(where: { $0.name == name }) else {
            throw CollectionFailure(operation: "pgbackrest info", reason: "the answer does not name stanza \(name)")
        }
        self.answer = answer
    }

    /// Whether there is only one repository.
    var isOne: Bool { answer.repo.count == 1 }

    /// The repository of a number, or the first with backups: that is where a restore takes them from.
    func repository(_ number: Int?) -> Repository? {
        let holding = answer.repo.first { repo in answer.backup.contains { $0.database.repository == repo.key } }
        let named = number.map { number in answer.repo.first { $0.key == number } }
        let chosen = named ?? (holding ?? answer.repo.first)
        guard let chosen else { return nil }
        let backups = answer.backup.filter { $0.database.repository == chosen.key }
            .sorted { $0.timestamp.stop < $1.timestamp.stop }
        let last = backups.last
        let archive = answer.archive.last { archive in
            last.map { archive.database.id == $0.database.id && archive.database.repository == chosen.key } ?? false
        }
        // The archive of an older cluster is another one: its backups are not continued by this log.
        let own = backups.filter { $0.database.id == last?.database.id }
        var stanza = BackRestStanza(
            repository: chosen.key, code: chosen.status.code, message: chosen.status.message,
            backups: own.compactMap { $0.backup(of: answer.db) },
            archive: .unavailable(.notCollected("pgbackrest repo-ls")))
        stanza.segmentSize = Self.segmentSize(own) ?? WALSegment.usualSize
        if stanza.backups.count < own.count {
            stanza.code = 99
            stanza.message = "the log of a backup is not understood"
        }
        return Repository(stanza: stanza, archive: archive?.id)
    }

    /// The size of a segment with which the positions of all backups are in the segments that they name; nil where several
    /// sizes are possible.
    private static func segmentSize(_ backups: [Answer.Backup]) -> Int? {
        let sizes = (0...10).map { 1 << (20 + $0) }.filter { size in
            backups.allSatisfy { backup in
                guard let position = backup.lsn?.start.split(separator: "/").last,
                    let low = UInt32(position, radix: 16),
                    let segment = backup.archive.start.flatMap({ WALSegment($0) })
                else { return true }
                return Int(low) / size == Int(segment.index)
            }
        }
        return sizes.count == 1 ? sizes[0] : nil
    }

    /// The segments among the files of an archive, in order.
    static func archived(_ json: [UInt8]) throws -> [BackRestStanza.Archived] {
        let files = try JSONDecoder().decode([String: File].self, from: Data(json))
        return files.compactMap { path, file -> BackRestStanza.Archived? in
            // Such as 0000000100000000/000000010000000000000003-6fab….gz; a partial one is called ….partial-….
            let name = path.split(separator: "/").last ?? ""
            guard name.dropFirst(24).first == "-", let segment = WALSegment(name.prefix(24)), let time = file.time
            else { return nil }
            return BackRestStanza.Archived(segment, at: Instant(seconds: time))
        }.sorted { ($0.segment, $0.at) < ($1.segment, $1.at) }
    }

    private struct File: Decodable { var time: Int? }
}

/// The members that are read; others may be there.
private struct Answer: Decodable {
    struct Status: Decodable {
        var code: Int
        var message: String
    }
    struct Repo: Decodable {
        var key: Int
        var status: Status
    }
    struct Database: Decodable {
        var id: Int
        var repository: Int

        enum CodingKeys: String, CodingKey { case id, repository = "repo-key" }
    }
    struct Cluster: Decodable {
        var id: Int
        var repository: Int
        var system: UInt64
        var version: String

        enum CodingKeys: String, CodingKey { case id, repository = "repo-key", system = "system-id", version }
    }
    struct Archive: Decodable {
        var database: Database
        var id: String
    }
    struct Backup: Decodable {
        struct Bounds: Decodable {
            var start: String?
            var stop: String?
        }
        struct Times: Decodable {
            var start: Int
            var stop: Int
        }
        struct Position: Decodable { var start: String }
        struct Info: Decodable { var size: Int }

        var archive: Bounds
        var database: Database
        var error: Bool?
        var info: Info
        var label: String
        var lsn: Position?
        var timestamp: Times
        var type: String

        /// Nil where it does not say which log it needs.
        func backup(of clusters: [Cluster]) -> BackRestStanza.Backup? {
            guard let first = archive.start.flatMap({ WALSegment($0) }),
                let last = archive.stop.flatMap({ WALSegment($0) }), first <= last
            else { return nil }
            let cluster = clusters.first { $0.id == database.id && $0.repository == database.repository }
            var backup = BackRestStanza.Backup(
                label: label, type: type, startedAt: Instant(seconds: timestamp.start),
                finishedAt: Instant(seconds: timestamp.stop), segments: first...last)
            (backup.size, backup.hasPageErrors) = (info.size, error)
            backup.version = cluster?.version ?? ""
            backup.systemIdentifier = cluster.map { "\($0.system)" } ?? ""
            return backup
        }
    }

    var name: String
    var archive: [Archive]
    var backup: [Backup]
    var db: [Cluster]
    var repo: [Repo]
}
