import Digests
import RecoveryModel

extension DrillMachine {
    /// A page that cannot be read is data that was not restored: warming that was asked for and did not come to its end
    /// counts as a check that failed.
    var warmingResults: [CheckResult] {
        guard request.warms, verifiedAt != nil else { return [] }
        let query = warming?.method == .sequentialScan ? "a scan of every table" : "pg_prewarm of every table and index"
        var result = CheckResult(
            name: "every page can be read", origin: .builtIn, query: query, queryDigest: SHA256.hex(query),
            expected: "all of them", got: nil, milliseconds: warming?.milliseconds ?? 0, verdict: .errored)
        guard let warming else {
            guard state != .warming else { return [] }
            let problem = problems.last { $0.phase == .warm }
            result.detail = problem.map { "\($0)" } ?? "it was not done"
            return [result]
        }
        if let first = warming.failures.first {
            result.verdict = .failed
            result.got = "\(warming.failures.count) could not be read"
            result.detail = "\(first.relation): \(first.reason)"
        } else {
            // What was not read is not known to be whole.
            result.verdict = warming.remark == nil ? .passed : .warned
            result.got = "\(warming.relations) tables and indexes, \(warming.bytes) bytes"
            result.detail = warming.remark
        }
        return [result]
    }
}
