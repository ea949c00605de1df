/// A manual snapshot in a region as RDS lists it, of an instance or a cluster.
package struct ListedSnapshot: Sendable, Equatable {
    package var id: String
    /// RDS's word, such as `manual`.
    package var type: String
    /// The identifier of the database that it is of.
    package var database: String
    /// RDS's own id of that database; nil when RDS does not say.
    package var resource: String?
    /// RDS's word; only `available` ones can be restored.
    package var status: String
    /// When its data was taken; nil when that is not known.
    package var takenAt: Instant?
    /// Nil when RDS does not say.
    package var isEncrypted: Bool?
    package var tags: [String: String]
    /// The ARN of the snapshot that it is a copy of.
    package var original: String?

    package init(
        id: String, type: String = "manual", database: String, resource: String?, status: String, takenAt: Instant?,
        isEncrypted: Bool?, tags: [String: String], original: String? = nil
    ) {
        self.id = id
        self.type = type
        self.database = database
        self.resource = resource
        self.status = status
        self.takenAt = takenAt
        self.isEncrypted = isEncrypted
        self.tags = tags
        self.original = original
    }
}

/// A snapshot of the rotation's own.
package struct RotatedSnapshot: Sendable, Equatable {
    /// How far it has come.
    package enum State: Sendable, Hashable { case available, unfinished, failed }

    package var id: String
    /// RDS's word.
    package var status: String
    /// When its data was taken; nil when that is not known.
    package var takenAt: Instant?
    package var isEncrypted: Bool?
    /// Who else may restore it; unavailable when that could not be read.
    package var sharedWith: Collected<[String]>

    package init(
        id: String, status: String, takenAt: Instant?, isEncrypted: Bool?, sharedWith: Collected<[String]> = .known([])
    ) {
        self.id = id
        self.status = status
        self.takenAt = takenAt
        self.isEncrypted = isEncrypted
        self.sharedWith = sharedWith
    }

    package var state: State {
        switch status {
        case "available": .available
        case "failed": .failed
        // Creating, copying, or a word that is not known: it counts as nothing until it is settled.
        default: .unfinished
        }
    }
}
