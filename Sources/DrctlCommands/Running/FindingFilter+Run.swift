import RecoveryEngine
import RecoveryModel

extension FindingFilter {
    /// The audit with the findings that were asked for.
    @Sendable func part(of audit: AuditResult) -> AuditResult {
        guard !isEmpty else { return audit }
        var part = audit
        part.findings.removeAll { !matches($0) }
        // What is asked for alone is no consequence of what was not asked for.
        part.markConsequences()
        part.objectives.removeAll { !matches($0.database) }
        part.coverage = framework.map { FrameworkCoverage($0, part.findings) }
        return part
    }

    /// The run without the targets of which nothing was asked for: they are not compliant, they were not judged.
    func part(of run: Run<AuditResult>) -> Run<AuditResult> {
        guard !isEmpty else { return run }
        var part = run.map(self.part)
        // A framework that no target answers anything of is a result: every requirement is then not asked for.
        if framework != nil, part.values.allSatisfy(\.findings.isEmpty) { return part }
        part.entries.removeAll { entry in
            if case .done(let audit) = entry.outcome { audit.findings.isEmpty } else { false }
        }
        return part
    }

    /// Refuses a name that no finding of any target has: what was asked for was not judged. A target that failed may have
    /// it, and says so itself.
    ///
    /// - Throws: `CommandFailure`.
    func requireMatch(in run: Run<AuditResult>) throws {
        guard !isEmpty, run.failures.isEmpty, let mistake = mistake(in: run.values.flatMap(\.findings)) else { return }
        throw CommandFailure(.usage, mistake.summary, hint: mistake.hint)
    }
}
