import PostgresTools
import RecoveryEngine
import RecoveryModel

extension BackupCreator {
    /// Dumps of one snapshot, some at a time, each through its own pipeline into an object of its own.
    func store(
        _ survey: SourceSurvey, _ order: BackupOrder, _ login: ProgramLogin, _ snapshot: String, as name: String
    ) async throws -> [BackupPart] {
        let plan = DumpPlan(
            survey.tables.map { .init(quoted: $0.count.quoted, bytes: $0.bytes) }, dumps: order.jobs)
        var dumps: [(BackupPart.Kind, Int, Program)] = plan.options.enumerated().map { index, options in
            (.data, index + 1, programs.dumpData(login, snapshot: snapshot, options: options))
        }
        // Small, and done beside the rows.
        dumps.append((.definitions, 0, programs.dumpDefinitions(login, snapshot: snapshot)))
        dumps.append((.globals, 0, programs.dumpGlobals(login, withPasswords: survey.readsPasswords)))
        let packing = try programs.packing(order.encryption)
        let meter = ProgressMeter(progress, since: now(), now)
        let parts = try await concurrentMap(dumps, width: survey.isLarge ? 1 : max(1, order.jobs) + 1) {
            kind, number, program in
            let part = BackupNaming.part(kind, number, encryption: order.encryption.method)
            let object = try await store.begin("\(name)/\(part)")
            let tally = Tally()
            do {
                try await ProgramPipeline([program] + packing).run(to: { piece in
                    await tally.add(piece)
                    try await object.append(piece)
                    await meter.add(piece.count)
                })
                try await object.finish()
            } catch {
                await object.abandon()
                throw error
            }
            let (bytes, digest) = await tally.finish()
            return BackupPart(kind: kind, name: part, bytes: bytes, sha256: digest)
        }
        let order: [BackupPart.Kind] = [.globals, .definitions, .data]
        return order.flatMap { kind in parts.filter { $0.kind == kind } }
    }
}

/// Adds up what all parts have stored, and tells it now and then.
private actor ProgressMeter {
    private let tell: @Sendable (BackupProgress) -> Void
    private let start: Instant
    private let now: @Sendable () -> Instant
    private var bytes = 0
    private var told = Instant(milliseconds: 0)

    init(
        _ tell: @escaping @Sendable (BackupProgress) -> Void, since start: Instant,
        _ now: @escaping @Sendable () -> Instant
    ) {
        self.tell = tell
        self.start = start
        self.now = now
    }

    func add(_ count: Int) {
        bytes += count
        let instant = now()
        guard abs(instant.milliseconds - told.milliseconds) >= 500 else { return }
        told = instant
        tell(.stored(bytes: bytes, elapsed: instant.milliseconds - start.milliseconds))
    }
}
