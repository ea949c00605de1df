import AWSNames
import RecoveryModel

extension ReportFormat {
    /// Prometheus's text format, for the textfile collector of node_exporter: write it with `--out FILE.prom`.
    ///
    /// https://prometheus.io/docs/instrumenting/exposition_formats/
    package static let prometheus = ReportFormat("prometheus", of: [.audit]) { report, _, output in
        guard let audit = report.audit else { return }
        output.writeTargets(audit.run)
        output.writeCounts(audit.run)
        output.writeOpenFindings(audit.run)
        output.writeObjectives(audit.run)
    }
}

private typealias Labels = [(name: String, value: String)]

extension ReportOutput {
    private mutating func begin(_ metric: String, _ help: String) {
        put("# HELP \(metric) \(help)\n# TYPE \(metric) gauge\n")
    }

    private mutating func sample(_ metric: String, _ labels: Labels, _ value: String) {
        let list = labels.map { "\($0.name)=\"\($0.value.labelValue)\"" }.joined(separator: ",")
        put("\(metric){\(list)} \(value)\n")
    }

    /// Whether each target was judged, and when; a target that failed is 0 and never missing.
    fileprivate mutating func writeTargets(_ run: Run<AuditResult>) {
        begin("drctl_target_judged", "1 when the target has a result, 0 when it failed.")
        for entry in run.entries { sample("drctl_target_judged", entry.target.labels, entry.value == nil ? "0" : "1") }
        begin("drctl_audit_timestamp_seconds", "When the target was audited.")
        for audit in run.values {
            sample("drctl_audit_timestamp_seconds", audit.target.labels, "\(audit.at.milliseconds / 1_000)")
        }
        begin("drctl_places_not_covered", "Accounts, regions and policies that were named and not checked.")
        put("drctl_places_not_covered \(run.uncovered.count)\n")
    }

    /// Every verdict and severity, those with no finding too: a series that ends looks like one that is fine.
    fileprivate mutating func writeCounts(_ run: Run<AuditResult>) {
        begin("drctl_findings", "Findings of the audit by verdict and severity.")
        for audit in run.values {
            var counts: [String: Int] = [:]
            for finding in audit.findings where !finding.isConsequence {
                counts["\(finding.verdict.word) \(finding.control.severity.rawValue)", default: 0] += 1
            }
            for verdict in ["met", "violated", "unknown", "waived"] {
                for severity in Severity.allCases {
                    sample(
                        "drctl_findings",
                        audit.target.labels + [("verdict", verdict), ("severity", severity.rawValue)],
                        "\(counts["\(verdict) \(severity.rawValue)", default: 0])")
                }
            }
        }
    }

    /// What is violated or could not be checked.
    fileprivate mutating func writeOpenFindings(_ run: Run<AuditResult>) {
        begin("drctl_finding_open", "1 for each finding that is violated or unknown.")
        for audit in run.values {
            for finding in audit.findings where finding.isNews {
                let labels: Labels = [
                    ("control", finding.control.id.description), ("kind", finding.resource.kind.rawValue),
                    ("resource", finding.resource.name), ("severity", finding.control.severity.rawValue),
                    ("verdict", finding.verdict.word),
                ]
                sample("drctl_finding_open", audit.target.labels + labels, "1")
            }
        }
    }

    /// What recovery would come to now. What is unknown has no sample of its length, and is not met.
    fileprivate mutating func writeObjectives(_ run: Run<AuditResult>) {
        let all = run.values.flatMap { audit in
            audit.objectives.map { objective in
                let labels: Labels = [
                    ("kind", objective.database.kind.rawValue), ("database", objective.database.name),
                ]
                return (labels: audit.target.labels + labels, objective: objective)
            }
        }
        begin("drctl_objective_met", "1 when the objective is met now, 0 when it is breached, unproven or unknown.")
        for (labels, objective) in all {
            for (name, standing) in [("rpo", objective.rpo), ("rto", objective.rto)] {
                sample(
                    "drctl_objective_met", labels + [("objective", name), ("standing", standing.rawValue)],
                    standing == .met ? "1" : "0")
            }
        }
        begin("drctl_objective_agreed_seconds", "The objective that was agreed to.")
        for (labels, objective) in all {
            for (name, agreed) in [("rpo", objective.agreed.rpo), ("rto", objective.agreed.rto)] {
                sample("drctl_objective_agreed_seconds", labels + [("objective", name)], "\(agreed.seconds)")
            }
        }
        begin("drctl_effective_rpo_seconds", "The age of the newest recovery point; +Inf when there is none.")
        for (labels, objective) in all {
            guard case .known(let loss) = objective.loss else { continue }
            sample("drctl_effective_rpo_seconds", labels, loss.map { "\(max(0, $0))" } ?? "+Inf")
        }
        begin("drctl_proven_rto_seconds", "How long the newest verified drill took.")
        for (labels, objective) in all {
            guard let time = objective.proof.value?.recoveryTime else { continue }
            sample("drctl_proven_rto_seconds", labels, "\(Double(time) / 1_000)")
        }
    }
}

extension TargetName {
    fileprivate var labels: Labels {
        [("policy", policy), ("account", account.description), ("region", region.rawValue)]
    }
}

extension String {
    /// A label's value; nothing invisible is left in it.
    fileprivate var labelValue: String {
        visible.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
