import JSONWriting
import RecoveryModel

/// An effective objective with the target that it is of.
struct PlacedObjective {
    let target: TargetName
    let objective: EffectiveObjective
}

extension AuditResult {
    static func objectives(_ results: [AuditResult]) -> [PlacedObjective] {
        results.flatMap { result in
            result.objectives.map { PlacedObjective(target: result.target, objective: $0) }
        }.sorted { left, right in
            if left.objective.isWorse(than: right.objective) { return true }
            return !right.objective.isWorse(than: left.objective) && left.target < right.target
        }
    }
}

extension EffectiveObjective {
    /// What would be lost now, such as `5 minutes of 24 h`.
    var rpoShown: String {
        switch loss {
        case .unavailable(let failure): "unknown: \(failure)"
        case .known(nil): "nothing can be restored (agreed \(agreed.rpo.shown))"
        case .known(let seconds?):
            "\(ElapsedText.inWords(Double(max(0, seconds)))) (agreed \(agreed.rpo.shown))"
        }
    }

    /// What drills have shown, such as `31 min, proven 2026-10-14`.
    var rtoShown: String {
        guard case .known(let proof) = proof else { return "unknown: \(proof.failure?.description ?? "")" }
        var parts: [String] = []
        if let time = proof.recoveryTime, let at = proof.at {
            parts.append("\(ElapsedText.of(milliseconds: time)), proven \(at.day)")
        }
        if let failed = proof.failedSince {
            parts.append("a drill failed \(failed.day)")
        } else if parts.isEmpty {
            parts.append("not proven by a drill")
        } else if proof.isOutOfDate {
            parts.append("out of date")
        }
        return parts.joined(separator: ", ") + " (agreed \(agreed.rto.shown))"
    }

    var orderedJSON: OrderedJSON {
        .object([
            ("database", database.orderedJSON),
            ("standing", .string(standing.rawValue)),
            (
                "rpo",
                .object([
                    ("standing", .string(rpo.rawValue)),
                    ("agreedSeconds", .integer(agreed.rpo.seconds)),
                    ("seconds", loss.value.flatMap { $0.map { .integer(max(0, $0)) } } ?? .null),
                    ("failure", .text(loss.failure)),
                ])
            ),
            (
                "rto",
                .object([
                    ("standing", .string(rto.rawValue)),
                    ("agreedSeconds", .integer(agreed.rto.seconds)),
                    ("seconds", (proof.value?.recoveryTime).map { .seconds(Double($0) / 1_000) } ?? .null),
                    ("provenAt", .text(proof.value?.at)),
                    ("failedSince", .text(proof.value?.failedSince)),
                    ("outOfDate", proof.value.map { .bool($0.isOutOfDate) } ?? .null),
                    ("failure", .text(proof.failure)),
                ])
            ),
        ])
    }
}

extension EffectiveObjective.Standing {
    var role: TextRole {
        switch self {
        case .breached: .bad
        case .unknown, .unproven: .unsure
        case .met: .good
        }
    }

    /// The verdict whose colour it has.
    var verdictWord: String {
        switch self {
        case .breached: "violated"
        case .unknown, .unproven: "unknown"
        case .met: "met"
        }
    }
}
