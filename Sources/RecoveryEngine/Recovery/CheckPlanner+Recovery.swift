import RecoveryModel

extension CheckPlanner {
    /// The checks of a recovery, whose source is lost or damaged: what the policy expects by itself, rows where it counts
    /// some, and the figures of tables, which are compared with those of earlier drills.
    ///
    /// A checksum has nothing to be compared with, and is left out.
    static func planWithoutSource(_ request: DrillRequest, point: RecoveryPoint, major: Int) -> [PlannedCheck] {
        var checks = request.checks.flatMap { check -> [PlannedCheck] in
            if case .checksum = check.kind { return [] }
            return planned(check, point: point, major: major, sampleAbove: nil).map { planned in
                var alone = planned
                if alone.expectation == .sameAsSource { alone.expectation = .atLeast(1) }
                alone.absenceBeside = nil
                alone.isBounded = false
                return alone
            }
        }
        if let query = request.schemaVersionQuery {
            checks.append(
                PlannedCheck(name: CheckName.schemaVersion, origin: .policy, sql: query, expectation: .measured))
        }
        if let query = request.freshnessQuery {
            checks.append(
                PlannedCheck(
                    name: CheckName.newestData, origin: .policy, sql: query,
                    expectation: point.kind == .pointInTime ? .notAfter(point.time) : .measured))
        }
        return checks + BuiltInChecks.all.filter { $0.expectation == .measured } + [ProfileQuery.check]
            + (request.checksStructures ? StructureChecks.all(server: "\(major)") : [])
    }
}
