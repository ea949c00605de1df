package import AWSNames
package import RecoveryModel

/// Command-line options of a drill, which take precedence over the policy.
package struct DrillOptions: Hashable, Sendable, Codable {
    package var selection: DrillPolicy.Source?
    /// The instance to drill, where the policy's selectors match several.
    package var instance: String?
    /// The region whose copied snapshot is restored, in that region.
    package var copyRegion: Region?
    package var deadline: TimeSpan?
    package var mayShareSecurityGroups = false
    /// True to restore with production's class and Multi-AZ, whatever the policy says; nil in series of older versions.
    package var asProduction: Bool?
    /// Set at the command line, whatever the policy says.
    package var warms = false
    package var checksStructures = false
    /// Checksums of tables larger than this are of a sample.
    package var sampleAbove: ByteCount?
    /// What AWS Backup has restored, to be verified instead of a restore of the drill's own.
    package var adopted: AdoptedRestore?
    /// In milliseconds.
    package var pollInterval = 2_000
    package var teardownLimit = TimeSpan(30, .minutes)

    package init() {}
}

/// Turns a policy's drill section into a request in which every time and name is resolved.
package enum DrillRequestBuilder {
    /// Where, when and under which names the drill runs.
    package struct Circumstances: Sendable {
        package var scope: DrillScope
        package var now: Instant
        /// A few hex digits that make names unique.
        package var suffix: String
        /// The instances that the policy's selectors match, without those of drills.
        package var selected: [String]
        /// The selected databases that are clusters.
        package var clusters: Set<String> = []
        package var policyDigest: String
        /// The restore time expected from earlier drills, in milliseconds.
        package var expectedRestore: Int?
        /// The event before which the drill restores, once it is found.
        package var event: SourceEvent?

        package init(scope: DrillScope, now: Instant, suffix: String, selected: [String], policyDigest: String) {
            self.scope = scope
            self.now = now
            self.suffix = suffix
            self.selected = selected
            self.policyDigest = policyDigest
        }
    }

    /// The request, or all problems that prevent it.
    package static func request(
        _ policy: RecoveryPolicy, options: DrillOptions, _ here: Circumstances
    ) -> Result<DrillRequest, DrillRequestProblems> {
        var problems: [Diagnostic] = []
        guard let drill = policy.drill else {
            return .failure(
                DrillRequestProblems([
                    Diagnostic(
                        .error, id: "no-drill", "policy \(policy.name) has no drill section",
                        hint: "add `drill:` with `into:` and `checks:`")
                ]))
        }
        let source = source(options, here, &problems)
        let region = options.adopted == nil ? copyRegion(options, drill, here) : nil
        let selection =
            region == nil
            ? selection(
                options.adopted.map { DrillPolicy.Source.snapshot($0.snapshot) } ?? options.selection ?? drill.source,
                drill, here,
                &problems)
            : copySelection(options.selection, &problems)
        let checks = drill.checks.compactMap { check($0, &problems) }
        for query in [drill.schemaVersionQuery, drill.freshnessQuery].compactMap({ $0 }) {
            _ = statement(query, "drill", &problems)
        }
        guard problems.isEmpty, let source, let selection else { return .failure(DrillRequestProblems(problems)) }
        // A region that the policy does not mention gets no settings, and the guards refuse: nothing is inherited.
        let into =
            region.map { region in
                drill.place(in: region) ?? DrillPolicy.Target()
            } ?? drill.into
        var target = DrillTarget(
            id: DrillNaming.target(source: source, at: here.now, suffix: here.suffix), subnetGroup: into.subnetGroup,
            securityGroups: into.securityGroups, instanceClass: options.asProduction == true ? nil : into.instanceClass)
        target.region = region
        target.parameterGroup = into.parameterGroup == "same-as-source" ? nil : into.parameterGroup
        target.mayShareSecurityGroups = options.mayShareSecurityGroups
        target.tags = policy.tags
        let deadline = (options.deadline ?? policy.objectives.rto).seconds * 1_000
        var request = DrillRequest(
            id: DrillNaming.drill(policy: policy.name, at: here.now, suffix: here.suffix), policy: policy.name,
            policyDigest: here.policyDigest, scope: here.scope, startedAt: here.now, source: source,
            protected: Set(here.selected + policy.databases.flatMap(\.select.ids) + [source]).sorted(),
            selection: selection, target: target, rto: policy.objectives.rto.seconds * 1_000,
            rpo: policy.objectives.rpo.seconds * 1_000, deadline: deadline, checks: checks,
            expires: Instant(milliseconds: here.now.milliseconds + max(deadline * 2, 86_400_000)))
        if here.clusters.contains(source) { request.kind = .cluster }
        if options.asProduction == true { request.asProduction = true }
        if let adopted = options.adopted {
            request.adopted = adopted
            request.selection = .snapshot(adopted.snapshot)
            request.target.id = adopted.database
        }
        request.schemaVersionQuery = drill.schemaVersionQuery.flatMap { try? ReadOnlyStatement($0).text }
        request.freshnessQuery = drill.freshnessQuery.flatMap { try? ReadOnlyStatement($0).text }
        if region == nil, case .before = options.selection ?? drill.source { request.event = here.event }
        request.accepted = drill.accepted
        request.sampleAbove = options.sampleAbove?.bytes
        request.anomaly = drill.anomaly
        request.marker = drill.marker
        request.warms = drill.warms || options.warms
        request.checksStructures = drill.checksStructures || options.checksStructures
        request.smoke = drill.smoke
        request.secrets = drill.verifySecrets ? Set(policy.databases.flatMap(\.secrets)).sorted() : []
        request.budget = drill.budget
        if request.vault != nil {
            request.restoreRole = drill.restoreRole.map {
                VaultedRecoveryPoint.role(
                    $0, account: "\(here.scope.account)", partition: here.scope.region.partition.rawValue)
            }
        }
        request.expectedRestore = here.expectedRestore
        request.pollInterval = options.pollInterval
        request.teardownLimit = options.teardownLimit.seconds * 1_000
        return .success(request)
    }

    private static func source(
        _ options: DrillOptions, _ here: Circumstances, _ problems: inout [Diagnostic]
    ) -> String? {
        if let instance = options.instance {
            if here.selected.contains(instance) { return instance }
            problems.append(
                Diagnostic(
                    .error, id: "instance-not-in-policy", "the policy does not select \(instance)",
                    hint: Spelling.hint(for: instance, in: here.selected)
                        ?? "it selects \(CountText.list(here.selected.sorted()))"))
            return nil
        }
        guard here.selected.count == 1 else {
            problems.append(
                Diagnostic(
                    .error, id: here.selected.isEmpty ? "no-instance" : "several-instances",
                    here.selected.isEmpty
                        ? "the policy's selectors match no instance"
                        : "the policy selects \(CountText.list(here.selected.sorted()))",
                    hint: here.selected.isEmpty ? nil : "choose one with --instance ID"))
            return nil
        }
        return here.selected[0]
    }

    /// The region whose copy is restored; nil for the source's own region.
    private static func copyRegion(_ options: DrillOptions, _ drill: DrillPolicy, _ here: Circumstances) -> Region? {
        var region = options.copyRegion
        if region == nil, options.selection == nil, case .copy(let named) = drill.source { region = named }
        return region == here.scope.region ? nil : region
    }

    /// Of a database copied to another region, only snapshots exist.
    private static func copySelection(
        _ source: DrillPolicy.Source?, _ problems: inout [Diagnostic]
    ) -> RecoveryPointSelection? {
        switch source {
        case nil, .newest?, .copy?: return .newest
        case .snapshot(let id)?: return .snapshot(id)
        case .latest?, .fresh?, .pointInTime?, .before?, .vault?:
            problems.append(
                Diagnostic(
                    .error, id: "copies-are-snapshots", "only copied snapshots can be restored in another region",
                    hint: "omit the recovery point, or name a copy with --snapshot ID"))
            return nil
        }
    }

    private static func selection(
        _ source: DrillPolicy.Source, _ drill: DrillPolicy, _ here: Circumstances, _ problems: inout [Diagnostic]
    ) -> RecoveryPointSelection? {
        switch source {
        case .latest: return .latestAutomated
        case .newest, .copy: return .newest
        case .fresh: return .fresh
        case .snapshot(let id):
            return id.hasPrefix("arn:") ? snapshot(arn: id, drill, here, &problems) : .snapshot(id)
        case .vault(let vault): return .vault(vault)
        case .before(let text):
            if let event = here.event { return .pointInTime(event.at.justBefore) }
            problems.append(Diagnostic(.error, id: "no-event", "the event \"\(text)\" was not resolved"))
            return nil
        case .pointInTime(let text):
            if text == "latest" { return .latestRestorable }
            if text == "now" {
                if drill.marker != nil { return .marked }
                problems.append(
                    Diagnostic(
                        .error, id: "no-marker-table",
                        "to prove the instant `now`, a drill writes one row to the source before it and one after it, "
                            + "but the policy names no table for them",
                        hint: "set `drill.marker: schema.table` (see docs/drill.md), or restore `latest`"))
                return nil
            }
            if let instant = RelativeTime.instant(text, now: here.now) { return .pointInTime(instant) }
            problems.append(
                Diagnostic(
                    .error, id: "bad-time", "\"\(text)\" is not a time",
                    hint: "use an RFC 3339 time such as \(here.now), `15m ago`, `latest` or `now`"))
            return nil
        }
    }

    static func check(_ check: DrillPolicy.Check, _ problems: inout [Diagnostic]) -> PolicyCheck? {
        switch check.kind {
        case .rowCount(let table, let until):
            return PolicyCheck(name: check.name, kind: .rowCount(table: table, until: until))
        case .checksum(let table, let columns, let until):
            return PolicyCheck(name: check.name, kind: .checksum(table: table, columns: columns, until: until))
        case .query(let sql, let expectation):
            guard let text = statement(sql, "check \"\(check.name)\"", &problems) else { return nil }
            let expected: PlannedCheck.Expectation =
                switch expectation {
                case .equal(let value): .equal(value)
                case .atLeast(let value): .atLeast(value)
                case .atMost(let value): .atMost(value)
                }
            return PolicyCheck(name: check.name, kind: .query(text, expected))
        }
    }

    static func statement(_ sql: String, _ place: String, _ problems: inout [Diagnostic]) -> String? {
        do throws(ReadOnlyStatement.Refusal) {
            return try ReadOnlyStatement(sql).text
        } catch {
            problems.append(Diagnostic(.error, id: "not-a-query", "\(place): \(error)"))
            return nil
        }
    }
}

/// All problems that prevent a drill of a policy.
package struct DrillRequestProblems: Error, Sendable, Equatable, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// Times as people write them: RFC 3339, `15m ago`, or as reports show them.
package enum RelativeTime {
    /// Nil when the text is none of these.
    package static func instant(_ text: String, now: Instant) -> Instant? {
        if let instant = Instant(text) ?? Instant(shown: text) { return instant }
        let words = text.split(separator: " ")
        guard words.count == 2, words[1] == "ago", let span = TimeSpan(String(words[0])) else { return nil }
        return now - span
    }
}
