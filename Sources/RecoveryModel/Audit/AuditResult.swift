package import AWSNames

/// Every verdict of a policy on what was observed, sorted by resource and control.
package struct AuditResult: Sendable, Equatable {
    package var policy: String
    package var account: AccountID
    package var region: Region
    package var at: Instant
    /// Sorted by resource, then control.
    package var findings: [Finding]

    package init(
        policy: String, account: AccountID, region: Region, at: Instant, findings: consuming [Finding]
    ) {
        self.policy = policy
        self.account = account
        self.region = region
        self.at = at
        // Findings come in order but for resources that several entries name; sorting takes half as much memory again.
        let isSorted = zip(findings.indices, findings.indices.dropFirst())
            .allSatisfy { !Self.precedes(findings[$1], findings[$0]) }
        if !isSorted { findings.sort(by: Self.precedes) }
        self.findings = findings
    }

    private static func precedes(_ left: Finding, _ right: Finding) -> Bool {
        left.resource.precedes(right.resource) ?? (left.control.id < right.control.id)
    }

    package var target: TargetName { TargetName(policy: policy, account: account, region: region) }

    /// How many findings have a verdict of that word.
    package func count(_ word: String) -> Int { findings.count { $0.verdict.word == word } }

    /// The result as a whole: a violation outweighs what could not be checked.
    package var conclusion: AuditConclusion {
        if count("violated") > 0 { return .violated }
        return count("unknown") > 0 ? .incomplete : .compliant
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
}
