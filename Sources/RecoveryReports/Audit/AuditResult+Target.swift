import RecoveryModel

extension AuditResult: TargetResult {
    static let kind = Report.Kind.audit
    static let verdicts: [ReportVerdict] = [.violated, .failed, .incomplete, .compliant]
    static let figureTitles = ["violated", "unknown", "met"]

    static func sentence(_ results: [AuditResult]) -> String {
        allCounts(results).sentence(targets: results.count)
    }

    static func advice(_ results: [AuditResult]) -> [Advice] { allCounts(results).advice }

    static func counts(_ results: [AuditResult]) -> [(name: String, count: Int)] { allCounts(results).byVerdict }

    /// Over all targets.
    static func allCounts(_ results: [AuditResult]) -> FindingCounts {
        FindingCounts(results.lazy.flatMap(\.findings))
    }

    var verdict: ReportVerdict {
        switch conclusion {
        case .compliant: .compliant
        case .violated: .violated
        case .incomplete: .incomplete
        }
    }

    var sentence: String { FindingCounts(findings).sentence() }

    var time: String { at.description }

    var figures: [Int] {
        let counts = FindingCounts(findings)
        return [counts.violated, counts.unknown, counts.met]
    }

    func hasDetails(verbose: Bool) -> Bool {
        findings.contains { verbose || $0.verdict != .met } || orphans?.isEmpty == false || coverage != nil
    }
}
