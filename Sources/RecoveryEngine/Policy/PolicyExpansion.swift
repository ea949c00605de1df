import RecoveryModel

/// A policy as it was read, before defaults are derived.
struct WrittenPolicy {
    var policy: RecoveryPolicy
    var origins: [FieldPath: ValueOrigin]
    var file: String
    /// Of the file's bytes.
    var digest: String
    var layers: [String]
    /// The warnings so far.
    var problems: [Diagnostic]
}

/// Expands a policy: fills in derived values and defaults, and reports contradictions.
enum PolicyExpansion {
    static func expand(_ written: WrittenPolicy, today: CalendarDay) -> PolicyParseResult {
        var policy = written.policy
        var filler = DefaultFiller(basis: basis(of: policy), origins: written.origins)
        Record<RecoveryPolicy>.policy.fill(FieldPath([]), &policy, &filler)
        let subject = LintSubject(policy: policy, origins: filler.origins, today: today)
        let diagnostics = (written.problems + LintRule.all.flatMap { $0.diagnostics(for: subject) }).sortedByPlace()
        guard !diagnostics.hasErrors else { return .refused(diagnostics, layers: written.layers) }
        capAutomatedBackups(&policy, &filler)
        let (expanded, origins) = (policy, filler.origins)
        let document = PolicyDocument(
            file: written.file, digest: written.digest, policy: expanded, diagnostics: diagnostics, origins: origins
        ) {
            var explainer = Explainer(origins: origins)
            Record<RecoveryPolicy>.policy.show(FieldPath([]), expanded, &explainer)
            return explainer.values
        }
        return PolicyParseResult(document: document, diagnostics: diagnostics, layers: written.layers)
    }

    private static func basis(of policy: RecoveryPolicy) -> DerivationBasis {
        var basis = DerivationBasis(
            objectives: policy.objectives, longestRetention: nil, hasNotifications: policy.notifications != nil,
            hasBackupJobs: policy.roles.contains { $0.may.contains(.backup) })
        let derived = Fallback.backupRetention.derive(basis)?.value
        basis.longestRetention = policy.databases.compactMap { $0.longestRetention(unwritten: derived) }.max()
        return basis
    }

    /// Retention beyond the 35 days of automated backups is covered by monthly recovery points, which the lint ensures.
    private static func capAutomatedBackups(_ policy: inout RecoveryPolicy, _ filler: inout DefaultFiller) {
        let longest = TimeSpan(DatabasePolicy.automatedBackupDays, .days)
        for index in policy.databases.indices {
            guard let retention = policy.databases[index].backups.retention, retention > longest else { continue }
            policy.databases[index].backups.retention = longest
            filler.note(
                FieldPath("databases").appending(index).appending("backups").appending("retention"),
                .derived(
                    "automated backups cover at most \(longest); monthly recovery points cover the required \(retention)"
                ))
        }
    }
}

extension DatabasePolicy {
    /// The maximum retention of automated backups.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
    static let automatedBackupDays = 35

    /// The age of the oldest recovery point that the policy requires.
    func longestRetention(unwritten: TimeSpan? = nil) -> TimeSpan? {
        [backups.retention ?? unwritten, backups.monthlyKeep.map { TimeSpan($0, .months) }].compactMap(\.self).max()
    }
}
