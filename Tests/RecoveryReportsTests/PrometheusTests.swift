import RecoveryModel
import RecoveryReports
import Testing

@Suite("Prometheus's text format")
struct PrometheusTests {
    /// The parser of Prometheus's own client, which refuses nothing silently; labels of one series are the same.
    private static let read = """
        import pathlib, sys
        from prometheus_client.parser import text_string_to_metric_families
        for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            seen, names = set(), []
            for family in text_string_to_metric_families(file.read_text()):
                assert family.type == "gauge" and family.documentation, family
                assert family.name not in names, family.name
                names.append(family.name)
                for sample in family.samples:
                    key = (sample.name, tuple(sorted(sample.labels.items())))
                    assert key not in seen, key
                    seen.add(key)
                    assert not any("\\n" in value for value in sample.labels.values())
                    if file.name.endswith("show.prom"):
                        print(sample.name, sorted(sample.labels.items()), float(sample.value))
            print(file.name, len(seen))
        """

    @Test func `its own parser reads every audit, hostile names included`() async throws {
        let documents = try Samples.audits(.prometheus, ending: "prom")
        let lines = try await Judge.python(Self.read, about: documents).split(separator: "\n")
        #expect(lines.count == documents.count)
        let broken = documents.map { ($0.name, $0.text.replacing("\"} ", with: "\"}} ")) }
        #expect(try await Judge.python(Self.read, about: broken).hasPrefix("refused:"))
        for (name, text) in documents { #expect(Samples.isVisible(text), "\(name)") }
    }

    private func values(_ report: Report) async throws -> String {
        try await Judge.python(
            Self.read, about: [("show.prom", ReportFormat.prometheus.document(report, try Samples().settings))])
    }

    @Test func `counts, objectives and targets have their values`() async throws {
        let samples = try Samples()
        let read = try await values(samples.audit([samples.violated]))
        func has(_ metric: String, _ label: String, _ value: String) -> Bool {
            read.split(separator: "\n").contains {
                $0.hasPrefix(metric + " ") && $0.contains(label) && $0.hasSuffix(" " + value)
            }
        }
        #expect(has("drctl_findings", "('severity', 'critical'), ('verdict', 'violated')", "1.0"))
        #expect(has("drctl_findings", "('severity', 'low'), ('verdict', 'unknown')", "0.0"), "a zero is said")
        #expect(has("drctl_target_judged", "'knowledge-base'", "1.0"))
        #expect(has("drctl_effective_rpo_seconds", "'kb-prod'", "inf"), "nothing can be restored")
        #expect(has("drctl_effective_rpo_seconds", "'kb-search'", "340.0"))
        #expect(!read.contains("drctl_effective_rpo_seconds [('account', '123456789012'), ('database', 'kb-reports')"))
        #expect(has("drctl_objective_met", "('database', 'kb-reports')", "0.0"), "unknown is not met")
        #expect(has("drctl_objective_met", "('database', 'kb-search')", "1.0"))
        #expect(has("drctl_proven_rto_seconds", "'kb-search'", "640.5"))
        #expect(has("drctl_finding_open", "('control', 'storage.lifecycle')", "1.0"))
        #expect(!read.contains("('control', 'storage.bucket-exists')"))
    }

    @Test func `a target that failed and places not covered are said`() async throws {
        let read = try await values(.audit(try Samples().auditRun()))
        #expect(
            read.contains(
                "drctl_target_judged [('account', '210987654321'), ('policy', 'knowledge-base'), ('region', 'us-east-1')] 0.0"
            ))
        #expect(read.contains("drctl_places_not_covered [] 2.0"))
    }
}
