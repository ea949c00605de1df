package import AWSNames

/// What a rotation of one database's snapshots would do, or has done.
package struct SnapshotRotation: Sendable, Equatable {
    /// One call that changes something.
    package struct Step: Sendable, Hashable {
        package enum Action: String, Sendable { case delete, create, copy }

        package var action: Action
        package var snapshot: String
        /// Where it is deleted or made.
        package var region: Region
        /// Why, for people.
        package var reason: String
        /// True when it comes once what is made before it is finished.
        package var isLater = false
        /// The ARN of the key of a copy; nil for a copy without encryption, and for other steps.
        package var key: String?
        /// The tags of what is made.
        package var tags: [String: String] = [:]

        package init(_ action: Action, _ snapshot: String, in region: Region, _ reason: String) {
            self.action = action
            self.snapshot = snapshot
            self.region = region
            self.reason = reason
        }
    }

    /// A snapshot that stays, and why.
    package struct Kept: Sendable, Hashable {
        package var snapshot: String
        package var region: Region
        package var reasons: [String]

        package init(snapshot: String, region: Region, reasons: [String]) {
            self.snapshot = snapshot
            self.region = region
            self.reasons = reasons
        }
    }

    /// A snapshot that is still being made: it is neither counted nor deleted.
    package struct Unfinished: Sendable, Hashable {
        package var snapshot: String
        package var region: Region
        /// RDS's word.
        package var status: String

        package init(snapshot: String, region: Region, status: String) {
            self.snapshot = snapshot
            self.region = region
            self.status = status
        }
    }

    /// The identifier of the database.
    package var database: String
    package var kind: DatabaseKind
    /// In the order in which they are done.
    package var steps: [Step] = []
    /// By region, the database's own first; newest first.
    package var kept: [Kept] = []
    package var unfinished: [Unfinished] = []
    /// What is required and cannot be done, or could not be read, for people.
    package var obstacles: [String] = []
    /// The steps that were done; nil while nothing was asked to be done.
    package var done: [Step]?
    /// What could not be done, with the reason.
    package var failures: [String] = []

    package init(database: String, kind: DatabaseKind) {
        self.database = database
        self.kind = kind
    }
}

/// The rotations of a target.
package struct TargetRotation: Sendable, Equatable {
    /// By database.
    package var rotations: [SnapshotRotation]
    /// Why nothing is begun, such as a quota without room; empty when nothing stands in the way.
    package var refusals: [String]

    package init(_ rotations: [SnapshotRotation], refusals: [String] = []) {
        self.rotations = rotations
        self.refusals = refusals
    }
}
