package import RecoveryModel

/// The rotations of all targets, as one result.
package struct RotationReport: Sendable {
    package let run: Run<TargetRotation>
    /// Whether the steps were asked to be done.
    package let isDone: Bool

    package init(_ run: Run<TargetRotation>, isDone: Bool) {
        self.run = run
        self.isDone = isDone
    }

    /// What the rotations come to.
    package enum Verdict: String, Sendable {
        /// Every snapshot that is kept is there, and nothing else.
        case current
        /// Something would be changed.
        case due
        /// All that was shown was done.
        case rotated
        /// Something is still being made, stands in the way, or could not be read.
        case incomplete
        /// A call failed.
        case failed
        /// Nothing was begun.
        case refused
    }

    private var rotations: [SnapshotRotation] { run.values.flatMap(\.rotations) }

    /// The worst of all.
    package var verdict: Verdict {
        let all = run.values.map { $0.verdict(isDone: isDone) }
        let order: [Verdict] = isDone ? [.refused, .failed, .incomplete, .rotated] : [.refused, .due, .incomplete]
        if let worst = order.first(where: all.contains), worst != .rotated || run.failures.isEmpty { return worst }
        return run.failures.isEmpty && !all.isEmpty ? .current : .incomplete
    }

    /// In one sentence.
    var sentence: String {
        let failed = run.failures.isEmpty ? "" : "; \(CountText.of(run.failures.count, "target")) failed"
        let count = CountText.of(rotations.count, "database")
        let steps = rotations.flatMap { $0.done ?? $0.steps }
        guard !steps.isEmpty else { return "\(count): nothing to change\(failed)" }
        let words = [SnapshotRotation.Step.Action.create, .copy, .delete].compactMap { action -> String? in
            let number = steps.count { $0.action == action }
            return number == 0 ? nil : "\(CountText.of(number, "snapshot")) \(action.past)"
        }
        return isDone && verdict != .refused
            ? "\(count): \(CountText.list(words))\(failed)"
            : "\(count): would be \(CountText.list(words)); nothing was changed\(failed)"
    }
}

extension SnapshotRotation.Step.Action {
    /// Of a step that was done.
    var past: String {
        switch self {
        case .create: "created"
        case .copy: "copied"
        case .delete: "deleted"
        }
    }
}

extension TargetRotation {
    /// What the rotations of one target come to.
    package func verdict(isDone: Bool) -> RotationReport.Verdict {
        if !refusals.isEmpty { return .refused }
        let isBlocked = rotations.contains { !$0.obstacles.isEmpty || !$0.unfinished.isEmpty }
        if rotations.contains(where: { !$0.failures.isEmpty }) { return .failed }
        guard isDone else {
            if rotations.contains(where: { !$0.steps.isEmpty }) { return .due }
            return isBlocked ? .incomplete : .current
        }
        if isBlocked || rotations.contains(where: { $0.done == nil || !$0.steps.isEmpty }) { return .incomplete }
        return rotations.contains { !($0.done ?? []).isEmpty } ? .rotated : .current
    }
}
