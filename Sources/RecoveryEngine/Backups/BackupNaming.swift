package import RecoveryModel

/// Names of backups and of what they consist of.
package enum BackupNaming {
    /// The name of a backup: database, time, schema version and something random, so that two at once never meet.
    ///
    ///     knowledge_base-20261129T225634Z-v42-3f9a
    package static func backup(of database: String, at time: Instant, schemaVersion: String?, random: UInt16) -> String
    {
        let version = schemaVersion.map { "-v" + plain($0) } ?? ""
        let digits = String(random, radix: 16)
        return plain(database) + "-" + clock(time) + "Z" + version + "-"
            + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// The name of a part's object: the programs that open it, in their order, read off from its end.
    package static func part(_ kind: BackupPart.Kind, _ number: Int, encryption: BackupEncryption.Method) -> String {
        let base =
            switch kind {
            case .globals: "globals.sql"
            case .definitions: "definitions.dump"
            case .data: "data-\(number).dump"
            }
        return base + ".zst" + (encryption == .age ? ".age" : "")
    }

    /// What the names of all databases and folders begin with that hold a restore for a while.
    package static let scratchPrefix = "drctl_scratch_"

    /// A database of drctl's own on a server, while a restore is not finished.
    package static func scratch(at time: Instant, random: UInt16) -> String {
        return scratchPrefix + clock(time).lowercased() + "_" + String(random, radix: 16)
    }

    /// A name for a restored database, or for one that was replaced, in the 63 bytes that PostgreSQL has for it.
    package static func beside(_ database: String, _ word: String, at time: Instant) -> String {
        let tail = "_\(word)_" + clock(time).lowercased()
        var head = database
        while head.utf8.count + tail.utf8.count > 63 { head.removeLast() }
        return head + tail
    }

    /// What the names of all backups of a database begin with.
    package static func beginning(of database: String) -> String { plain(database) + "-" }

    /// What the name of a backup taken at that time begins with, and a little more: names of earlier ones sort before it.
    package static func beginning(of database: String, at time: Instant) -> String {
        plain(database) + "-" + clock(time) + "Z~"
    }

    /// ISO 8601's basic form, without fraction and zone.
    private static func clock(_ time: Instant) -> String {
        String(time.description.prefix(19)).filter { $0 != "-" && $0 != ":" }
    }

    /// Letters, digits and underscores, so that a name works in every store and shell; never empty.
    static func plain(_ text: String) -> String {
        let kept = text.unicodeScalars.map { scalar -> Character in
            let isPlain =
                scalar.isASCII
                && (("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                    || scalar == "_" || scalar == ".")
            return isPlain ? Character(scalar) : "_"
        }
        let name = String(kept.prefix(63))
        return name.isEmpty || name.hasPrefix(".") ? "_" + name.dropFirst() : name
    }
}
