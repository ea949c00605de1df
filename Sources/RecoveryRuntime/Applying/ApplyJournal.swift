import AWSNames
import Files
import FoundationEssentials
package import RecoveryModel

/// What an apply has begun and done, one JSON object a line, synced: a run that is killed leaves it behind. Each apply has a
/// file of its own, which nothing overwrites: with every document as it was before, and as it was written.
///
/// The next apply does not read it. It asks AWS, which knows better; the journal tells who looks what happened, and when.
package struct ApplyJournal: Sendable {
    /// The first line.
    struct Header: Codable {
        var schema = ApplyJournal.schema
        var policy: String
        var account: String
        var region: String
        var at: Instant
        /// Who applied, by ARN.
        var caller: String
        var steps: Int
    }

    /// Every other line.
    struct Line: Codable {
        var at: Instant
        /// The step's place in the plan, from 1.
        var step: Int
        var change: String
        /// `begun`, `done`, `queued`, `failed`, `not-reached`.
        var outcome: String
        var reason: String?
        /// With the values before and after; of `begun` only.
        var call: JSONValue?
    }

    /// Of the format; a reader knows by it that a file is one.
    static let schema = "drctl/apply-journal/v1"

    private let file: AppendOnlyFile

    /// Where it is, for people.
    package var path: String { file.path }

    /// Begins a new one, in the folder of the policy's applies.
    ///
    /// - Throws: `FileFailure`.
    package init(_ store: StateStore, plan: Plan, caller: String, at instant: Instant) throws {
        let header = Header(
            policy: plan.policy, account: plan.account.description, region: plan.region.rawValue, at: instant,
            caller: caller, steps: plan.steps.count)
        let first = try Self.encoded(header) + [UInt8(ascii: "\n")]
        // Two in one millisecond are two.
        var number = 1
        var file = AppendOnlyFile(Self.name(of: plan, at: instant), in: store.files)
        while try !file.create(first) {
            number += 1
            file = AppendOnlyFile(Self.name(of: plan, at: instant, number), in: store.files)
        }
        self.file = file
    }

    /// The name of a target's journal.
    static func name(of plan: Plan, at instant: Instant, _ number: Int = 1) -> String {
        let time = "\(instant)".replacing(":", with: "")
        let suffix = number == 1 ? "" : "-\(number)"
        return "\(folder(of: plan.policy))/\(time)-\(plan.account)-\(plan.region.rawValue)\(suffix).jsonl"
    }

    /// Where a policy's journals are.
    static func folder(of policy: String) -> String { "\(policy)/applies" }

    /// Adds a line.
    ///
    /// - Throws: `FileFailure`.
    package func note(_ event: Applier.Event, at instant: Instant) throws {
        switch event {
        case .waiting: return
        case .started(let number, _, let step):
            let call = try JSONValue(parsing: String(decoding: Self.encoded(step.change), as: UTF8.self))
            try append(Line(at: instant, step: number, change: step.facts.line, outcome: "begun", call: call))
        case .finished(let number, _, let step, let outcome):
            try append(
                Line(
                    at: instant, step: number, change: step.facts.line, outcome: outcome.word, reason: outcome.reason))
        }
    }

    private func append(_ line: Line) throws { try file.append(line: Self.encoded(line)) }

    private static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }
}
