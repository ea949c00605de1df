package import RecoveryModel

extension PolicyExplanation {
    /// A table of every value with its origin.
    package var markdown: String {
        var page: Markdown = "# Policy \(policy)\n\nRead from \(.code(file)).\n"
        page += .header("Value", "Is", "From")
        for value in values { page += .row(.code(value.path), .code(value.value), "\(value.origin)") }
        return page.text
    }
}
