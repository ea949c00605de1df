import AWSNames
import FoundationEssentials
package import RecoveryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What an apply has begun and done, one JSON object a line, synced: a run that is killed leaves it behind for people.
///
/// The next apply does not read it. It asks AWS, which knows better; the journal tells who looks what happened, and when.
package struct ApplyJournal: Sendable {
    private struct Line: Encodable {
        var at: Instant
        /// The step's place in the plan, from 1.
        var step: Int
        var of: Int
        var change: String
        /// `begun`, `done`, `failed`, `not-reached`.
        var outcome: String
        var reason: String?
    }

    package let path: String

    /// Begins anew, in the folder of the policy's state.
    ///
    /// - Throws: `StateStore.Failure`.
    package init(_ store: StateStore, plan: Plan) throws {
        let folder = "\(store.folder)/\(plan.policy)"
        path = "\(folder)/apply-\(plan.account)-\(plan.region.rawValue).jsonl"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw StateStore.Failure(path: folder, reason: "it cannot be made")
        }
        try write(Data(), flags: O_TRUNC)
    }

    /// Adds a line.
    ///
    /// - Throws: `StateStore.Failure`.
    package func note(_ event: Applier.Event, at instant: Instant) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line =
            switch event {
            case .started(let number, let total, let step):
                Line(at: instant, step: number, of: total, change: step.facts.line, outcome: "begun")
            case .finished(let number, let total, let step, let outcome):
                Line(
                    at: instant, step: number, of: total, change: step.facts.line, outcome: outcome.word,
                    reason: outcome.reason)
            }
        guard let data = try? encoder.encode(line) else { return }
        try write(data + [UInt8(ascii: "\n")], flags: O_APPEND)
    }

    private func write(_ data: Data, flags: Int32) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        let written = data.withUnsafeBytes { Self.posixWrite(descriptor, $0) }
        guard written == data.count, fsync(descriptor) == 0 else { throw failure() }
    }

    private static func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private func failure() -> StateStore.Failure {
        StateStore.Failure(path: path, reason: String(cString: strerror(errno)))
    }
}

extension ApplyRecord.Outcome {
    fileprivate var reason: String? { if case .failed(let reason, _) = self { reason } else { nil } }
}
