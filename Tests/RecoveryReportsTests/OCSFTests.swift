import RecoveryModel
import RecoveryReports
import Testing

@Suite("OCSF Compliance Findings")
struct OCSFTests {
    /// py-ocsf-models reads every event, and no member is one that the class does not have.
    private static let read = """
        import json, pathlib, sys
        from py_ocsf_models import OCSF_VERSION
        from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
        count = 0
        for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            for event in json.loads(file.read_text()):
                finding = ComplianceFinding.model_validate(event)
                # The model leaves out the profile of clouds, and the words for a status.
                extra = set(event) - set(ComplianceFinding.model_fields) - {"cloud"}
                extra |= {"compliance." + k for k in event["compliance"] if k not in type(finding.compliance).model_fields} - {"compliance.status"}
                assert not extra, extra
                assert finding.metadata.version == OCSF_VERSION, OCSF_VERSION
                assert finding.type_uid == finding.class_uid * 100 + finding.activity_id
                count += 1
                if len(sys.argv) > 2:
                    print(finding.compliance.control, finding.severity_id.name, finding.status_id.name, finding.compliance.status_id.name, finding.resources[0].uid)
        print(count, "events")
        """

    @Test func `py-ocsf-models reads every event, hostile names included`() async throws {
        let documents = try Samples.audits(.ocsf, ending: "json")
        let answer = try await Judge.python(Self.read, about: documents)
        #expect(answer.hasSuffix(" events\n") && !answer.hasPrefix("0 "), "\(answer)")
        let broken = documents.map { ($0.name, $0.text.replacing("\"time\":", with: "\"times\":")) }
        #expect(try await Judge.python(Self.read, about: broken).hasPrefix("refused:"))
    }

    @Test func `what is unknown is no pass, and what is waived fails and is suppressed`() throws {
        let samples = try Samples()
        let events = try JSONValue(
            parsing: ReportFormat.ocsf.document(samples.audit([samples.violated]), samples.settings)
        ).listed
        let byControl = Dictionary(
            uniqueKeysWithValues: events.map { ($0["compliance"]?["control"]?.text ?? "", $0) })
        #expect(byControl.count == 7, "what is met is there too")
        #expect(byControl["storage.lifecycle"]?["compliance"]?["status"] == "Unknown")
        #expect(byControl["storage.lifecycle"]?["status"] == "New")
        #expect(byControl["database.multi-az"]?["compliance"]?["status"] == "Fail")
        #expect(byControl["database.multi-az"]?["status"] == "Suppressed")
        #expect(byControl["storage.bucket-exists"]?["compliance"]?["status"] == "Pass")
        #expect(byControl["storage.bucket-exists"]?["severity"] == "Informational")
        let retention = try #require(byControl["database.backup-retention"])
        #expect(retention["severity_id"] == 4 && retention["compliance"]?["status_id"] == 3)
        #expect(
            retention["compliance"]?["standards"]
                == ["NIST SP 800-53 revision 5", "AWS Foundational Security Best Practices"])
        #expect(retention["remediation"]?["desc"]?.text?.contains("disabled → 30 days") == true)
    }

    @Test func `nothing hidden is in an event`() throws {
        for (name, text) in try Samples.audits(.ocsf, ending: "json") { #expect(Samples.isVisible(text), "\(name)") }
    }
}
