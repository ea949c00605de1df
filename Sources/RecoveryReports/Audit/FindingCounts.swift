import RecoveryModel

/// How many findings have each verdict, and whose work the violations are.
struct FindingCounts {
    private(set) var violated = 0
    private(set) var unknown = 0
    private(set) var waived = 0
    private(set) var met = 0
    /// What comes with a missing resource, and is in no other number.
    private(set) var consequences = 0
    /// Violations that a plan's steps fix.
    private(set) var fixable = 0
    /// Violations that time fixes.
    private(set) var waiting = 0

    init(_ findings: some Sequence<Finding>) {
        for finding in findings {
            guard !finding.isConsequence else {
                consequences += 1
                continue
            }
            switch finding.verdict {
            case .violated: add(finding.remedy)
            case .unknown: unknown += 1
            case .waived: waived += 1
            case .met: met += 1
            }
        }
    }

    private mutating func add(_ remedy: Remedy?) {
        violated += 1
        switch remedy {
        case .changes: fixable += 1
        case .resolvesItself: waiting += 1
        case .procedure, nil: break
        }
    }

    var total: Int { violated + unknown + waived + met }

    /// Violations that people have to fix.
    var manual: Int { violated - fixable - waiting }

    /// By the verdict's word, in the order of JSON.
    var byVerdict: [(name: String, count: Int)] {
        [("met", met), ("violated", violated), ("unknown", unknown), ("waived", waived)]
    }

    /// The same, what needs attention first.
    var worstFirst: [(name: String, count: Int)] {
        [("violated", violated), ("unknown", unknown), ("waived", waived), ("met", met)]
    }

    /// What to do, most useful first.
    var advice: [Advice] {
        var advice: [Advice] = []
        if fixable > 0 {
            advice.append(("drctl plan", "shows the changes that fix \(CountText.of(fixable, "violation"))"))
        }
        if manual > 0 {
            advice.append((nil, "fix \(CountText.of(manual, "violation")) manually, as described below"))
        }
        if waiting > 0 { advice.append((nil, "\(CountText.of(waiting, "violation")) will resolve in time")) }
        if unknown > 0 {
            let them = CountText.of(unknown, "requirement")
            advice.append((nil, "\(them) could not be checked: fix the causes named below, then audit again"))
        }
        return advice
    }

    /// What the verdict means, in one sentence; nil for one target.
    func sentence(targets: Int? = nil) -> String {
        let all = CountText.of(total, "requirement") + (targets.map { " of \(CountText.of($0, "target"))" } ?? "")
        if violated > 0 {
            return "\(CountText.number(violated)) of \(all) violated"
                + (unknown > 0 ? ", \(CountText.number(unknown)) could not be checked" : "")
        }
        if unknown > 0 { return "\(CountText.number(unknown)) of \(all) could not be checked" }
        guard total > 0 else { return targets == nil ? "the policy requires nothing" : "the policies require nothing" }
        guard waived > 0 else { return "all \(all) met" }
        return "\(CountText.number(total - waived)) of \(all) met, \(CountText.number(waived)) waived"
    }
}
