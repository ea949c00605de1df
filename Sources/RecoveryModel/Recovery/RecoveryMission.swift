package import AWSNames

/// What makes a recovery of a drill: the same machine restores into production's own settings, deletes nothing, and
/// switches over where it is told to.
package struct RecoveryMission: Hashable, Sendable, Codable {
    /// Where production's settings were read.
    package enum Origin: Hashable, Sendable, Codable {
        /// From the database itself, which still exists.
        case live
        /// From the inventory that drctl kept at this time.
        case inventory(at: Instant)
        /// From the policy and the options of the command: whatever neither says has RDS's default.
        case policy

        /// In words, after `settings from`.
        package var words: String {
            switch self {
            case .live: "the database itself"
            case .inventory(let at): "the inventory of \(at.shown)"
            case .policy: "the policy and the command's options, which leave others at RDS's defaults"
            }
        }

        /// The name in results.
        package var word: String {
            switch self {
            case .live: "live"
            case .inventory: "inventory"
            case .policy: "policy"
            }
        }
    }

    /// What happens once the data and the settings are verified.
    package enum Switchover: String, CaseIterable, Hashable, Sendable, Codable {
        /// The recovered database keeps its name, and applications are pointed to it by people.
        case none
        /// The old database gets another name, and the recovered one the old name.
        case rename
    }

    /// The kind of a recovery's record in the evidence.
    package static let evidenceKind = "recovery"

    /// Where the database was, when it is recovered in another region or account.
    package struct Home: Hashable, Sendable, Codable {
        /// Nil for the account that it is recovered in.
        package var account: AccountID?
        package var region: Region
        /// Its status there; nil where it does not exist, or the place did not answer.
        package var status: String?
        /// Why the place did not say.
        package var failure: String?

        package init(region: Region, account: AccountID? = nil) {
            self.region = region
            self.account = account
        }

        /// For people: `us-east-1`, or `account 111111111111, us-east-1`.
        package var shown: String { account.map { "account \($0), \(region)" } ?? "\(region)" }
    }

    package var origin: Origin
    /// Nil for a recovery in the database's own account and region.
    package var home: Home?
    /// Production as it is to be: its settings, without its state.
    package var database: InstanceFacts
    package var switchover: Switchover
    /// The shell command that is run at each step of switching over.
    package var hook: String?
    /// The name that the old database gets.
    package var oldName: String
    /// True when the operator has said that the source may be healthy by RDS's word.
    package var mayBeHealthy: Bool

    package init(
        origin: Origin, database: InstanceFacts, switchover: Switchover, hook: String?, oldName: String,
        mayBeHealthy: Bool
    ) {
        self.origin = origin
        self.database = database
        self.switchover = switchover
        self.hook = hook
        self.oldName = oldName
        self.mayBeHealthy = mayBeHealthy
    }
}

/// One step of switching over, in the order in which they are made.
package enum SwitchStep: Hashable, Sendable, Codable {
    /// Runs the operator's command, which learns the step by this word.
    case hook(String)
    /// Enables deletion protection.
    case protect(String)
    /// Gives a database another name.
    case rename(from: String, to: String)
    /// Waits until the database is available under this name.
    case await(String)
    /// Gives a member of a cluster another name.
    case renameMember(from: String, to: String)
    /// Waits until the cluster and its members are available, with members of these names.
    case awaitMembers(of: String, [String])
}

/// What became of a recovery, beside what a drill's record has too.
package struct RecoveryOutcome: Hashable, Sendable, Codable {
    package var origin: RecoveryMission.Origin
    /// The settings that were to be brought back, by their RDS names.
    package var settings: [String: String]
    /// The name that the recovered database has now; nil when none exists.
    package var database: String?
    package var endpoint: String?
    package var port: Int?
    /// Of a cluster: where readers connect, and the custom endpoints of the recovered one.
    package var readerEndpoint: String?
    package var customEndpoints: [String]?
    /// The ARN of the new managed master secret; nil without one.
    package var masterSecret: String?
    package var switchover: RecoveryMission.Switchover
    /// The steps of switching over that were made.
    package var steps: [SwitchStep]
    /// The name that the old database has now; nil when it was not renamed.
    package var oldName: String?
    /// The resource ids of the recovered database and of the old one, by which a rollback knows them.
    package var resource: String?
    package var oldResource: String?
    /// The members of both clusters by the names that they had before switching over.
    package var members: [KnownMember]?

    /// A member of a cluster, whatever it is called now.
    package struct KnownMember: Hashable, Sendable, Codable {
        package var resource: String
        package var name: String
        /// Whether it is of the old cluster.
        package var isOld: Bool

        package init(resource: String, name: String, isOld: Bool) {
            self.resource = resource
            self.name = name
            self.isOld = isOld
        }
    }

    package init(origin: RecoveryMission.Origin, switchover: RecoveryMission.Switchover) {
        self.origin = origin
        self.switchover = switchover
        settings = [:]
        steps = []
    }

    /// Whether any database or member has another name since, so that there is something to roll back.
    package var hasRenamed: Bool {
        steps.contains { step in
            switch step {
            case .rename, .renameMember: true
            case .hook, .protect, .await, .awaitMembers: false
            }
        }
    }
}
