import AWSCore
import AWSNames
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

extension CommandContext {
    /// What a runbook is written from, as AWS shows it to the audit's collector.
    ///
    /// - Throws: `CommandFailure` when no target can be entered, `CancellationError`.
    func runbookFacts(_ documents: [PolicyDocument], _ source: EvidenceSource) async throws -> RunbookFacts {
        let now = now()
        let loaded = LoadedPolicies(documents: documents, unread: [])
        return try await withTargets(loaded.ofRun) { run in
            let outcome = try await run.each { opened in
                let document = documents.first { $0.policy.name == opened.policy.name }
                return (try await estate(opened, file: document?.file ?? "", source), .success)
            }
            var policies: [RunbookFacts.Policy] = []
            for document in documents {
                let client = run.sessions.own.client.with {
                    $0.region = document.policy.scope.regions.first ?? $0.region
                }
                policies.append(try await policy(document, source, client: client, at: now))
            }
            var gaps = outcome.run.failures.map { "\($0.target.shown): \($0.failure)" }
            gaps += run.list.uncovered.map { place in
                let account = place.account?.description ?? ""
                return "\(place.policy) \(account) \(place.region?.rawValue ?? ""): \(place.reason)"
            }
            return RunbookFacts(
                at: now, policies: policies, estates: outcome.run.values, errors: RestoreErrors.advice, gaps: gaps,
                isOffline: false)
        }
    }

    /// The same without a call: from the policy, and from inventory and evidence where they are in a folder.
    ///
    /// - Throws: `CommandFailure`.
    func offlineFacts(_ documents: [PolicyDocument], _ source: EvidenceSource) async throws -> RunbookFacts {
        let now = now()
        var policies: [RunbookFacts.Policy] = []
        var estates: [RunbookFacts.Estate] = []
        let unasked = "AWS was not asked (--offline)"
        for document in documents {
            policies.append(try await policy(document, source, client: nil, at: now))
            for account in document.policy.scope.accounts {
                for region in document.policy.targetRegions where options.region.map({ $0 == region }) ?? true {
                    let name = TargetName(policy: document.policy.name, account: account, region: region)
                    let target = Target(document.policy, account: account, region: region)
                    let kept = try await kept(document.policy, name, source, client: nil)
                    estates.append(
                        RunbookFacts.Estate(
                            ControlContext(unseen: target, now: now), name, file: document.file,
                            databases: unseen(
                                target.policy, kept, unread: [.instance: unasked, .cluster: unasked], reason: unasked),
                            isImagined: true))
                }
            }
        }
        return RunbookFacts(
            at: now, policies: policies, estates: estates, errors: RestoreErrors.advice, gaps: [], isOffline: true)
    }

    /// A policy with what its evidence says; evidence that cannot be read, or is in a bucket that is not asked, is unknown.
    private func policy(
        _ document: PolicyDocument, _ source: EvidenceSource, client: AWSClient?, at now: Instant
    ) async throws -> RunbookFacts.Policy {
        let source = try evidence(source, of: document.policy)
        var proven: Collected<[DrillRecord]>
        if client == nil, needsSession(source) {
            proven = .unavailable(.init(operation: "evidence", reason: "it is in a bucket, and AWS was not asked"))
        } else {
            do {
                let store = try evidence(at: source.place, key: nil, client: client)
                let reading = try await store.reading(
                    of: document.policy.name, by: try await trust(source, client: client), at: now)
                let isEmpty = reading.verification.records == 0
                proven = isEmpty ? .known([]) : reading.proven
            } catch let error as CancellationError {
                throw error
            } catch {
                proven = .unavailable(.init(operation: "evidence", reason: CommandFailure(error).message))
            }
        }
        return RunbookFacts.Policy(
            document, derived: ObjectivesCommand.derived(document), proven: proven, now: now)
    }

    /// What AWS shows of one target.
    private func estate(
        _ open: OpenTarget, file: String, _ source: EvidenceSource
    ) async throws -> RunbookFacts.Estate {
        let target = Target(open.policy, account: open.session.account, region: open.session.region)
        let judged = ControlContext(target, try await inventory(target, open))
        let kept = try await kept(open.policy, open.name, source, client: open.home.client)
        let sources = DrillSources(client: patient(open.session.client))
        var databases: [RunbookFacts.Database] = []
        let unread = judged.unlistedDatabases.mapValues(\.reason)
        let selected = judged.selectedDatabases.flatMap { kind, ids in ids.map { (kind, $0) } }
        for (kind, id) in selected {
            guard let described = try await sources.described(id, kind),
                let entry = target.policy.entry(of: id, kind, described.instance.tags)
            else { continue }
            databases.append(
                .init(id: id, kind: kind, entry: entry, source: .known(described.instance), origin: .live))
        }
        let seen = Set(databases.map(\.id))
        let absent = "not found in \(open.name.region)"
        databases += unseen(target.policy, kept, unread: unread, reason: absent).filter { !seen.contains($0.id) }
        return RunbookFacts.Estate(judged, open.name, file: file, databases: databases, isImagined: false)
    }

    /// The databases that the policy names or the inventory has, without a look at AWS.
    ///
    /// - Parameters:
    ///   - unread: Why AWS does not say whether those of a kind are there.
    ///   - reason: Why the others are not known.
    private func unseen(
        _ policy: RecoveryPolicy, _ kept: KeptInventoryLink?, unread: [DatabaseKind: String], reason: String
    ) -> [RunbookFacts.Database] {
        let known = kept?.inventory.databases ?? []
        let named = policy.databases.flatMap { entry in entry.select.ids.map { ($0, entry) } }
        let tagged = known.filter { facts in !named.contains { $0.0 == facts.id } }.compactMap { facts in
            policy.entry(of: facts.id, facts.kind, facts.tags).map { (facts.id, $0) }
        }
        return (named + tagged).map { id, entry in
            let facts = known.first { $0.id == id && $0.kind == entry.kind }
            let why = unread[entry.kind]
            let source: Collected<InstanceFacts> =
                facts.map { .known($0) }
                ?? .unavailable(.init(operation: "rds:DescribeDBInstances", reason: why ?? reason))
            return .init(
                id: id, kind: entry.kind, entry: entry, source: source,
                origin: facts == nil ? .policy : .inventory(at: kept?.at ?? Instant(milliseconds: 0)), unread: why)
        }
    }

    /// The newest inventory that can be believed; nil without one, or where it is in a bucket that is not asked.
    private func kept(
        _ policy: RecoveryPolicy, _ name: TargetName, _ source: EvidenceSource, client: AWSClient?
    ) async throws -> KeptInventoryLink? {
        if client == nil, needsSession(try evidence(source, of: policy)) { return nil }
        return try await knownInventory(
            of: policy, in: DrillScope(account: name.account, region: name.region), evidence: source.place,
            client: client)
    }
}

extension RecoveryPolicy {
    /// The entry that selects a database, by its id or by its tags.
    fileprivate func entry(of id: String, _ kind: DatabaseKind, _ tags: [String: String]) -> DatabasePolicy? {
        databases.first { $0.kind == kind && $0.select.ids.contains(id) }
            ?? databases.first { entry in
                entry.kind == kind && entry.select.ids.isEmpty && !TestRestore.made(id, tags: tags)
                    && entry.select.tags.allSatisfy { tags[$0.key] == $0.value }
            }
    }
}
