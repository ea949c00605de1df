package import RecoveryModel

/// What is known of the place in which a drill would start a server.
package struct ScratchPlace: Sendable, Equatable {
    /// The folder that the policy names.
    package var folder: String
    /// The folder that the drill would make in it.
    package var target: String
    package var isFolder = false
    /// Whether something is there already.
    package var isTaken = true
    /// The data directory in which the folder is; nil where it is in none.
    package var dataDirectory: String?
    /// Whether the caller is root, as whom PostgreSQL does not run.
    package var isRoot = false
    /// The folder of a server's programs of the backup's major version; nil where none is installed.
    package var programs: String?
    /// Folders that earlier drills have made there, by name: of a drill that was killed, or that runs.
    package var others: [String] = []
    /// Free room in bytes; nil where it cannot be told.
    package var free: Int?

    package init(folder: String, target: String) {
        self.folder = folder
        self.target = target
    }
}

extension GuardFinding {
    /// What a drill wants to know before it restores a cluster: that nothing is overwritten, and that a server can start on it.
    package static func ofPlace(_ place: ScratchPlace, _ backup: BackRestStanza.Backup) -> [GuardFinding] {
        [isNew(place), caller(place), server(place, backup), room(place, backup)] + others(place)
    }

    /// What a killed drill has left is restored data.
    private static func others(_ place: ScratchPlace) -> [GuardFinding] {
        guard !place.others.isEmpty else { return [] }
        return [
            GuardFinding(
                "earlier-drills", .warned,
                "earlier drills have left \(CountText.list(place.others)) in \(place.folder)",
                hint: "delete what belongs to no drill that is running: it is restored data")
        ]
    }

    private static func isNew(_ place: ScratchPlace) -> GuardFinding {
        let id = "target-is-new"
        guard place.isFolder else {
            return GuardFinding(
                id, .violated, "\(place.folder) is no folder that can be written",
                hint: "make it, and give it to the user who drills")
        }
        if let data = place.dataDirectory {
            return GuardFinding(
                id, .violated, "\(place.folder) is in the data directory \(data)",
                hint: "name a folder outside every data directory in `pgBackRest.drill.folder`")
        }
        return place.isTaken
            ? GuardFinding(id, .violated, "\(place.target) is already there", hint: "delete it if nothing uses it")
            : GuardFinding(id, .met, "\(place.target) is not there yet")
    }

    private static func caller(_ place: ScratchPlace) -> GuardFinding {
        place.isRoot
            ? GuardFinding(
                "user-is-not-root", .violated, "PostgreSQL does not run as root",
                hint: "drill as the user who runs pgBackRest: runuser -u postgres -- drctl …")
            : GuardFinding("user-is-not-root", .met, "PostgreSQL runs as the caller")
    }

    private static func server(_ place: ScratchPlace, _ backup: BackRestStanza.Backup) -> GuardFinding {
        guard let programs = place.programs else {
            return GuardFinding(
                "server-of-same-version", .violated, "no server of PostgreSQL \(backup.version) is installed here",
                hint: "install it, or set DRCTL_PG_BIN to the folder of its programs")
        }
        return GuardFinding("server-of-same-version", .met, "PostgreSQL \(backup.version) is in \(programs)")
    }

    private static func room(_ place: ScratchPlace, _ backup: BackRestStanza.Backup) -> GuardFinding {
        let size = ByteCount(bytes: backup.size).shown
        guard let free = place.free else {
            return GuardFinding(
                "room", .unknown, "it cannot be told whether \(place.folder) has room for \(size)",
                hint: "make the folder, and let the caller read it")
        }
        let summary = "\(place.folder) has room for \(ByteCount(bytes: free).shown), and the cluster has \(size)"
        return free < backup.size
            ? GuardFinding("room", .violated, summary, hint: "free some space there, or name another folder")
            : GuardFinding("room", .met, summary)
    }
}
