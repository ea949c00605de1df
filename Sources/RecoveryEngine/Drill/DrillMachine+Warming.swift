import Digests
import RecoveryModel

extension DrillMachine {
    /// A page that cannot be read is data that was not restored, so warming that was requested and did not complete
    /// counts as a failed check.
    var warmingResults: [CheckResult] {
        guard request.warms, verifiedAt != nil else { return [] }
        let query = warming?.method == .sequentialScan ? "a scan of every table" : "pg_prewarm of every table and index"
        var result = CheckResult(
            name: "every page can be read", origin: .builtIn, query: query, queryDigest: SHA256.hex(query),
            expected: "all of them", got: nil, milliseconds: warming?.milliseconds ?? 0, verdict: .errored)
        guard let warming else {
            guard state != .warming else { return [] }
            let problem = problems.last { $0.phase == .warm }
            result.detail = problem.map { "\($0)" } ?? "warming was not run"
            return [result]
        }
        if let first = warming.failures.first {
            result.verdict = .failed
            result.got = "\(CountText.number(warming.failures.count)) could not be read"
            result.detail = "\(first.relation): \(first.reason)"
        } else {
            // A page that was not read is not known to be intact.
            result.verdict = warming.remark == nil ? .passed : .warned
            result.got =
                "\(CountText.number(warming.relations)) tables and indexes, \(CountText.of(warming.bytes, "byte"))"
            result.detail = warming.remark
        }
        return [result]
    }
}
