package import RecoveryModel

/// A workflow command of GitHub Actions, which shows a remark at its place in the pull request. They are written to stderr:
/// the result does not hold them.
///
/// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
package struct GitHubAnnotation: CustomStringConvertible, Sendable, Equatable {
    /// `error`, `warning` or `notice`.
    let level: String
    let location: Diagnostic.Location?
    let title: String
    let message: String

    /// The line for the log; nothing in it that comes from outside can begin another command.
    package var description: String {
        var properties =
            location.map {
                [("file", $0.file.visible), ("line", "\($0.line)"), ("col", "\($0.column)")]
            } ?? []
        properties.append(("title", title))
        let list = properties.map { "\($0)=\(Self.escaped($1, inProperty: true))" }.joined(separator: ",")
        return "::\(level) \(list)::\(Self.escaped(message, inProperty: false))"
    }

    private static func escaped(_ text: String, inProperty: Bool) -> String {
        var escaped = text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
        if inProperty { escaped = escaped.replacing(":", with: "%3A").replacing(",", with: "%2C") }
        return escaped
    }

    /// What a policy's author is told.
    package init(_ diagnostic: Diagnostic) {
        level =
            switch diagnostic.severity {
            case .error: "error"
            case .warning: "warning"
            case .note: "notice"
            }
        location = diagnostic.location
        title = diagnostic.id
        message = diagnostic.summary + (diagnostic.hint.map { "; \($0)" } ?? "")
    }

    /// A target without a result.
    package init(_ target: TargetName, failure: RunFailure) {
        level = "error"
        location = nil
        title = "\(target.shown) failed".visible
        message = "\(failure)\(failure.hint.map { "; \($0)" } ?? "")".visible
    }

    /// A place that was not checked.
    init(_ place: UncoveredPlace, isGap: Bool) {
        level = isGap ? "error" : "warning"
        location = nil
        title = "\(place.shown) is not covered".visible
        message = place.reason.visible
    }

    /// What a run comes to.
    init(verdict: String, _ sentence: String) {
        level = "notice"
        location = nil
        title = "drctl audit"
        message = "\(verdict): \(sentence)".visible
    }

    /// A finding that somebody has to act on.
    init(_ finding: Finding, at place: FindingPlace) {
        level = finding.verdict == .violated && finding.control.severity >= .high ? "error" : "warning"
        location = place.location(of: finding)
        title = "\(finding.control.id) of \(finding.resource.name)".visible
        let outcome =
            finding.failure.map { "could not be checked: \($0)" }
            ?? "required \(finding.required), observed \(finding.observed ?? "nothing")"
        message = "\(finding.control.title): \(outcome) (\(place.target.shown))".visible
    }

    /// GitHub shows ten of each level and step.
    private static let shown = 10

    /// What is violated or could not be checked: the gravest, as many as GitHub shows.
    package static func findings(of run: Run<AuditResult>, origins: [String: PolicyOrigins]) -> [GitHubAnnotation] {
        let findings = run.values.flatMap { result in
            result.findings.filter { $0.isNews }.map { (result.target, $0) }
        }
        let gravest = findings.enumerated().sorted { left, right in
            let (mine, yours) = (left.element.1.control.severity, right.element.1.control.severity)
            return mine == yours ? left.offset < right.offset : mine > yours
        }
        var count: [String: Int] = [:]
        return gravest.prefix(2 * shown).map { _, found in
            GitHubAnnotation(found.1, at: FindingPlace(target: found.0, origins: origins[found.0.policy]))
        }.filter { annotation in
            count[annotation.level, default: 0] += 1
            return count[annotation.level, default: 0] <= shown
        }
    }
}
