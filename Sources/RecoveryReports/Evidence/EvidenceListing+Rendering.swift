import JSONWriting
package import RecoveryModel

extension EvidenceListing: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        guard !entries.isEmpty else {
            page.add("no evidence found")
            return page.text
        }
        for entry in entries {
            page.item(
                entry.verdict.word, role: entry.verdict.role, width: 17,
                "\(entry.policy) \(entry.sequence) \(entry.startedAt.shown) \(entry.source): \(entry.summary)",
                indent: 0)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/evidence-list/v1"),
            (
                "records",
                .array(
                    entries.map {
                        .object([
                            ("policy", .string($0.policy)), ("number", .integer($0.sequence)),
                            ("drill", .text($0.drill)), ("source", .string($0.source)),
                            ("startedAt", .text($0.startedAt)), ("verdict", .string($0.verdict.rawValue)),
                            ("summary", .string($0.summary)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Evidence\n"
        page += .header("Policy", "Number", "When", "Source", "Verdict", "Summary")
        for entry in entries {
            page += .row(
                "\(entry.policy)", "\(entry.sequence)", "\(entry.startedAt.shown)", .code(entry.source),
                "\(entry.verdict.word)", "\(entry.summary)")
        }
        return page.text
    }
}

extension EvidenceVerification: Renderable {
    private var signatures: String { checksSignatures ? "signatures valid" : "signatures not checked" }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        if chains.isEmpty { page.add("no evidence found") }
        for chain in chains {
            let records = CountText.of(chain.records, "record")
            if chain.findings.isEmpty {
                page.add("\("UNCHANGED", .good): \(chain.policy), \(records), \(signatures)")
            } else {
                page.add("\("CHANGED", .bad): \(chain.policy), \(records)")
                for finding in chain.findings { page.point("\(finding)") }
            }
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/evidence-verification/v1"), ("unchanged", .bool(isUnchanged)),
            ("signaturesChecked", .bool(checksSignatures)),
            (
                "policies",
                .array(
                    chains.map {
                        .object([
                            ("policy", .string($0.policy)), ("records", .integer($0.records)),
                            ("unchanged", .bool($0.findings.isEmpty)), ("findings", .list($0.findings)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Evidence: \(isUnchanged ? "unchanged" : "changed")\n"
        page += .header("Policy", "Records", "Verdict", "Findings")
        for chain in chains {
            page += .row(
                "\(chain.policy)", "\(chain.records)", "\(chain.findings.isEmpty ? "unchanged" : "changed")",
                "\(chain.findings.map(\.description).joined(separator: "; "))")
        }
        page += "\n\(signatures.prefix(1).uppercased() + signatures.dropFirst()).\n"
        return page.text
    }
}
