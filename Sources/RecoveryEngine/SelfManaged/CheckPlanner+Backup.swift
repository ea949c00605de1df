package import RecoveryModel

extension CheckPlanner {
    /// The checks of what was restored from a backup outside RDS. None asks the source: the manifest of a dump has its
    /// counts and its schema version as they were in the snapshot, and a disaster leaves no source to ask.
    ///
    /// A checksum has nothing to be compared with: `unaskedChecksums` says so.
    package static func planOfBackup(
        _ request: DrillRequest, _ backup: DrilledBackup, at point: RecoveryPoint
    ) -> [PlannedCheck] {
        let manifest = backup.manifest
        var checks = policyChecks(request.checks, at: point, major: backup.major, manifest)
        if let query = request.schemaVersionQuery {
            let isSame = manifest?.schemaVersionQuery.flatMap { try? ReadOnlyStatement($0).text } == query
            checks.append(
                PlannedCheck(
                    name: CheckName.schemaVersion, origin: .policy, sql: query,
                    expectation: isSame ? manifest?.schemaVersion.map { .equal($0) } ?? .measured : .measured))
        }
        if let query = request.freshnessQuery {
            checks.append(
                PlannedCheck(name: CheckName.newestData, origin: .policy, sql: query, expectation: .measured))
        }
        return checks + BuiltInChecks.all.filter { $0.expectation == .measured } + [ProfileQuery.check]
            + (request.checksStructures ? StructureChecks.all(server: backup.version) : [])
    }

    /// The policy's own checks of a dump alone.
    package static func policyChecks(_ checks: [PolicyCheck], _ manifest: BackupManifest) -> [PlannedCheck] {
        policyChecks(checks, at: DrilledBackup.dump(manifest).point(), major: manifest.server.major, manifest)
    }

    private static func policyChecks(
        _ checks: [PolicyCheck], at point: RecoveryPoint, major: Int, _ manifest: BackupManifest?
    ) -> [PlannedCheck] {
        checks.flatMap { check -> [PlannedCheck] in
            if case .checksum = check.kind { return [] }
            return planned(check, point: point, major: major, sampleAbove: nil).map { planned in
                var alone = planned
                if alone.expectation == .sameAsSource { alone.expectation = expected(check, manifest) }
                alone.absenceBeside = nil
                alone.isBounded = false
                return alone
            }
        }
    }

    /// The rows that the manifest counted; at least one where the check counts some of them.
    private static func expected(_ check: PolicyCheck, _ manifest: BackupManifest?) -> PlannedCheck.Expectation {
        guard case .rowCount(let table, nil) = check.kind,
            let counted = manifest?.tables.first(where: { $0.quoted == qualified(table) })
        else { return .atLeast(1) }
        return .equal("\(counted.rows)")
    }

    /// As the manifest quotes it: a table without a schema is in `public`.
    private static func qualified(_ table: String) -> String {
        let quoted = SQLQuoting.table(table)
        return quoted.contains("\".\"") ? quoted : SQLQuoting.identifier("public") + "." + quoted
    }

    /// A result for each checksum of the policy, which says that nobody computed it.
    package static func unaskedChecksums(_ checks: [PolicyCheck]) -> [CheckResult] {
        checks.compactMap { check in
            guard case .checksum = check.kind else { return nil }
            var result = CheckResult(
                name: check.name, origin: .policy, query: "", queryDigest: "", expected: "the source's answer",
                got: nil,
                milliseconds: 0, verdict: .warned)
            result.detail = "not computed: a backup has counts to compare with, and no checksums"
            return result
        }
    }
}

extension DrillPolicy {
    /// The policy's checks, as a restored database is asked them; those that are no queries are left out.
    package var asked: [PolicyCheck] {
        var problems: [Diagnostic] = []
        return checks.compactMap { DrillRequestBuilder.check($0, &problems) }
    }
}
