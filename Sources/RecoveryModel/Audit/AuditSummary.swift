/// What one audit came to, as a history keeps it beside the whole result.
package struct AuditSummary: Sendable, Equatable {
    package var at: Instant
    /// Of drctl.
    package var version: String
    /// Sorted.
    package var policies: [String]
    /// The verdict of the run, such as `violated`.
    package var conclusion: String
    package var met: Int
    package var violated: Int
    package var unknown: Int
    package var waived: Int
    /// Targets without a result, and places that were not checked.
    package var gaps: Int
    /// Databases whose effective objectives do not hold, or are not known to.
    package var atRisk: Int

    package init(
        at: Instant, version: String, policies: [String], conclusion: String, met: Int, violated: Int, unknown: Int,
        waived: Int, gaps: Int, atRisk: Int
    ) {
        self.at = at
        self.version = version
        self.policies = policies
        self.conclusion = conclusion
        self.met = met
        self.violated = violated
        self.unknown = unknown
        self.waived = waived
        self.gaps = gaps
        self.atRisk = atRisk
    }

    package static let schema = "drctl/audit-summary/v1"
}

extension AuditSummary {
    /// Of a run.
    package init(_ run: Run<AuditResult>, conclusion: String, version: String, at: Instant) {
        var counts: [String: Int] = [:]
        for finding in run.values.lazy.flatMap(\.findings) where !finding.isConsequence {
            counts[finding.verdict.word, default: 0] += 1
        }
        self.init(
            at: at, version: version, policies: Set(run.entries.map(\.target.policy)).sorted(), conclusion: conclusion,
            met: counts["met", default: 0], violated: counts["violated", default: 0],
            unknown: counts["unknown", default: 0], waived: counts["waived", default: 0],
            gaps: run.failures.count + run.uncovered.count,
            atRisk: run.values.lazy.flatMap(\.objectives).count { $0.standing != .met })
    }

    /// Its members, in a fixed order.
    package var json: JSONValue {
        [
            "schema": .string(Self.schema), "at": .string(at.description), "drctl": .string(version),
            "policies": .array(policies.map(JSONValue.string)), "conclusion": .string(conclusion), "met": .integer(met),
            "violated": .integer(violated), "unknown": .integer(unknown), "waived": .integer(waived),
            "gaps": .integer(gaps), "atRisk": .integer(atRisk),
        ]
    }

    /// Nil unless it is a summary of this version.
    package init?(_ json: JSONValue) {
        func number(_ name: String) -> Int? {
            if case .integer(let value)? = json[name], value >= 0 { value } else { nil }
        }
        guard json["schema"]?.text == Self.schema, let at = json["at"]?.text.flatMap({ Instant($0) }),
            let version = json["drctl"]?.text, case .array(let policies)? = json["policies"],
            let conclusion = json["conclusion"]?.text, let met = number("met"), let violated = number("violated"),
            let unknown = number("unknown"), let waived = number("waived"), let gaps = number("gaps"),
            let atRisk = number("atRisk")
        else { return nil }
        self.init(
            at: at, version: version, policies: policies.compactMap(\.text), conclusion: conclusion, met: met,
            violated: violated, unknown: unknown, waived: waived, gaps: gaps, atRisk: atRisk)
    }
}
