package import RecoveryModel

extension DriftReport {
    package var markdown: String {
        var page: Markdown = "# \(headline.word): \(sentence)\n\n"
        page += "Policy \(.code(policy)), account \(.code(account)), \(.code(region)), \(at).\n"
        page += .advice(advice)
        if !differences.isEmpty {
            page += .heading(2, "Changed")
            page += .header("Resource", "Setting", "Required", "Was", "Now", "By")
            for difference in differences { page += difference.row }
        }
        page += .unknown(unknown)
        return page.text
    }
}

extension DriftReport.Difference {
    fileprivate var row: Markdown {
        .row(
            "\(resource.kind.rawValue) \(.code(resource.name))", "\(title)<br>\(.code(control))", "\(required)",
            "\(was ?? "not recorded")", "\(now)", "\(authorShown)")
    }
}
