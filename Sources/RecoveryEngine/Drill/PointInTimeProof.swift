import Digests
import RecoveryModel

/// Whether a restore to a point in time was proven from both sides: rows up to it exist, rows after it do not.
///
/// The absence of rows after T proves nothing where the source has none after T either, and neither does agreement on
/// zero rows. One table with rows on both sides is enough, since a restore stops at one position of the log.
enum PointInTimeProof {
    /// Nil when no check covers both sides.
    static func result(_ checks: [PlannedCheck], source: Answers?, restored: Answers) -> CheckResult? {
        let pairs = checks.filter { $0.absenceBeside != nil }
        guard !pairs.isEmpty else { return nil }
        let proofs = pairs.compactMap { proof($0, source: source, restored: restored) }
        let query = pairs.map(\.name).joined(separator: ", ")
        return CheckResult(
            name: "rows on both sides of T", origin: .builtIn, query: query, queryDigest: SHA256.hex(query),
            expected: "in one table at least", got: proofs.isEmpty ? "in no table" : proofs.joined(separator: "; "),
            milliseconds: 0, verdict: proofs.isEmpty ? .warned : .passed,
            detail: proofs.isEmpty
                ? "no table had rows both up to and after T when the source was queried: the instant itself is unproven"
                : nil)
    }

    private static func proof(_ after: PlannedCheck, source: Answers?, restored: Answers) -> String? {
        guard let name = after.absenceBeside, let there = count(source?[after.name]), there > 0,
            count(restored[after.name]) == 0, let until = count(restored[name]), until > 0
        else { return nil }
        return "\(name): \(until) until T, 0 of \(there) after"
    }

    /// The row count of an answer; a checksum begins with it.
    private static func count(_ observation: CheckObservation?) -> Int? {
        observation?.value?.split(separator: " ").first.flatMap { Int($0) }
    }
}
