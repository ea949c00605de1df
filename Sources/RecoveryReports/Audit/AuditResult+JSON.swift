import JSONWriting
import RecoveryModel

extension AuditResult {
    func members(_ place: FindingPlace) -> [OrderedJSON.Member] {
        [
            ("at", .text(at)),
            ("conclusion", .string(conclusion.rawValue)),
            ("counts", .counts(FindingCounts(findings).byVerdict)),
            ("objectives", .array(objectives.map(\.orderedJSON))),
            ("findings", findings.orderedJSON(place)),
            ("orphans", orphans.orderedJSON),
        ] + (provenance.map { [("provenance", $0.orderedJSON)] } ?? [])
            + (coverage.map { [("framework", $0.orderedJSON)] } ?? [])
            + (calls.map { [("calls", .array($0.map(\.orderedJSON)))] } ?? [])
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
