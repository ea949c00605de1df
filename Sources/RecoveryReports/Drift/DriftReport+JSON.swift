import JSONWriting
import RecoveryModel

extension DriftReport {
    func members(_ place: FindingPlace) -> [OrderedJSON.Member] {
        [
            ("at", .text(at)),
            ("baselineAt", .text(baselineAt)),
            ("conclusion", .string(conclusion.rawValue)),
            ("counts", .counts(Self.counts([self]))),
            ("differences", .generated(count: differences.count) { differences[$0].orderedJSON }),
            ("ignored", .list(ignored)),
            ("unknown", unknown.orderedJSON(place)),
            ("orphans", orphans.orderedJSON),
        ]
    }
}

extension DriftReport.Difference {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("kind", .string(kind.rawValue)),
            ("resource", resource.orderedJSON),
            ("control", .text(control)),
            ("title", .string(title)),
            ("required", .string(required)),
            ("was", .text(was)),
            ("now", .string(now)),
            ("meaning", .string(meaning)),
            ("author", authorship.orderedJSON),
            ("authorProblem", .text(authorship.problem)),
        ])
    }
}

extension DriftReport.Authorship {
    fileprivate var orderedJSON: OrderedJSON {
        guard case .known(let author) = self else { return .null }
        return .object([("user", .string(author.user)), ("event", .string(author.event)), ("at", .text(author.at))])
    }

    fileprivate var problem: String? { if case .unavailable(let reason) = self { reason } else { nil } }
}
