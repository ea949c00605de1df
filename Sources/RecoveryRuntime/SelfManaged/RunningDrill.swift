import PostgresTools
import RecoveryEngine
import RecoveryModel
import Synchronization

/// A drill that several tasks tell what happens.
final class RunningDrill: Sendable {
    private let drill: Mutex<BackupDrill>

    init(_ drill: BackupDrill) { self.drill = Mutex(drill) }

    var value: BackupDrill { drill.withLock { $0 } }

    func change(_ body: (inout BackupDrill) -> Void) { drill.withLock { body(&$0) } }

    /// Begins a phase, and says so.
    func enter(_ phase: DrillPhase, at now: Instant, _ progress: (DrillProgress) -> Void) {
        change { $0.enter(phase, at: now) }
        progress(.entered(phase))
    }

    /// Notes an error that ended it.
    func fail(with error: any Error) {
        guard !(error is CancellationError) else { return change { $0.interrupted() } }
        if let failure = error as? CollectionFailure {
            return change { $0.failed(failure.operation, failure.reason, isOfBackup: false) }
        }
        let isOfBackup = error is BackupFailure || error is PipelineFailure
        change { $0.failed(isOfBackup ? "restore" : "server", "\(error)", isOfBackup: isOfBackup) }
    }

    /// Ends the body at the drill's deadline; what it has made is removed before this returns.
    ///
    /// - Throws: `BackupFailure` when it took longer, `CancellationError`, what the body throws.
    func withinDeadline(from now: Instant, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let request = value.request
        let milliseconds = request.deadline - (now.milliseconds - request.startedAt.milliseconds)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return true
            }
            group.addTask {
                try await Task.sleep(for: .milliseconds(max(0, milliseconds)))
                return false
            }
            defer { group.cancelAll() }
            guard try await group.next() == false else { return }
            group.cancelAll()
            while (try? await group.next()) != nil {}
            try Task.checkCancellation()
            throw BackupFailure("it was not restored and verified within \(ElapsedText.of(milliseconds: milliseconds))")
        }
    }
}
