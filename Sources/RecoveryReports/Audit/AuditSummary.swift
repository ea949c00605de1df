import RecoveryModel

/// An audit's findings as reports read them: by verdict, and by resource.
struct AuditSummary {
    let violated: [Finding]
    let unknown: [Finding]
    let waived: [Finding]
    let met: [Finding]

    init(_ findings: [Finding]) {
        violated = findings.filter { $0.verdict.word == "violated" }
        unknown = findings.filter { $0.verdict.word == "unknown" }
        waived = findings.filter { $0.verdict.word == "waived" }
        met = findings.filter { $0.verdict.word == "met" }
    }

    /// Violations that a plan's steps fix.
    var fixable: Int { violated.count { if case .changes = $0.remedy { true } else { false } } }

    /// Violations that time fixes.
    var waiting: Int { violated.count { if case .resolvesItself = $0.remedy { true } else { false } } }

    /// Violations that people have to fix.
    var manual: Int { violated.count - fixable - waiting }

    /// What to do, most useful first, as command and reason; a command is nil when people have to act.
    var advice: [(command: String?, reason: String)] {
        var advice: [(String?, String)] = []
        if fixable > 0 {
            advice.append(("drctl plan", "shows the changes that fix \(Self.count(fixable, "violation"))"))
        }
        if manual > 0 {
            advice.append((nil, "fix \(Self.count(manual, "violation")) manually, as described below"))
        }
        if waiting > 0 { advice.append((nil, "\(Self.count(waiting, "violation")) will resolve in time")) }
        if !unknown.isEmpty {
            let them = Self.count(unknown.count, "requirement")
            advice.append((nil, "\(them) could not be checked: fix the causes named below, then audit again"))
        }
        return advice
    }

    /// Such as `2 violations`.
    static func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }
}

/// The findings on one resource.
struct ResourceFindings {
    let resource: ResourceReference
    let findings: [Finding]

    /// Resources in their order; of each what needs attention first, and of that the worst.
    static func group(_ findings: [Finding]) -> [ResourceFindings] {
        // Not every finding on a resource knows its ARN.
        let grouped = Dictionary(grouping: findings) { ResourceReference($0.resource.kind, $0.resource.name) }
        return grouped.sorted { $0.key < $1.key }.map { resource, findings in
            ResourceFindings(
                resource: findings.lazy.map(\.resource).first { $0.arn != nil } ?? resource,
                findings: findings.sorted {
                    ($0.verdict.rank, $1.control.severity, $0.control.id)
                        < ($1.verdict.rank, $0.control.severity, $1.control.id)
                })
        }
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

extension AuditConclusion {
    /// The verdict in one word.
    var word: String { rawValue.uppercased() }

    var role: TextRole {
        switch self {
        case .compliant: .good
        case .violated: .bad
        case .incomplete: .unsure
        }
    }
}

extension AuditResult {
    /// What the verdict means, in one sentence.
    var sentence: String {
        let total = findings.count
        switch conclusion {
        case .violated:
            let unknown = count("unknown")
            return "\(count("violated")) of \(AuditSummary.count(total, "requirement")) violated"
                + (unknown > 0 ? ", \(unknown) could not be checked" : "")
        case .incomplete:
            return "\(count("unknown")) of \(AuditSummary.count(total, "requirement")) could not be checked"
        case .compliant:
            guard total > 0 else { return "the policy requires nothing" }
            let waived = count("waived")
            return waived == 0
                ? "all \(AuditSummary.count(total, "requirement")) met"
                : "\(total - waived) of \(AuditSummary.count(total, "requirement")) met, \(waived) waived"
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
