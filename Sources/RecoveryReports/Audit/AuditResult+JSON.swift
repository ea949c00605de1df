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
        ]
    }
}
