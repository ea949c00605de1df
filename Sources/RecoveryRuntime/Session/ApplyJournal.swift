import AWSNames
import Files
import FoundationEssentials
package import RecoveryModel

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

    private let file: AppendOnlyFile

    /// Where it is, for people.
    package var path: String { file.path }

    /// Begins anew, in the folder of the policy's state.
    ///
    /// - Throws: `FileFailure`.
    package init(_ store: StateStore, plan: Plan) throws {
        file = AppendOnlyFile(Self.name(of: plan), in: store.files)
        try file.reset()
    }

    /// One for each target.
    static func name(of plan: Plan) -> String {
        "\(plan.policy)/apply-\(plan.account)-\(plan.region.rawValue).jsonl"
    }

    /// Adds a line.
    ///
    /// - Throws: `FileFailure`.
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
        try file.append(line: [UInt8](try encoder.encode(line)))
    }
}

extension ApplyRecord.Outcome {
    fileprivate var reason: String? { if case .failed(let reason, _) = self { reason } else { nil } }
}
