import JSONWriting
import RecoveryModel

extension AuditResult {
    func members(_ place: FindingPlace) -> [OrderedJSON.Member] {
        [
            ("at", .text(at)),
            ("conclusion", .string(conclusion.rawValue)),
            ("counts", .counts(FindingCounts(findings).byVerdict)),
            ("findings", findings.orderedJSON(place)),
            ("orphans", orphans.orderedJSON),
        ] + (calls.map { [("calls", .array($0.map(\.orderedJSON)))] } ?? [])
    }
}

extension CallCount {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("operation", .string(operation)), ("count", .integer(count)),
            ("controls", .array(controls.map { .string($0.description) })),
        ])
    }
}
