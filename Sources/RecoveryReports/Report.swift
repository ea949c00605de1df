package import RecoveryModel

/// What a verb prints, whatever the format: its results on all targets, or the single result of a drill or of evidence.
package struct Report: Sendable {
    /// What a report is of: it decides which formats make sense.
    package enum Kind: String, Sendable, CaseIterable {
        case audit, plan, drift, apply
        /// The record of one drill.
        case drill
        case objectives
        /// Any other single result.
        case single
    }

    package let kind: Kind
    let content: any ReportContent

    private init(_ kind: Kind, _ content: any ReportContent) {
        self.kind = kind
        self.content = content
    }

    /// The verdicts of every target.
    ///
    /// - Parameters:
    ///   - origins: By the policy's name; without them no finding says where the policy asks for it.
    ///   - verbose: Whether what is met is listed too instead of only counted.
    ///   - comparisons: Earlier audits that it is shown beside.
    package static func audit(
        _ run: Run<AuditResult>, origins: [String: PolicyOrigins] = [:], verbose: Bool = false,
        comparisons: AuditComparisons = AuditComparisons()
    ) -> Report {
        Report(.audit, RunReport(run: run, origins: origins, verbose: verbose, comparisons: comparisons))
    }

    /// What an audit comes to, for its history; nil for a report of something else.
    package func auditSummary(_ settings: RenderSettings) -> AuditSummary? {
        audit.map { AuditSummary($0.run, conclusion: $0.verdict.word, version: settings.version, at: settings.at) }
    }

    /// What apply would do to every target; without advice when it is about to be done.
    package static func plan(_ run: Run<Plan>, isBeingApplied: Bool = false) -> Report {
        Report(.plan, RunReport(run: run, givesAdvice: !isBeingApplied))
    }

    /// What was changed in every target.
    package static func drift(_ run: Run<DriftReport>) -> Report { Report(.drift, RunReport(run: run)) }

    /// What apply did to every target.
    package static func apply(_ run: Run<ApplyRecord>) -> Report { Report(.apply, RunReport(run: run)) }

    /// The single result of a drill, of evidence, or of whatever else is of no target.
    package init(_ result: any Renderable, verbose: Bool = false) {
        let kind: Kind = result is ObjectivesReport ? .objectives : result is any Paged ? .drill : .single
        self.init(kind, SingleReport(result: result, verbose: verbose))
    }

    /// The findings of all targets, which most formats for other tools read; nil when the report is of something else.
    var audit: RunReport<AuditResult>? { content as? RunReport<AuditResult> }
}

/// What is in a report, in the formats that every report has.
protocol ReportContent: Sendable {
    func writeText(_ settings: RenderSettings, to output: inout ReportOutput)
    func writeJSON(_ settings: RenderSettings, to output: inout ReportOutput)
    func writeMarkdown(_ settings: RenderSettings, to output: inout ReportOutput)
}

/// A result that is of no target.
struct SingleReport: ReportContent {
    let result: any Renderable
    let verbose: Bool

    func writeText(_ settings: RenderSettings, to output: inout ReportOutput) {
        output.put(result.text(TextLayout(style: settings.style, width: settings.width, verbose: verbose)))
    }

    func writeJSON(_ settings: RenderSettings, to output: inout ReportOutput) { output.put(result.json) }

    func writeMarkdown(_ settings: RenderSettings, to output: inout ReportOutput) { output.put(result.markdown) }
}
