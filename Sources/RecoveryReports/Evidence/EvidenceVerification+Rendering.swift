import JSONWriting
package import RecoveryModel

extension ChainVerification {
    /// The verdict and its colour, for people.
    var word: (text: String, role: TextRole) {
        switch verdict {
        case .unchanged: ("UNCHANGED", .good)
        case .consistent: ("CONSISTENT", .unsure)
        case .unproven: ("UNPROVEN", .unsure)
        case .changed: ("CHANGED", .bad)
        }
    }

    /// What the verdict rests on.
    var basis: String {
        let signed = checksSignatures ? "signatures valid" : "signatures not checked"
        let anchored = isAnchored ? ", the last record is the anchor's" : ""
        let stamp = stamped.flatMap { stamp in stamp.at.map { ", record \(stamp.sequence) existed at \($0)" } }
        let second = countersigned.flatMap { mark in
            mark.at.map { ", record \(mark.sequence) was countersigned at \($0)" }
        }
        return signed + anchored + (stamp ?? "") + (second ?? "")
    }

    /// What is left to be done for a chain that is only consistent.
    var advice: String? {
        verdict == .consistent
            ? "whoever can write all of it can rewrite it: sign it (--signing-key), then verify it with --public-key"
            : nil
    }
}

extension EvidenceVerification: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        for chain in chains {
            let records = CountText.of(chain.records, "record")
            let (word, role) = chain.word
            if chain.findings.isEmpty {
                page.add("\(word, role): \(chain.policy), \(records), \(chain.basis)")
            } else {
                page.add("\(word, role): \(chain.policy), \(records)")
                for finding in chain.findings { page.point("\(finding)") }
            }
            if let advice = chain.advice { page.point("\(advice)") }
            if let anchor = chain.head?.anchor, chain.findings.isEmpty { page.add("  anchor \(anchor)", role: .faint) }
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/evidence-verification/v2"), ("verdict", .text(verdict?.rawValue)),
            ("unchanged", .bool(verdict == .unchanged)),
            ("signaturesChecked", .bool(chains.contains(where: \.checksSignatures))),
            (
                "policies",
                .array(
                    chains.map {
                        .object([
                            ("policy", .string($0.policy)), ("records", .integer($0.records)),
                            ("verdict", .string($0.verdict.rawValue)),
                            ("unchanged", .bool($0.verdict == .unchanged)), ("anchored", .bool($0.isAnchored)),
                            ("newest", .text($0.newest)), ("anchor", .text($0.head?.anchor)),
                            ("stampedRecord", $0.stamped.map { .integer($0.sequence) } ?? .null),
                            ("stampedAt", .text($0.stamped?.at)),
                            ("countersignedRecord", $0.countersigned.map { .integer($0.sequence) } ?? .null),
                            ("countersignedAt", .text($0.countersigned?.at)),
                            ("findings", .list($0.findings)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Evidence: \(verdict?.rawValue ?? "none")\n"
        page += .header("Policy", "Records", "Verdict", "Basis", "Findings")
        for chain in chains {
            page += .row(
                "\(chain.policy)", "\(chain.records)", "\(chain.verdict.rawValue)", "\(chain.basis)",
                "\((chain.findings.map(\.description) + [chain.advice].compactMap(\.self)).joined(separator: "; "))")
        }
        return page.text
    }
}

extension [ChainVerification] {
    /// Those of which not everything can be believed.
    package var doubtful: [ChainVerification] { filter { !$0.findings.isEmpty } }
}

extension TextPage {
    /// Names every problem of the evidence that a page is made from.
    mutating func warn(of chains: [ChainVerification]) {
        for chain in chains.doubtful {
            let (word, role) = chain.word
            add("\(word, role): the evidence of \(chain.policy) is not to be relied on")
            for finding in chain.findings { point("\(finding)") }
        }
    }
}

extension Markdown {
    /// Names every problem of the evidence that a page is made from.
    mutating func warn(of chains: [ChainVerification]) {
        for chain in chains.doubtful {
            let findings = chain.findings.map(\.description).joined(separator: "; ")
            self +=
                "\nThe evidence of \(chain.policy) is \(chain.verdict.rawValue) and not to be relied on: \(findings)\n\n"
        }
    }
}

extension OrderedJSON {
    /// Every problem of the evidence that a result is made from.
    static func doubts(_ chains: [ChainVerification]) -> OrderedJSON {
        .array(
            chains.doubtful.map {
                .object([
                    ("policy", .string($0.policy)), ("verdict", .string($0.verdict.rawValue)),
                    ("findings", .list($0.findings)),
                ])
            })
    }
}
