import RecoveryModel

/// A policy as the fields have read it, before anything is derived.
struct WrittenPolicy {
    var policy: RecoveryPolicy
    var origins: [FieldPath: ValueOrigin]
    var file: String
    /// Of the file's bytes.
    var digest: String
    var layers: [String]
    /// Warnings so far.
    var problems: [Diagnostic]
}

/// Makes of what was written the whole policy: derived values and defaults in, contradictions out.
enum PolicyExpansion {
    static func expand(_ written: WrittenPolicy, today: CalendarDay) -> PolicyParseResult {
        var policy = written.policy
        var filler = DefaultFiller(basis: basis(of: policy), origins: written.origins)
        Record<RecoveryPolicy>.policy.fill(FieldPath([]), &policy, &filler)
        let subject = LintSubject(policy: policy, origins: filler.origins, today: today)
        let diagnostics = (written.problems + LintRule.all.flatMap { $0.diagnostics(for: subject) }).sortedByPlace()
        guard !diagnostics.hasErrors else { return .refused(diagnostics, layers: written.layers) }
        capAutomatedBackups(&policy, &filler)
        var explainer = Explainer(origins: filler.origins)
        Record<RecoveryPolicy>.policy.show(FieldPath([]), policy, &explainer)
        let document = PolicyDocument(
            file: written.file, digest: written.digest, policy: policy, diagnostics: diagnostics,
            origins: filler.origins,
            explanation: explainer.values)
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

    /// What lies beyond the 35 days of automated backups is kept by monthly recovery points, which the lint has seen to.
    private static func capAutomatedBackups(_ policy: inout RecoveryPolicy, _ filler: inout DefaultFiller) {
        let longest = TimeSpan(DatabasePolicy.automatedBackupDays, .days)
        for index in policy.databases.indices {
            guard let retention = policy.databases[index].backups.retention, retention > longest else { continue }
            policy.databases[index].backups.retention = longest
            filler.note(
                FieldPath("databases").appending(index).appending("backups").appending("retention"),
                .derived(
                    "automated backups hold \(longest); monthly recovery points reach back the \(retention) asked for"))
        }
    }
}

extension DatabasePolicy {
    /// The most that automated backups can be kept.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
    static let automatedBackupDays = 35

    /// How far back the oldest recovery point reaches, by what is asked for.
    func longestRetention(unwritten: TimeSpan? = nil) -> TimeSpan? {
        [backups.retention ?? unwritten, backups.monthlyKeep.map { TimeSpan($0, .months) }].compactMap(\.self).max()
    }
}
