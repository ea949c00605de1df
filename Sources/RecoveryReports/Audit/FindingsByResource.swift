import RecoveryModel

/// The findings on one resource.
struct ResourceFindings {
    let resource: ResourceReference
    let findings: [Finding]
    /// What is violated because the resource does not exist, as one of the findings says.
    let consequences: [Finding]

    /// What comes with a finding: everything else that a missing resource violates; nil for nothing.
    func comesWith(_ finding: Finding) -> String? {
        guard finding.control.asksForExistence, !consequences.isEmpty else { return nil }
        return consequences.map(\.control.title).joined(separator: "; ")
    }
}

/// Findings resource by resource, each when it is asked for: there may be tens of thousands.
///
/// The findings are in the order of an audit, by resource.
struct FindingsByResource: Sequence, IteratorProtocol {
    private let findings: [Finding]
    private let isIncluded: (Finding) -> Bool
    private var start = 0

    init(_ findings: [Finding], where isIncluded: @escaping (Finding) -> Bool = { _ in true }) {
        self.findings = findings
        self.isIncluded = isIncluded
    }

    /// The next resource of which something is included; what needs attention first, and of that the worst.
    mutating func next() -> ResourceFindings? {
        while start < findings.count {
            let resource = findings[start].resource
            var end = start
            while end < findings.count, findings[end].resource.isSame(as: resource) { end += 1 }
            let included = findings[start..<end].filter(isIncluded)
            start = end
            guard let first = included.first else { continue }
            // What comes with a finding stands beneath it, where that finding is shown.
            let isFolded = included.contains { $0.control.asksForExistence && $0.verdict == .violated }
            return ResourceFindings(
                // Not every finding on a resource knows its ARN.
                resource: included.lazy.map(\.resource).first { $0.arn != nil } ?? first.resource,
                findings: included.filter { !(isFolded && $0.isConsequence) }.sorted {
                    ($0.verdict.rank, $1.control.severity, $0.control.id)
                        < ($1.verdict.rank, $0.control.severity, $1.control.id)
                },
                consequences: isFolded ? included.filter(\.isConsequence) : [])
        }
        return nil
    }
}

extension [Finding] {
    /// Those of a verdict, by resource.
    func byResource(_ verdict: String) -> FindingsByResource {
        FindingsByResource(self) { $0.verdict.word == verdict }
    }
}

extension Verdict {
    /// What needs attention comes first.
    fileprivate var rank: Int {
        switch self {
        case .violated: 0
        case .unknown: 1
        case .waived: 2
        case .met: 3
        }
    }
}

extension Remedy {
    /// What fixes it, one entry for each change or instruction, each with the word that says whose work it is.
    var shown: [(label: String, text: String)] {
        switch self {
        case .changes(let changes):
            changes.map(\.facts).flatMap { facts in
                [("fix", facts.line)] + (facts.disruption.text.map { [("note", $0)] } ?? [])
            }
        case .procedure(let text): [("manual", text)]
        case .resolvesItself(let text): [("wait", text)]
        }
    }
}
