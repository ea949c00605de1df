package import RecoveryModel

/// Turns the policy's checks and the built-in ones into queries, once the recovery point's time is known.
package enum CheckPlanner {
    /// Every check of the drill, in the order in which they run.
    ///
    /// - Parameter server: The version of the database, such as `15.18`: some checks need a newer server.
    package static func plan(
        _ request: DrillRequest, point: RecoveryPoint, marking: Marking? = nil, server: String
    ) -> [PlannedCheck] {
        let major = server.split(separator: ".").first.flatMap { Int($0) } ?? 0
        if request.mission != nil { return planWithoutSource(request, point: point, major: major) }
        var checks = request.checks.flatMap {
            planned($0, point: point, major: major, sampleAbove: request.sampleAbove)
        }
        // A sample counts its own rows only.
        if request.sampleAbove == nil { shareScans(request.checks, &checks) }
        if let marking {
            checks += MarkerTable.checks(marking, of: request.id)
        } else if let table = request.marker, point.kind == .pointInTime {
            checks += MarkerTable(table).checks(around: point.time)
        }
        if let query = request.schemaVersionQuery {
            checks.append(
                PlannedCheck(
                    name: CheckName.schemaVersion, origin: .policy, sql: query, expectation: .sameAsSource))
        }
        if let query = request.freshnessQuery {
            checks.append(
                PlannedCheck(
                    name: CheckName.newestData, origin: .policy, sql: query,
                    expectation: point.kind == .pointInTime ? .notAfter(point.time) : .measured))
        }
        return checks + BuiltInChecks.all + SurveyQueries.checks(server: server) + [ProfileQuery.check]
            + (request.checksStructures ? StructureChecks.all(server: server) : [])
    }

    /// The checks that run against the source too.
    package static func baseline(_ checks: [PlannedCheck]) -> [PlannedCheck] {
        checks.filter { check in
            [.sameAsSource, .surveyed, .profiled].contains(check.expectation) || check.absenceBeside != nil
                || check.name == CheckName.newestData
                || check.name == CheckName.databaseSize
        }
    }

    /// A table that is both counted and summed up to one time is read once.
    private static func shareScans(_ policy: [PolicyCheck], _ checks: inout [PlannedCheck]) {
        for check in policy {
            guard case .rowCount(let table, let until) = check.kind else { continue }
            let sum = policy.first { other in
                guard case .checksum(table, _, until) = other.kind else { return false }
                return other.name != check.name
            }
            guard let sum, let index = checks.firstIndex(where: { $0.name == check.name }) else { continue }
            checks[index].countOf = sum.name
        }
    }

    static func planned(
        _ check: PolicyCheck, point: RecoveryPoint, major: Int, sampleAbove: Int?
    ) -> [PlannedCheck] {
        switch check.kind {
        case .rowCount(let table, let until):
            let sql = "select count(*) from \(SQLQuoting.table(table))\(bound(until, point.time))"
            return [compared(check, sql, until)] + after(check, table, until, point)
        case .checksum(let table, let columns, let until):
            let sum = TableChecksum(
                table: table, columns: columns, bound: bound(until, point.time), major: major, sampleAbove: sampleAbove)
            var planned = compared(check, sum.sql, until)
            planned.isGenerator = sum.isGenerator
            return [planned] + after(check, table, until, point)
        case .query(let sql, let expectation):
            return [PlannedCheck(name: check.name, origin: .policy, sql: sql, expectation: expectation)]
        }
    }

    private static func compared(_ check: PolicyCheck, _ sql: String, _ until: String?) -> PlannedCheck {
        PlannedCheck(
            name: check.name, origin: .policy, sql: sql, expectation: .sameAsSource, isBounded: until != nil)
    }

    /// A point in time is proven from both sides: rows written after it must be absent from the copy.
    private static func after(
        _ check: PolicyCheck, _ table: String, _ until: String?, _ point: RecoveryPoint
    ) -> [PlannedCheck] {
        guard point.kind == .pointInTime, let until else { return [] }
        let sql = """
            select count(*) from \(SQLQuoting.table(table)) \
            where \(SQLQuoting.identifier(until)) > \(constant(point.time))
            """
        return [
            PlannedCheck(
                name: "\(check.name): none after T", origin: .policy, sql: sql, expectation: .equal("0"),
                absenceBeside: check.name)
        ]
    }

    private static func bound(_ until: String?, _ time: Instant) -> String {
        until.map { " where \(SQLQuoting.identifier($0)) <= \(constant(time))" } ?? ""
    }

    private static func constant(_ time: Instant) -> String { "'\(time)'::timestamptz" }
}
