import AWSNames
import RecoveryModel

/// A rule that detects one kind of contradiction in a policy.
///
/// An error is a policy that no estate can satisfy, or that fails its own promises when it is satisfied. A warning can
/// be satisfied, but works against the objectives.
struct LintRule: Sendable {
    struct Finding: Sendable {
        var path: FieldPath
        var summary: String
        var fix: String
    }

    /// Stable and kebab-case.
    var id: String
    var severity: Diagnostic.Severity
    /// Why it is a contradiction.
    var reason: String
    var find: @Sendable (LintSubject) -> [Finding]

    func diagnostics(for subject: LintSubject) -> [Diagnostic] {
        find(subject).map { finding in
            Diagnostic(
                severity, id: id, "\(finding.path): \(finding.summary)", detail: reason,
                at: subject.origins.location(of: finding.path), hint: finding.fix)
        }
    }
}

/// The input of the rules: the expanded policy before the retention of automated backups is capped.
struct LintSubject: Sendable {
    var policy: RecoveryPolicy
    var origins: [FieldPath: ValueOrigin]
    var today: CalendarDay

    /// The databases with their paths; likewise below.
    var databases: [(FieldPath, DatabasePolicy)] { Self.listed("databases", policy.databases) }
    var buckets: [(FieldPath, BucketPolicy)] { Self.listed("storage", policy.storage) }
    var keys: [(FieldPath, KeyPolicy)] { Self.listed("keys", policy.keys) }
    var roles: [(FieldPath, RolePolicy)] { Self.listed("roles", policy.roles) }
    var backupPlans: [(FieldPath, BackupPlanPolicy)] { Self.listed("backupPlans", policy.backupPlans) }
    var waivers: [(FieldPath, Waiver)] { Self.listed("waivers", policy.waivers) }

    /// The plan of AWS Backup that has to cover a database; nil when the policy asks for none.
    func plan(of database: DatabasePolicy) -> BackupPlanPolicy? {
        policy.backupPlans.first { $0.name == database.backups.awsBackup }
    }

    /// The regions of the databases that a plan has to cover.
    func homes(of plan: BackupPlanPolicy) -> [Region] {
        policy.databases.filter { $0.backups.awsBackup == plan.name }.flatMap(policy.regions(of:))
    }

    static func listed<Item>(_ name: String, _ items: [Item]) -> [(FieldPath, Item)] {
        items.enumerated().map { (FieldPath(name).appending($0), $1) }
    }

    /// True when the policy sets the value, false when drctl derived it.
    func isWritten(_ path: FieldPath) -> Bool {
        if case .written = origins[path] { true } else { false }
    }
}

extension LintRule {
    /// Every rule, by subject.
    static let all: [LintRule] =
        scopeRules + regionRules + objectiveRules + retentionRules + storageRules + replicaRules + recoverRules
        + keyRules + roleRules
        + alertingRules
        + dutyRules + evidenceRules + drillRules + engineRules + waiverRules + severityRules + selfManagedRules
        + contactRules
        + backupPlanRules + restoreTestRules
}
