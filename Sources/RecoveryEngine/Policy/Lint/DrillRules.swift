import AWSNames
import RecoveryModel

extension LintRule {
    static let drillRules = [
        drillMissing, drillBeyondRetention, drillWithoutChecks, drillTargetUnsaid, sourceOutOfReach,
        drillRegionOutOfScope, drillWithoutCopies, vaultWithoutRole, nowWithoutMarker, checkReadsNothing,
        checkCannotPass,
    ]

    private static let drillMissing = LintRule(
        id: "no-drill", severity: .warning, reason: "A backup that was never restored is not proven to be recoverable."
    ) { subject in
        guard subject.policy.drill == nil, !subject.policy.databases.isEmpty,
            !subject.isWritten(FieldPath("drill"))
        else { return [] }
        return [
            Finding(
                path: FieldPath("objectives"), summary: "no drill proves that they can be met",
                fix: "add a `drill` section, or write `drill: null` to accept this")
        ]
    }

    private static let drillBeyondRetention = LintRule(
        id: "drill-beyond-retention", severity: .warning,
        reason: "A broken backup would be detected only after the last good one has expired."
    ) { subject in
        guard let every = subject.policy.drill?.every,
            let longest = subject.databases.compactMap({ $0.1.longestRetention() }).max(), longest < every
        else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "every"),
                summary: "a drill every \(every), while the oldest recovery point is \(longest) old",
                fix: "write `every: \(longest.days)d` or less, or retain monthly recovery points")
        ]
    }

    private static let drillWithoutChecks = LintRule(
        id: "drill-without-checks", severity: .warning,
        reason: "A restore alone verifies nothing: a drill without checks fails."
    ) { subject in
        guard let drill = subject.policy.drill, drill.checks.isEmpty else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "checks"), summary: "the drill has no checks",
                fix: "add one, such as `- {name: entries, table: entries, compare: rowCount}`")
        ]
    }

    private static let checkReadsNothing = LintRule(
        id: "check-reads-nothing", severity: .warning,
        reason: "A query that reads no table has the same answer on an empty database."
    ) { subject in
        queries(subject).compactMap { path, statement, _ in
            guard statement.readsNothing else { return nil }
            return Finding(
                path: path.appending("query"), summary: "the check reads no data",
                fix: "count the rows of a table: `query: select count(*) from …`, `expect: {atLeast: 1}`")
        }
    }

    private static let checkCannotPass = LintRule(
        id: "check-cannot-pass", severity: .error, reason: "Answers are compared by the type that the query returns."
    ) { subject in
        queries(subject).compactMap { path, statement, expectation in
            guard let problem = problem(of: expectation, statement.answer) else { return nil }
            return Finding(path: path.appending("expect"), summary: problem.summary, fix: problem.fix)
        }
    }

    /// Why a query of that answer cannot return what is expected.
    private static func problem(
        of expectation: DrillPolicy.Expectation, _ answer: ReadOnlyStatement.Answer?
    ) -> (summary: String, fix: String)? {
        switch (answer, expectation) {
        case (.boolean?, .equal(let text)) where AnswerType.truth(text) == nil:
            ("the query returns true or false, and never `\(text.prefix(40))`", "write `true` or `false`")
        case (.boolean?, .atLeast), (.boolean?, .atMost):
            ("the query returns true or false, which has no bounds", "write `true` or `false`")
        case (.count?, .equal(let text)) where ExactDecimal(text).map { !$0.isWhole || $0.sign < 0 } ?? true:
            ("the query returns a count, and never `\(text.prefix(40))`", "write a whole number")
        case (.count?, .atMost(let bound)) where bound.sign < 0:
            ("the query returns a count, which is never below 0", "write a bound of at least 0")
        default: nil
        }
    }

    /// The policy's checks by query, each with its path.
    private static func queries(
        _ subject: LintSubject
    ) -> [(path: FieldPath, statement: ReadOnlyStatement, expectation: DrillPolicy.Expectation)] {
        (subject.policy.drill?.checks ?? []).enumerated().compactMap { index, check in
            guard case .query(let sql, let expectation) = check.kind, let statement = try? ReadOnlyStatement(sql) else {
                return nil
            }
            return (FieldPath("drill", "checks").appending(index), statement, expectation)
        }
    }

    private static let vaultWithoutRole = LintRule(
        id: "vault-without-role", severity: .warning,
        reason: "AWS Backup restores what is in its vaults with a role, and the drill refuses to start without one."
    ) { subject in
        guard let drill = subject.policy.drill, case .vault = drill.source, drill.restoreRole == nil else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "source", "vault"), summary: "no role restores from the vault",
                fix: "set `drill.restoreRole` to a role that backup.amazonaws.com may assume")
        ]
    }

    private static let drillTargetUnsaid = LintRule(
        id: "drill-target-unsaid", severity: .warning,
        reason: "Nothing is inherited from the source, so the drill refuses to start."
    ) { subject in
        // Databases outside RDS are restored where their own entries say.
        let isOfOthers = subject.policy.databases.isEmpty && !subject.policy.selfManaged.isEmpty
        guard let drill = subject.policy.drill, !isOfOthers else { return [] }
        let place: (path: FieldPath, target: DrillPolicy.Target?)
        if case .copy(let region) = drill.source {
            let index = drill.elsewhere.firstIndex { $0.region == region }
            place = (
                index.map { FieldPath("drill", "elsewhere").appending($0) } ?? FieldPath("drill", "source"),
                index.map { drill.elsewhere[$0].target }
            )
        } else {
            place = (FieldPath("drill", "into"), drill.into)
        }
        let missing = [
            place.target?.subnetGroup == nil ? "subnetGroup" : nil,
            place.target?.securityGroups.isEmpty ?? true ? "securityGroups" : nil,
            place.target?.instanceClass == nil ? "instanceClass" : nil,
        ].compactMap(\.self)
        guard !missing.isEmpty else { return [] }
        return [
            Finding(
                path: place.path,
                summary: "missing settings for the restored instance: \(missing.joined(separator: ", "))",
                fix: place.target == nil
                    ? "add the region to `drill.elsewhere` with these settings"
                    : "set them, separate from those of production")
        ]
    }

    private static let drillRegionOutOfScope = LintRule(
        id: "drill-region-out-of-scope", severity: .error,
        reason: "A drill creates instances only within the policy's scope."
    ) { subject in
        copyRegions(subject).compactMap { path, region in
            let databases = subject.policy.databases
            if !databases.isEmpty, databases.allSatisfy({ subject.policy.regions(of: $0).contains(region) }) {
                return Finding(
                    path: path, summary: "\(region) is the databases' own region, which receives no copies",
                    fix: "use `drill.into` and another `drill.source`")
            }
            guard !subject.policy.scope.regions.contains(region) else { return nil }
            return Finding(
                path: path, summary: "\(region) is not in `scope.regions`",
                fix: "add it there, after the primary region")
        }
    }

    private static let drillWithoutCopies = LintRule(
        id: "drill-without-copies", severity: .warning,
        reason: "A drill in a region without copies finds nothing to restore and fails."
    ) { subject in
        copyRegions(subject).compactMap { path, region in
            guard !subject.policy.databases.contains(where: { $0.backups.copyTo.contains(region) }) else { return nil }
            return Finding(
                path: path, summary: "no database of the policy is copied to \(region)",
                fix: "add \(region) to `databases[].backups.copyTo`")
        }
    }

    /// The regions whose copies a drill restores, each with its path in the policy.
    static func copyRegions(_ subject: LintSubject) -> [(path: FieldPath, region: Region)] {
        guard let drill = subject.policy.drill else { return [] }
        var regions = drill.elsewhere.enumerated().map { index, place in
            (path: FieldPath("drill", "elsewhere").appending(index).appending("region"), region: place.region)
        }
        if case .copy(let region) = drill.source { regions.append((FieldPath("drill", "source", "copyIn"), region)) }
        return regions
    }

    private static let nowWithoutMarker = LintRule(
        id: "drill-now-without-marker", severity: .error,
        reason:
            "The instant `now` is proven by one row before it and one after it, which need a table to be written to."
    ) { subject in
        guard let drill = subject.policy.drill, drill.source == .pointInTime("now"), drill.marker == nil else {
            return []
        }
        return [
            Finding(
                path: FieldPath("drill", "source", "pointInTime"), summary: "`drill.marker` is not set",
                fix: "set `drill.marker: schema.table`, or write `latest`")
        ]
    }

    private static let sourceOutOfReach = LintRule(
        id: "drill-point-out-of-reach", severity: .error,
        reason: "Point-in-time recovery reaches back only as far as automated backups."
    ) { subject in
        guard case .pointInTime(let moment)? = subject.policy.drill?.source, moment.hasSuffix(" ago"),
            let age = TimeSpan(String(moment.dropLast(4))),
            let retention = subject.databases.compactMap({ $0.1.backups.retention }).max(), age > retention
        else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "source", "pointInTime"),
                summary: "`\(moment)` is beyond the backup retention of \(retention)",
                fix: "choose a later point in time")
        ]
    }
}
