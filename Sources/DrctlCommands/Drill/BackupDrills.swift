import AWSCore
import AWSNames
import FoundationEssentials
import PostgresTools
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// The drills of a PostgreSQL outside RDS: opens what the policy names, runs one, and stores its evidence in the same chain
/// as those of RDS.
struct BackupDrills: Sendable {
    let context: CommandContext
    let document: PolicyDocument
    let entry: SelfManagedPolicy
    let settings: DrillSettings
    /// Of a drill that is one of several.
    var series: DrillSeriesParts?

    private var policy: RecoveryPolicy { document.policy }

    /// Runs one drill, or a dry run of it, with a session where something of it is at AWS.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    func run(_ options: DrillOptions, isRehearsal: Bool) async throws -> DrillRecord {
        guard try needsSession() else { return try await run(options, isRehearsal, session: nil) }
        return try await context.withSession(region: policy.scope.regions.first) { session in
            try await run(options, isRehearsal, session: session)
        }
    }

    /// Whether the backups, a login, the key, the evidence or the topic is at AWS.
    private func needsSession() throws -> Bool {
        let source = try context.evidence(EvidenceSource(place: settings.evidence), of: policy)
        let key =
            settings.signingKey ?? context.environment["DRCTL_SIGNING_KEY"]
            ?? (policy.evidence?.signingKey == nil ? "" : "secretsmanager:")
        let isInBucket = entry.backups?.to.hasPrefix("s3://") ?? false
        return isInBucket || entry.drill?.server.secret != nil || policy.notifications != nil
            || key.hasPrefix("secretsmanager:") || context.needsSession(source)
    }

    /// The same in a session that is open; nil where nothing is at AWS.
    func run(_ options: DrillOptions, _ isRehearsal: Bool, session: AWSSession?) async throws -> DrillRecord {
        let engine = try engine()
        if let session, !policy.scope.accounts.contains(session.account) {
            throw CommandFailure(
                .refused, "the session belongs to account \(session.account), which the policy does not name",
                hint: "use credentials of the right one, with --profile or --assume-role")
        }
        let client = session.map { context.patient($0.client) }
        let key = try await context.signingKey(settings.signingKey, of: policy, client: client)
        let evidence = try context.evidence(
            at: try context.evidencePlace(settings.evidence, of: policy), key: key, client: client)
        try await context.requireSigner(of: evidence, policy.name)
        let request = try await request(options, client)
        let lock = series == nil && !isRehearsal ? try context.lockDrills(of: policy.name, for: request.id) : nil
        defer { withExtendedLifetime(lock) {} }
        let record: DrillRecord
        switch engine {
        case .dumps(let backups, let scratch):
            record = try await restoreDump(backups, scratch, request, client, isRehearsal)
        case .stanza(let stanza, let scratch):
            let runner = try stanzaRunner(stanza)
            context.console.say("Drill \(request.id) of \(entry.database), from \(entry.place)")
            record = await runner.run(request, in: scratch, isRehearsal: isRehearsal)
        }
        return isRehearsal ? record : await keep(record, in: evidence, session)
    }

    /// What restores, and where.
    private enum Engine {
        case dumps(SelfManagedPolicy.Backups, SelfManagedPolicy.Drill)
        case stanza(SelfManagedPolicy.PgBackRest, SelfManagedPolicy.StanzaDrill)
    }

    /// - Throws: `CommandFailure` where the policy does not say where.
    private func engine() throws -> Engine {
        if let stanza = entry.pgBackRest {
            guard let scratch = stanza.drill else {
                throw CommandFailure(
                    .refused, "the policy names no folder in which \(entry.database) could be restored",
                    hint: "add `drill: {folder: /srv/drills}` to `pgBackRest` of its entry in `selfManaged`")
            }
            return .stanza(stanza, scratch)
        }
        guard let backups = entry.backups, let scratch = entry.drill else {
            throw CommandFailure(
                .refused, "the policy names no server on which \(entry.database) could be restored",
                hint: "add `drill: {server: {service: NAME}}` to its entry in `selfManaged`")
        }
        return .dumps(backups, scratch)
    }

    private func restoreDump(
        _ backups: SelfManagedPolicy.Backups, _ scratch: SelfManagedPolicy.Drill, _ request: DrillRequest,
        _ client: AWSClient?, _ isRehearsal: Bool
    ) async throws -> DrillRecord {
        var restore = BackupRestoreOrder(try await context.serverLogin(scratch.server.options, client: client))
        restore.identity = scratch.identity ?? context.environment["DRCTL_AGE_IDENTITY"]
        restore.jobs = backups.jobs
        var order = BackupDrillRunner.Order(restore)
        order.sourceAddress = await address(of: entry, client)
        order.protection = await protection(of: restore.connection, client)
        context.console.say("Drill \(request.id) of \(entry.database), from \(backups.to)")
        let runner = BackupDrillRunner(
            store: try store(backups.to, client), trust: try trust(), programs: try context.backupPrograms(),
            now: context.now, progress: progress)
        return await runner.run(request, order, isRehearsal: isRehearsal)
    }

    private func stanzaRunner(_ stanza: SelfManagedPolicy.PgBackRest) throws -> StanzaDrillRunner {
        do {
            return StanzaDrillRunner(
                program: try PgBackRest.locate(environment: context.environment), policy: stanza,
                tools: try ClientTools.locate(environment: context.environment), now: context.now, progress: progress)
        } catch {
            throw CommandFailure(
                .failed, "\(error)",
                hint:
                    "install pgbackrest and the server's programs; DRCTL_PG_BIN names the folder of PostgreSQL's programs"
            )
        }
    }

    /// Shows how far the drill is.
    private var progress: @Sendable (DrillProgress) -> Void {
        { [context, entry, series] step in
            guard series == nil else { return context.console.tell(step, of: entry.database) }
            context.console.tell(step)
        }
    }

    private func store(_ place: String, _ client: AWSClient?) throws -> any BackupStore {
        guard place.hasPrefix("s3://") else { return FolderBackupStore(place) }
        guard let client, let store = BucketBackupStore(url: place, client: client, key: nil) else {
            throw CommandFailure(.usage, "\(place) names no bucket", hint: "write it as s3://BUCKET/PREFIX")
        }
        return store
    }

    private func trust() throws -> EvidenceTrust {
        EvidenceTrust.keys(try context.publicKeys(try context.evidence(EvidenceSource(), of: policy)))
    }

    /// Where the source of an entry is; nil where its login cannot be read on this machine.
    private func address(of entry: SelfManagedPolicy, _ client: AWSClient?) async -> String? {
        guard let login = try? await context.serverLogin(entry.source.options, client: client) else { return nil }
        return "\(login.host):\(login.port)"
    }

    /// Why the policy protects the server for scratch databases; nil when it does not.
    private func protection(of server: PostgresConnection, _ client: AWSClient?) async -> String? {
        var scratch = ReplacedDatabase(name: server.database, host: server.host, port: server.port)
        scratch.secret = entry.drill?.server.secret
        for other in policy.selfManaged where other.database != entry.database {
            guard await address(of: other, client) == scratch.address else { continue }
            return "\(scratch.address) is the server of \(other.database), which policy \(policy.name) protects"
        }
        return scratch.protection(by: [policy])
    }

    private func request(_ options: DrillOptions, _ client: AWSClient?) async throws -> DrillRequest {
        guard let account = policy.scope.accounts.first, let region = policy.scope.regions.first else {
            throw CommandFailure(.invalidPolicy, "the policy's scope names no account or no region")
        }
        var here = DrillRequest.BackupCircumstances(
            scope: DrillScope(account: account, region: region), now: context.now(),
            suffix: String(UUID().uuidString.lowercased().prefix(4)), policyDigest: document.digest)
        do {
            let source = try context.evidence(EvidenceSource(place: settings.evidence), of: policy)
            let store = try context.evidence(at: source.place, key: nil, client: client)
            let reading = try await store.reading(
                of: policy.name, by: try await context.trust(source, client: client), at: here.now)
            switch reading.proven {
            case .known(let proven): here.proven = proven
            case .unavailable(let failure): here.historyDoubt = failure.reason
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            here.historyDoubt = "the evidence could not be read: \(error)"
        }
        do {
            return try DrillRequest.ofBackup(entry, of: policy, options: options, here)
        } catch {
            throw CommandFailure(.invalidPolicy, error.description)
        }
    }

    /// Stores the evidence, then notifies. Neither is cancelled: the drill is finished and its result must be known.
    private func keep(_ record: DrillRecord, in store: EvidenceStore, _ session: AWSSession?) async -> DrillRecord {
        await Task {
            var kept = record
            kept.caller = session?.caller
            kept.versions["drctl"] = Drctl.version
            var anchor: EvidenceAnchor?
            if kept.verdict != .refused {
                do {
                    let stored = try await inTurn(kept, to: store)
                    anchor = stored.anchor
                    context.console.say("Evidence: \(stored.place)")
                    context.console.say("Anchor:   \(stored.anchor)")
                } catch {
                    context.console.complain("failed to store the evidence: \(error)")
                    kept.problems.append(DrillProblem(phase: .teardown, operation: "evidence", reason: "\(error)"))
                    // A drill without evidence proves nothing.
                    if kept.verdict == .verified {
                        kept.verdict = .failed
                        kept.summary = "verified, but the evidence could not be stored: \(error)"
                    }
                }
            }
            guard let session else {
                context.console.say("No metric was published: nothing of this policy is at AWS")
                return kept
            }
            let troubles = await DrillAnnouncement(client: session.client).announce(
                kept, topic: series == nil ? policy.notifications?.topic : nil, anchor: anchor)
            for trouble in troubles {
                kept.problems.append(DrillProblem(phase: .teardown, operation: "announce", reason: trouble))
                context.console.complain(trouble)
            }
            return kept
        }.value
    }

    /// In a series one record after the other, since those of a policy are one chain.
    private func inTurn(_ record: DrillRecord, to store: EvidenceStore) async throws -> EvidenceStore.Stored {
        guard let series else { return try await add(record, to: store) }
        return try await series.evidence.take { try await add(record, to: store) }
    }

    private func add(_ record: DrillRecord, to store: EvidenceStore) async throws -> EvidenceStore.Stored {
        try await store.add(
            record, kind: DrillRecord.evidenceKind, policy: policy.name, at: context.now(),
            freshUntil: policy.drill?.every.map { record.endedAt + $0 },
            files: ["report.html": record.html, "report.md": record.markdown])
    }
}

