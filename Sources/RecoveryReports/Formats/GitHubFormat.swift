import RecoveryModel

extension ReportFormat {
    /// Workflow commands of GitHub Actions for everything that is open; a step prints them to be shown in the pull request.
    package static let github = ReportFormat("github", of: [.audit], readsOrigins: true) { report, _, output in
        guard let audit = report.audit else { return }
        for (target, failure) in audit.run.failures { output.put("\(GitHubAnnotation(target, failure: failure))\n") }
        for place in audit.run.uncovered {
            output.put("\(GitHubAnnotation(place, isGap: audit.run.had(toCover: place)))\n")
        }
        for entry in audit.run.entries {
            guard let result = entry.value else { continue }
            let place = audit.place(entry.target)
            for finding in result.findings where finding.isNews {
                output.put("\(GitHubAnnotation(finding, at: place))\n")
            }
        }
        output.put("\(GitHubAnnotation(verdict: audit.verdict.shown, audit.sentence))\n")
    }
}
