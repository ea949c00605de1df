import JSONWriting
import RecoveryModel

extension ApplyRecord {
    func members(_ place: FindingPlace) -> [OrderedJSON.Member] {
        [
            ("startedAt", .text(startedAt)),
            ("finishedAt", .text(finishedAt)),
            ("conclusion", .string(conclusion.rawValue)),
            ("counts", .counts(Self.counts([self]))),
            ("steps", .generated(count: steps.count) { steps[$0].orderedJSON(number: $0 + 1) }),
            ("auditAfter", auditAfter.map { .object($0.members(place)) } ?? .null),
        ]
    }
}

extension ApplyRecord.AppliedStep {
    fileprivate func orderedJSON(number: Int) -> OrderedJSON {
        var (reason, hint): (String?, String?) = (nil, nil)
        switch outcome {
        case .done: break
        case .failed(let why, let what): (reason, hint) = (why, what)
        case .queued(let why), .left(let why), .notReached(let why): reason = why
        }
        return .object([
            ("number", .integer(number)),
            ("summary", .string(summary)),
            ("resource", resource.orderedJSON),
            ("outcome", .string(outcome.word)),
            ("reason", .text(reason)),
            ("hint", .text(hint)),
            ("requestIDs", .list(requestIDs)),
            ("seconds", .seconds(seconds)),
        ])
    }
}
