package import AWSNames

/// Every verdict of a policy on what was observed, sorted by resource and control.
package struct AuditResult: Sendable, Equatable {
    package var policy: String
    package var account: AccountID
    package var region: Region
    package var at: Instant
    /// Sorted by resource, then control.
    package var findings: [Finding]
    /// What recovery of each database would come to right now, the worst first.
    package var objectives: [EffectiveObjective] = []
    /// What drctl created and the policy does not ask for any more; nil when nobody looked.
    package var orphans: OrphanList?
    /// What AWS was asked for it, by operation; nil when nobody wanted to know.
    package var calls: [CallCount]?
    /// What it was made of; nil where nobody said.
    package var provenance: AuditProvenance?
    /// The findings by the requirements of a framework; nil when nobody named one.
    package var coverage: FrameworkCoverage?

    package init(
        policy: String, account: AccountID, region: Region, at: Instant, findings: consuming [Finding]
    ) {
        self.policy = policy
        self.account = account
        self.region = region
        self.at = at
        Self.sort(&findings)
        self.findings = findings
    }

    /// By their places, each of which is then taken once: sorting the findings themselves takes half of their memory again,
    /// and they are the largest part of an audit.
    private static func sort(_ findings: inout [Finding]) {
        var order = findings.indices.sorted { left, right in
            precedes(findings[left], findings[right]) || !precedes(findings[right], findings[left]) && left < right
        }
        for start in order.indices where order[start] != start {
            // What belongs at `place` comes from `order[place]`, until the circle is closed.
            var place = start
            while order[place] != start {
                let source = order[place]
                findings.swapAt(place, source)
                order[place] = place
                place = source
            }
            order[place] = place
        }
    }

    private static func precedes(_ left: Finding, _ right: Finding) -> Bool {
        left.resource.precedes(right.resource) ?? (left.control.id < right.control.id)
    }

    /// Marks what is violated because its resource does not exist: once, where a finding says that, and it is not waived.
    package mutating func markConsequences() {
        var start = 0
        while start < findings.count {
            let resource = findings[start].resource
            var end = start
            while end < findings.count, findings[end].resource.isSame(as: resource) { end += 1 }
            let isMissing = findings[start..<end].contains { $0.control.asksForExistence && $0.verdict == .violated }
            for index in start..<end {
                let finding = findings[index]
                let follows = isMissing && finding.verdict == .violated && !finding.control.asksForExistence
                if finding.isConsequence != follows { findings[index].isConsequence = follows }
            }
            start = end
        }
    }

    package var target: TargetName { TargetName(policy: policy, account: account, region: region) }

    /// How many findings have a verdict of that word.
    package func count(_ word: String) -> Int { findings.count { $0.verdict.word == word } }

    /// The result as a whole: a violation outweighs what could not be checked.
    package var conclusion: AuditConclusion {
        // A framework of which nothing was judged is not complied with.
        if coverage != nil, findings.isEmpty { return .incomplete }
        return AuditConclusion(of: findings)
    }
}

/// What an audit comes to.
package enum AuditConclusion: String, Sendable, Codable {
    /// Everything required is met or waived.
    case compliant
    /// Something required is not met.
    case violated
    /// Nothing checked is violated, but something could not be checked.
    case incomplete

    /// What findings come to: a violation outweighs what could not be checked.
    package init(of findings: some Sequence<Finding>) {
        self = .compliant
        for finding in findings {
            switch finding.verdict {
            case .violated:
                self = .violated
                return
            case .unknown: self = .incomplete
            case .met, .waived: break
            }
        }
    }
}
