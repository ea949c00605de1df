import RecoveryModel

extension LintRule {
    static let drillRules = [
        drillMissing, drillBeyondRetention, drillWithoutChecks, drillTargetUnsaid, sourceOutOfReach,
    ]

    private static let drillMissing = LintRule(
        id: "no-drill", severity: .warning, reason: "A backup that was never restored is a hope."
    ) { subject in
        guard subject.policy.drill == nil, !subject.policy.databases.isEmpty,
            !subject.isWritten(FieldPath("drill"))
        else { return [] }
        return [
            Finding(
                path: FieldPath("objectives"), summary: "nothing proves that they can be met",
                fix: "add a `drill` section, or write `drill: null`")
        ]
    }

    private static let drillBeyondRetention = LintRule(
        id: "drill-beyond-retention", severity: .warning,
        reason: "A broken backup would be found after the last good one is gone."
    ) { subject in
        guard let every = subject.policy.drill?.every,
            let longest = subject.databases.compactMap({ $0.1.longestRetention() }).max(), longest < every
        else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "every"),
                summary: "a drill every \(every), while the oldest recovery point is \(longest) old",
                fix: "write `every: \(longest.days)d` or less, or keep monthly recovery points")
        ]
    }

    private static let drillWithoutChecks = LintRule(
        id: "drill-without-checks", severity: .warning,
        reason: "Restored is not verified: a drill without a check fails."
    ) { subject in
        guard let drill = subject.policy.drill, drill.checks.isEmpty else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "checks"), summary: "there is no check",
                fix: "add one, such as `- {name: entries, table: entries, compare: rowCount}`")
        ]
    }

    private static let drillTargetUnsaid = LintRule(
        id: "drill-target-unsaid", severity: .warning,
        reason: "Nothing is inherited from the source, so the drill refuses to start."
    ) { subject in
        guard let drill = subject.policy.drill else { return [] }
        let missing = [
            drill.into.subnetGroup == nil ? "subnetGroup" : nil,
            drill.into.securityGroups.isEmpty ? "securityGroups" : nil,
            drill.into.instanceClass == nil ? "instanceClass" : nil,
        ].compactMap(\.self)
        guard !missing.isEmpty else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "into"), summary: "it is not said where: \(missing.joined(separator: ", "))",
                fix: "write them, apart from what production uses")
        ]
    }

    private static let sourceOutOfReach = LintRule(
        id: "drill-point-out-of-reach", severity: .error,
        reason: "Point-in-time recovery reaches back as far as automated backups are kept."
    ) { subject in
        guard case .pointInTime(let moment)? = subject.policy.drill?.source, moment.hasSuffix(" ago"),
            let age = TimeSpan(String(moment.dropLast(4))),
            let retention = subject.databases.compactMap({ $0.1.backups.retention }).max(), age > retention
        else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "source", "pointInTime"),
                summary: "`\(moment)` is older than the \(retention) that backups are kept", fix: "name a later point")
        ]
    }
}
