package import AWSNames

/// The operator's requirements: one policy file, parsed, with every derived value and default filled in.
///
/// It holds values only; the parser keeps the origin of each value (written, derived, default) beside it.
package struct RecoveryPolicy: Sendable, Equatable {
    /// In kebab-case; identifies the ledger, the evidence chain and the `drctl:policy` tag.
    package var name: String
    /// A team or person.
    package var owner: String?
    package var scope: PolicyScope
    package var objectives: Objectives
    /// Tags for everything that drctl creates, in addition to `drctl:policy`.
    package var tags: [String: String] = [:]
    package var databases: [DatabasePolicy] = []
    /// PostgreSQL outside RDS, by what the places of their backups show.
    package var selfManaged: [SelfManagedPolicy] = []
    package var storage: [BucketPolicy] = []
    package var keys: [KeyPolicy] = []
    package var roles: [RolePolicy] = []
    package var backupPlans: [BackupPlanPolicy] = []
    package var notifications: NotificationPolicy?
    package var alarms: AlarmPolicy?
    /// The dashboard's name.
    package var dashboard: String?
    package var drill: DrillPolicy?
    package var recover: RecoverPolicy?
    /// Where evidence of drills is stored; nil where the command line says it.
    package var evidence: EvidencePolicy?
    /// The budget for recovery in US dollars per month.
    package var monthlyBudget: Double?
    package var waivers: [Waiver] = []
    /// Who is needed in a recovery, in the order of the policy.
    package var contacts: [Contact] = []
    /// By the control's id, where it is not the catalogue's.
    package var severities: [String: Severity] = [:]

    package init(name: String, scope: PolicyScope, objectives: Objectives) {
        self.name = name
        self.scope = scope
        self.objectives = objectives
    }
}

/// Where the policy applies; other accounts and regions are refused before the first changing call.
package struct PolicyScope: Sendable, Equatable {
    /// At least one.
    package var accounts: [AccountID]
    /// At least one; the first is the primary.
    package var regions: [Region]
    package var environment: String?
    /// The role that is assumed in accounts other than the caller's; nil when there is none.
    package var assumeRole: AssumedRole?

    package init(accounts: [AccountID], regions: [Region], environment: String? = nil) {
        self.accounts = accounts
        self.regions = regions
        self.environment = environment
    }

    /// How the other accounts of the scope are entered.
    package struct AssumedRole: Sendable, Equatable {
        /// The role has this name, which may have a path, in every account.
        package var name = Self.standardName
        /// What the role's trust policy asks for as `sts:ExternalId`.
        package var externalID: String?
        /// The role session name, as CloudTrail shows it; nil for drctl's own.
        package var sessionName: String?

        package init() {}

        /// The name of the role where none is given.
        package static let standardName = "drctl-audit"
    }
}

/// The objectives that the business agreed to.
package struct Objectives: Sendable, Equatable {
    /// Recovery time objective: from the decision to restore until the data is verified.
    package var rto: TimeSpan
    /// Recovery point objective: the most data that may be lost.
    package var rpo: TimeSpan

    package init(rto: TimeSpan, rpo: TimeSpan) {
        self.rto = rto
        self.rpo = rpo
    }
}

/// A violation that somebody has accepted until a given day.
package struct Waiver: Sendable, Equatable {
    /// A control's id.
    package var control: String
    /// The resource's name, or `*`.
    package var resource: String
    package var reason: String
    package var owner: String
    /// The last day on which the waiver applies, in UTC.
    package var expires: CalendarDay

    package init(control: String, resource: String, reason: String, owner: String, expires: CalendarDay) {
        self.control = control
        self.resource = resource
        self.reason = reason
        self.owner = owner
        self.expires = expires
    }
}
