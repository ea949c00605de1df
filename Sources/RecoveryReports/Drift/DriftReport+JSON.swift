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
            ("unknown", unknown.orderedJSON(place)),
        ]
    }
}

extension DriftReport.Difference {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("resource", resource.orderedJSON),
            ("control", .text(control)),
            ("title", .string(title)),
            ("required", .string(required)),
            ("was", .text(was)),
            ("now", .string(now)),
            (
                "author",
                author.map {
                    .object([("user", .string($0.user)), ("event", .string($0.event)), ("at", .text($0.at))])
                } ?? .null
            ),
        ])
    }
}
