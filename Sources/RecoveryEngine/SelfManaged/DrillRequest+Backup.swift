package import RecoveryModel

extension DrillRequest {
    /// What identifies one drill of a PostgreSQL outside RDS.
    package struct BackupCircumstances: Sendable {
        /// The scope's first account and region: the database is in neither.
        package var scope: DrillScope
        package var now: Instant
        /// Random, for names.
        package var suffix: String
        package var policyDigest: String
        /// The drills of the policy that can be believed.
        package var proven: [DrillRecord] = []
        /// Why the evidence cannot be believed; nil when it can.
        package var historyDoubt: String?

        package init(scope: DrillScope, now: Instant, suffix: String, policyDigest: String) {
            self.scope = scope
            self.now = now
            self.suffix = suffix
            self.policyDigest = policyDigest
        }
    }

    /// A drill of the backups of a database outside RDS.
    ///
    /// - Throws: `DrillRequestProblems` for a time that is none, for what only RDS has, and for checks that are no queries.
    package static func ofBackup(
        _ entry: SelfManagedPolicy, of policy: RecoveryPolicy, options: DrillOptions, _ here: BackupCircumstances
    ) throws(DrillRequestProblems) -> DrillRequest {
        guard let drill = policy.drill else {
            throw DrillRequestProblems([
                Diagnostic(
                    .error, id: "no-drill", "policy \(policy.name) has no drill section",
                    hint: "add `drill:` with `checks:`")
            ])
        }
        var problems: [Diagnostic] = []
        let checks = drill.checks.compactMap { DrillRequestBuilder.check($0, &problems) }
        let selection = selection(options.selection, here.now, &problems)
        guard problems.isEmpty else { throw DrillRequestProblems(problems) }
        let deadline = (options.deadline ?? policy.objectives.rto).seconds * 1_000
        let random = UInt16(here.suffix, radix: 16) ?? 0
        var request = DrillRequest(
            id: DrillNaming.drill(policy: policy.name, at: here.now, suffix: here.suffix), policy: policy.name,
            policyDigest: here.policyDigest, scope: here.scope, startedAt: here.now, source: entry.database,
            protected: [entry.database], selection: selection,
            target: DrillTarget(
                id: BackupNaming.scratch(at: here.now, random: random), subnetGroup: nil, securityGroups: []),
            rto: policy.objectives.rto.seconds * 1_000, rpo: policy.objectives.rpo.seconds * 1_000, deadline: deadline,
            checks: checks, expires: Instant(milliseconds: here.now.milliseconds + max(deadline * 2, 86_400_000)))
        request.schemaVersionQuery = drill.schemaVersionQuery.flatMap { try? ReadOnlyStatement($0).text }
        request.freshnessQuery = drill.freshnessQuery.flatMap { try? ReadOnlyStatement($0).text }
        request.accepted = drill.accepted
        request.anomaly = drill.anomaly
        request.checksStructures = drill.checksStructures || options.checksStructures
        request.smoke = drill.smoke
        let own = here.proven.filter { $0.place != nil && $0.source == entry.database }
        request.earlier = Array(own.compactMap { EarlierDrill($0) }.sorted { $0.point < $1.point }.suffix(8))
        request.historyDoubt = here.historyDoubt
        return request
    }

    private static func selection(
        _ source: DrillPolicy.Source?, _ now: Instant, _ problems: inout [Diagnostic]
    ) -> RecoveryPointSelection {
        switch source {
        case nil, .newest?, .latest?: return .newest
        case .pointInTime(let text)?:
            if text == "latest" { return .newest }
            if let instant = RelativeTime.instant(text, now: now) { return .pointInTime(instant) }
            problems.append(
                Diagnostic(
                    .error, id: "bad-time", "\"\(text)\" is not a time",
                    hint: "use an RFC 3339 time such as \(now), `15m ago` or `latest`"))
        case .fresh?, .snapshot?, .copy?, .before?, .vault?:
            problems.append(
                Diagnostic(
                    .error, id: "only-backups", "a database outside RDS has backups, and neither snapshots nor events",
                    hint: "choose a backup by its time with --at, or omit the recovery point"))
        }
        return .newest
    }
}
