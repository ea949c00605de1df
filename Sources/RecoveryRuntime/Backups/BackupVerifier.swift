package import PostgresTools
import RecoveryEngine
package import RecoveryModel

/// Finds out whether a backup is what its manifest says, as far as it is asked to.
package struct BackupVerifier: Sendable {
    /// What a verification shall prove, and what it needs for it.
    package struct Order: Sendable {
        package var depth: BackupVerification.Depth
        /// The file with age's key.
        package var identity: String?
        /// Where scratch databases are made.
        package var restore: BackupRestoreOrder?
        /// Whether what was verified, and has not changed since, is read again.
        package var again = false
        /// The checks of a policy that are run in the restored data, of a backup; empty for none.
        package var checks: @Sendable (BackupManifest) -> [PlannedCheck] = { _ in [] }

        package init(_ depth: BackupVerification.Depth) { self.depth = depth }
    }

    package let store: any BackupStore
    package let programs: BackupPrograms
    package let now: @Sendable () -> Instant
    package let progress: @Sendable (BackupProgress) -> Void

    package init(
        store: any BackupStore, programs: BackupPrograms, now: @escaping @Sendable () -> Instant,
        progress: @escaping @Sendable (BackupProgress) -> Void
    ) {
        self.store = store
        self.programs = programs
        self.now = now
        self.progress = progress
    }

    /// What is found is in the result; it is stored beside the backup when all of it is good.
    ///
    /// - Throws: `CancellationError`; what keeps any backup from being verified, such as a missing program.
    package func verify(_ backup: StoredBackup, _ order: Order) async throws -> BackupCheckup {
        var checkup = BackupCheckup(name: backup.name, depth: order.depth)
        guard let signed = backup.manifest else {
            checkup.problems = [backup.damage ?? "it has no manifest"]
            return checkup
        }
        let start = now()
        let reading = try BackupReading(store, backup)
        do {
            let stamps = try await reading.stamps()
            let earlier = backup.verifications.last {
                !order.again && $0.covers(order.depth, of: signed.digest, stamps: stamps)
            }
            if let earlier {
                (checkup.since, checkup.depth) = (earlier.at, earlier.depth)
                return checkup
            }
            checkup.problems += missing(reading.manifest, stamps)
            if checkup.problems.isEmpty { try await examine(reading, order, &checkup) }
            checkup.milliseconds = now().milliseconds - start.milliseconds
            checkup.remarks += strangers(backup)
            guard checkup.problems.isEmpty else { return checkup }
            let record = BackupVerification(
                backup: backup.name, digest: signed.digest, at: start, depth: order.depth, stamps: stamps,
                milliseconds: checkup.milliseconds)
            let clock = String(start.description.filter { $0 != "-" && $0 != ":" && $0 != "." })
            let name = "\(backup.name)/\(BackupVerification.filePrefix)\(clock).json"
            if try await !store.create(name, Array(try CanonicalJSON.text(of: record).utf8)) {
                checkup.remarks.append("somebody else verified it at the same moment")
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as PostgresError where error.kind == .tool {
            throw error
        } catch {
            checkup.problems.append("\(error)")
            checkup.milliseconds = now().milliseconds - start.milliseconds
        }
        return checkup
    }

    private func missing(_ manifest: BackupManifest, _ stamps: [String: String]) -> [String] {
        manifest.parts.filter { stamps[$0.name] == nil }.map { "\($0.name) is missing" }
    }

    /// Objects that nobody reads: they prove nothing and break nothing.
    private func strangers(_ backup: StoredBackup) -> [String] {
        let known = Set(backup.manifest?.manifest.parts.map(\.name) ?? []).union([
            BackupManifest.fileName, StoredBackup.holdName,
        ])
        return backup.objects.filter { !known.contains($0) && !$0.hasPrefix(BackupVerification.filePrefix) }
            .map { "\($0) is not part of the backup" }
    }

    private func examine(_ reading: BackupReading, _ order: Order, _ checkup: inout BackupCheckup) async throws {
        let manifest = reading.manifest
        if order.depth == .checksums {
            for part in manifest.parts { try await note(part, &checkup) { try await drain(reading, part) } }
            return
        }
        let unpacking = try programs.unpacking(identity: try reading.identity(order.identity))
        if order.depth == .archive {
            for part in manifest.parts {
                let programs = part.kind == .globals ? unpacking : unpacking + [programs.listing()]
                try await note(part, &checkup) {
                    try await ProgramPipeline(programs).run(from: try await reading.source(part))
                }
            }
            return
        }
        guard var restore = order.restore else { throw BackupFailure("no server for a scratch database was named") }
        let restorer = BackupRestorer(store: store, programs: programs, now: now, progress: progress)
        let target = try await restorer.target(restore, existing: nil, of: manifest)
        let lacking = manifest.roles.filter { !target.roles.contains($0) }
        if !lacking.isEmpty {
            restore.leavesOwners = true
            checkup.remarks.append(
                "owners and privileges were not verified: the server has no role \(CountText.list(lacking))")
        }
        var consent = RestoreConsent()
        consent.leavesOwners = restore.leavesOwners
        let objections = RestoreGate.objections(to: manifest, into: target, by: consent)
        // That is the server's or the programs' fault, and says nothing of the backup.
        guard objections.isEmpty else {
            throw PostgresError(
                .tool, objections.map { "\($0.reason): \($0.cure)" }.joined(separator: "; "))
        }
        // The globals are no part of a restore into one database.
        for part in manifest.parts where part.kind == .globals {
            try await ProgramPipeline(unpacking).run(from: try await reading.source(part))
        }
        let scratch = BackupNaming.scratch(at: now(), random: .random(in: .min ... .max))
        let (settings, now) = (Self.settings, now)
        let questions = DatabaseQuestions(tools: programs.tools, settings: settings, now: now, progress: { _ in })
        let checks = order.checks(manifest)
        let (result, leftover) = await restorer.withScratch(scratch, of: reading.backup, restore) { login in
            checks.isEmpty ? nil : try await questions.answers(checks, from: login)
        }
        if let leftover {
            checkup.leftover = scratch
            checkup.remarks.append(leftover)
        }
        guard let answers = try result.get() else { return }
        checkup.checks = CheckJudge.judge(checks, source: nil, restored: answers)
        checkup.problems += checkup.checks.filter { $0.verdict == .failed || $0.verdict == .errored }.map { result in
            "\(result.name): \(result.detail ?? "expected \(result.expected), got \(result.got ?? "nothing")")"
        }
    }

    /// A check may read a whole table.
    private static let settings = SessionSettings(applicationName: "drctl backup", statementTimeout: 3_600)

    private func drain(_ reading: BackupReading, _ part: BackupPart) async throws {
        let source = try await reading.source(part)
        while try await source() != nil { try Task.checkCancellation() }
    }

    /// All parts are looked at, however many are damaged.
    private func note(
        _ part: BackupPart, _ checkup: inout BackupCheckup, _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch let failure as PipelineFailure {
            checkup.problems.append("\(part.name): \(failure)")
        } catch let failure as BackupFailure {
            checkup.problems.append("\(failure)")
        }
    }
}