extension SelfManagedPolicy.Source {
    /// As the options of a verb name it.
    var options: ServerOptions {
        var options = ServerOptions()
        (options.urlFile, options.service, options.secret, options.authorities) = (urlFile, service, secret, nil)
        options.compose = compose
        return options
    }
}

extension CommandContext {
    /// The database outside RDS that a drill is of: the one that `--database` names, or the only one of policies that have
    /// no database of RDS. Nil when it is of RDS.
    ///
    /// - Throws: `CommandFailure`.
    func outsideRDS(_ name: String?) throws -> (document: PolicyDocument, entry: SelfManagedPolicy)? {
        let documents = try policySet().documents
        let all = documents.flatMap { document in document.policy.selfManaged.map { (document: document, entry: $0) } }
        guard let name else {
            return documents.allSatisfy(\.policy.databases.isEmpty) && all.count == 1 ? all[0] : nil
        }
        let named = all.filter { $0.entry.database == name }
        guard named.count < 2 else {
            throw CommandFailure(
                .usage, "\(name) is in several policies: \(CountText.list(named.map(\.document.policy.name)))",
                hint: "choose one with --policy FILE")
        }
        if named.isEmpty, documents.allSatisfy(\.policy.databases.isEmpty), !all.isEmpty {
            throw CommandFailure(
                .usage, "no policy names \(name) in `selfManaged`",
                hint: Spelling.hint(for: name, in: all.map(\.entry.database)))
        }
        return named.first
    }
}
