package import RecoveryModel

/// The ways in which a drill must be able to go red.
package enum RedWay: String, CaseIterable, Sendable, Codable {
    case wrongRowCount, missingTable, rowsAfterT, staleRecoveryPoint, unreachableInstance, failedTeardown

    /// How a drill that goes this way must end.
    package var expected: DrillVerdict {
        switch self {
        case .wrongRowCount, .missingTable, .rowsAfterT, .unreachableInstance: .notVerified
        case .staleRecoveryPoint: .objectiveBreached
        case .failedTeardown: .cleanupFailed
        }
    }

    /// What the process of such a drill must end with, as docs/exit-codes.md promises.
    package var expectedExit: Int32 { self == .failedTeardown ? 6 : 3 }
}

/// What a drill that was really run saw when it was given cause to go red.
package struct RedFindings: Sendable, Equatable {
    /// The answers of the restored database to the checks of `DrillSelftest.checks`.
    package var answers: [CheckObservation]
    /// What an attempt at a closed port of the restored instance's host gave.
    package var refusal: String

    package init(answers: [CheckObservation], refusal: String) {
        self.answers = answers
        self.refusal = refusal
    }
}

/// Negative controls: one real drill, and its events played again with one thing gone wrong each time.
///
/// The restored database is really asked the checks that must fail, so that the SQL and the judgement are proven
/// together; what cannot be brought about without harm (a deletion that fails) is told to the machine instead.
package enum DrillSelftest {
    /// Checks that must not pass on any database, one for each way that a check can find.
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

    /// The record of the same drill, had it gone this way. Nil when the log is not one of a whole drill.
    package static func replay(
        _ way: RedWay, request: DrillRequest, log: [(event: DrillEvent, at: Instant)], findings: RedFindings
    ) -> DrillRecord? {
        var request = request
        if way == .staleRecoveryPoint { request.rpo = 0 }
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

    /// Plays the end of the log, in which the instance goes.
    private static func removed(
        _ machine: inout DrillMachine, _ log: [(event: DrillEvent, at: Instant)]
    ) -> DrillRecord? {
        let end = log.lastIndex { if case .fidelityCompared = $0.event { true } else { false } } ?? log.startIndex
        for (event, instant) in log[end...].dropFirst() {
            for case .finish(let record) in machine.handle(event, at: instant) { return record }
        }
        return nil
    }

    /// A deletion that AWS refuses every time.
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
