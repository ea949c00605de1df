package import RecoveryModel

/// The faults that a drill must be able to detect.
package enum RedWay: String, CaseIterable, Sendable, Codable {
    case wrongRowCount, missingTable, rowsAfterT, staleRecoveryPoint, unreachableInstance, failedTeardown
    /// Rows of a table that a restore empties, while every count of the policy agrees.
    case lostRows
    // Damage that only the history of drills shows.
    case shrunkTable, emptiedColumn, encryptedColumn, oldNewestRow, olderSchema

    /// The verdict that a drill with this fault must reach.
    package var expected: DrillVerdict {
        switch self {
        case .wrongRowCount, .missingTable, .rowsAfterT, .unreachableInstance, .lostRows, .shrunkTable,
            .emptiedColumn, .encryptedColumn, .oldNewestRow, .olderSchema:
            .notVerified
        case .staleRecoveryPoint: .objectiveBreached
        case .failedTeardown: .cleanupFailed
        }
    }

    /// The exit code of such a drill, as documented in docs/exit-codes.md.
    package var expectedExit: Int32 { self == .failedTeardown ? 6 : 3 }
}

/// What a real drill observed when it was given a reason to fail.
package struct RedFindings: Sendable, Equatable {
    /// The answers of the restored database to the checks of `DrillSelftest.checks`.
    package var answers: [CheckObservation]
    /// The error of a connection attempt to a closed port of the restored instance's host.
    package var refusal: String

    package init(answers: [CheckObservation], refusal: String) {
        self.answers = answers
        self.refusal = refusal
    }
}

/// Negative controls: one real drill, whose events are replayed with one fault at a time.
///
/// The checks that must fail really run against the restored database, so that SQL and judgement are tested together. A
/// fault that cannot be caused without harm (a deletion that fails) is only simulated.
package enum DrillSelftest {
    /// Checks that must not pass on any database, one for each fault that a check can detect.
    package static func checks(_ request: DrillRequest) -> [RedWay: PlannedCheck] {
        var checks = [
            RedWay.missingTable: PlannedCheck(
                name: "selftest: missing table", origin: .policy,
                sql: "select count(*) from \"drctl_selftest_no_such_table\"", expectation: .atLeast(0)),
            RedWay.wrongRowCount: PlannedCheck(
                name: "selftest: wrong row count", origin: .policy, sql: "select count(*) from pg_class",
                expectation: .equal("-1")),
        ]
        for check in request.checks {
            guard case .rowCount(let table, let until) = check.kind else { continue }
            checks[.wrongRowCount]?.sql = "select count(*) from \(SQLQuoting.table(table))"
            guard let until else { continue }
            checks[.rowsAfterT] = PlannedCheck(
                name: "selftest: rows after T", origin: .policy,
                sql: """
                    select count(*) from \(SQLQuoting.table(table)) \
                    where \(SQLQuoting.identifier(until)) > '1970-01-01T00:00:00Z'::timestamptz
                    """, expectation: .equal("0"))
            break
        }
        if checks[.rowsAfterT] == nil, let query = request.freshnessQuery {
            checks[.rowsAfterT] = PlannedCheck(
                name: "selftest: rows after T", origin: .policy, sql: query,
                expectation: .notAfter(Instant(milliseconds: 0)))
        }
        return checks
    }

    /// The faults that a drill of this request can have: without a question for the newest row or the schema's version
    /// nothing is known of them.
    package static func ways(_ request: DrillRequest) -> [RedWay] {
        RedWay.allCases.filter { way in
            switch way {
            case .oldNewestRow: request.freshnessQuery != nil
            case .olderSchema: request.schemaVersionQuery != nil
            default: true
            }
        }
    }

    /// The record that the same drill would have given with this fault; nil when the log is not that of a complete
    /// drill.
    package static func replay(
        _ way: RedWay, request: DrillRequest, log: [(event: DrillEvent, at: Instant)], findings: RedFindings
    ) -> DrillRecord? {
        var request = request
        if way == .staleRecoveryPoint { request.rpo = 0 }
        // What the policy accepts must be found all the same.
        request.accepted = way == .lostRows ? [] : request.accepted
        if let damage = SelftestDamage(way) { damage.prepare(&request) }
        var machine = DrillMachine(request)
        for (event, instant) in log {
            let actions: [DrillAction]
            switch (way, event) {
            case (.wrongRowCount, .copyAnswered(var answers)), (.missingTable, .copyAnswered(var answers)),
                (.rowsAfterT, .copyAnswered(var answers)):
                guard let check = checks(request)[way] else { return nil }
                machine.checks.append(check)
                answers.observations += findings.answers.filter { $0.name == check.name }
                actions = machine.handle(.copyAnswered(answers), at: instant)
            case (.lostRows, .sourceAnswered(let answers)):
                actions = machine.handle(.sourceAnswered(losing(answers)), at: instant)
            case (.shrunkTable, .copyAnswered(let answers)), (.emptiedColumn, .copyAnswered(let answers)),
                (.encryptedColumn, .copyAnswered(let answers)), (.oldNewestRow, .copyAnswered(let answers)),
                (.olderSchema, .copyAnswered(let answers)):
                guard let damage = SelftestDamage(way) else { return nil }
                actions = machine.handle(.copyAnswered(damage.done(to: answers)), at: instant)
            case (.unreachableInstance, .connected):
                let late = Instant(milliseconds: request.startedAt.milliseconds + request.deadline * 2)
                _ = machine.handle(
                    .connectionRefused(reason: findings.refusal, isFinal: false, isAuthentication: false), at: late)
                return removed(&machine, log)
            case (.failedTeardown, .deletionAccepted):
                return refused(&machine, log, instant)
            default: actions = machine.handle(event, at: instant)
            }
            for case .finish(let record) in actions { return record }
        }
        return nil
    }

    /// The source's answers, with one more table whose rows no restore brings back.
    private static func losing(_ answers: Answers) -> Answers {
        var answers = answers
        for (index, observation) in answers.observations.enumerated() where observation.name == CheckName.tableSurvey {
            answers.observations[index].value = observation.value.map {
                Survey.adding(SurveyFact(.unloggedTables, "selftest", "rows"), to: $0)
            }
        }
        return answers
    }

    /// Replays the end of the log, in which the instance is deleted.
    private static func removed(
        _ machine: inout DrillMachine, _ log: [(event: DrillEvent, at: Instant)]
    ) -> DrillRecord? {
        let end = log.lastIndex { if case .fidelityCompared = $0.event { true } else { false } } ?? log.startIndex
        for (event, instant) in log[end...].dropFirst() {
            for case .finish(let record) in machine.handle(event, at: instant) { return record }
        }
        return nil
    }

    /// Simulates a deletion that AWS refuses every time.
    private static func refused(
        _ machine: inout DrillMachine, _ log: [(event: DrillEvent, at: Instant)], _ instant: Instant
    ) -> DrillRecord? {
        guard let restored = machine.restored else { return nil }
        for _ in 0..<6 {
            _ = machine.handle(
                .actionFailed(operation: "rds:DeleteDBInstance", reason: "refused by the selftest", isTransient: false),
                at: instant)
            if machine.state == .sweeping || machine.state == .deletingSnapshot { break }
            _ = machine.handle(.instanceObserved(restored), at: instant)
        }
        if machine.state == .deletingSnapshot { _ = machine.handle(.snapshotDeleted, at: instant) }
        for case .finish(let record) in machine.handle(.leftoversListed([]), at: instant) { return record }
        return nil
    }
}
