import AWSNames
import RecoveryModel

/// What the findings of a page can be filtered by, besides their verdicts: only what occurs in them.
struct FilterChoices {
    private let severities: [Severity]
    private let frameworks: [Framework]
    private let accounts: [String]
    private let regions: [String]

    init(_ audits: [AuditResult]) {
        var seen: Set<ObjectIdentifier> = []
        var controls: [ControlDescription] = []
        for finding in audits.lazy.flatMap(\.findings) where seen.insert(ObjectIdentifier(finding.control)).inserted {
            controls.append(finding.control)
        }
        severities = Severity.allCases.reversed().filter { severity in controls.contains { $0.severity == severity } }
        let named = Set(controls.flatMap(\.frameworks))
        frameworks = Framework.allCases.filter { named.contains($0.rawValue) }
        accounts = Set(audits.map(\.account.description)).sorted()
        regions = Set(audits.map(\.region.rawValue)).sorted()
    }

    /// Hidden until the script that they need runs.
    var html: HTML {
        """
        <div class="more" hidden>
        \(select("severity", "Severity", severities.map { ($0.rawValue, $0.rawValue) }))\
        \(select("framework", "Framework", frameworks.map { ($0.rawValue, $0.title) }))\
        \(select("account", "Account", accounts.map { ($0, $0) }))\
        \(select("region", "Region", regions.map { ($0, $0) }))\
        <label>Text <input type="search" id="filter-text" autocomplete="off"></label>
        <output id="filter-count" role="status"></output>
        </div>

        """
    }

    /// Nothing where there is no choice.
    private func select(_ name: String, _ label: String, _ values: [(value: String, shown: String)]) -> HTML {
        guard !values.isEmpty else { return "" }
        let options = values.map { value, shown -> HTML in "<option value=\"\(value)\">\(shown)</option>" }
        return """
            <label>\(label) <select id="filter-\(name)"><option value="">any</option>\(.all(options))</select></label>

            """
    }
}

extension ControlDescription {
    /// The words of the frameworks that it answers.
    var frameworks: [String] {
        Framework.allCases.filter { framework in standards.contains { framework.requirement(of: $0) != nil } }
            .map(\.rawValue)
    }
}
