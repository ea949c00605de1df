import RecoveryModel
import RecoveryReports
import Testing

@Suite("ASFF for Security Hub")
struct ASFFTests {
    /// botocore's model of BatchImportFindings, and the limits that the service adds.
    private static let read = """
        import botocore.session, botocore.validate, json, pathlib, re, sys
        shape = botocore.session.Session().get_service_model("securityhub").operation_model("BatchImportFindings").input_shape
        finding = shape.members["Findings"].member
        def known(shape, value, path=""):
            if shape.type_name == "structure":
                for key, inner in value.items():
                    assert key in shape.members, path + "." + key
                    known(shape.members[key], inner, path + "." + key)
            elif shape.type_name == "list":
                for inner in value: known(shape.member, inner, path + "[]")
            elif getattr(shape, "enum", None): assert value in shape.enum, (path, value)
        count = 0
        for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            for one in json.loads(file.read_text()):
                errors = botocore.validate.ParamValidator().validate({"Findings": [one]}, shape)
                assert not errors.has_errors(), errors.generate_report()
                known(finding, one)
                assert len(one["Title"]) <= 256 and len(one["Description"]) <= 1024 and len(one["Id"]) <= 512
                assert len(one["ProductFields"]) <= 50
                assert re.fullmatch(r"arn:aws:securityhub:[a-z0-9-]+:[0-9]{12}:product/[0-9]{12}/default", one["ProductArn"])
                count += 1
        print(count, "findings")
        """

    @Test func `botocore accepts every finding, hostile names included`() async throws {
        let documents = try Samples.audits(.asff, ending: "json")
        let answer = try await Judge.python(Self.read, about: documents)
        #expect(answer.hasSuffix(" findings\n") && !answer.hasPrefix("0 "), "\(answer)")
        for (old, new) in [("\"GeneratorId\":", "\"Generator\":"), ("NOT_AVAILABLE", "UNKNOWN")] {
            let broken = documents.map { ($0.name, $0.text.replacing(old, with: new)) }
            #expect(try await Judge.python(Self.read, about: broken).hasPrefix("refused:"), "\(new)")
        }
    }

    @Test func `a finding keeps within the service's limits, however long a name is`() async throws {
        let samples = try Samples(mark: String(repeating: "ä<", count: 2_000))
        let text = ReportFormat.asff.document(samples.audit([samples.violated]), samples.settings)
        #expect(try await Judge.python(Self.read, about: [("long.json", text)]) == "7 findings\n")
    }

    @Test func `verdicts become statuses, and what is met resolves an earlier finding`() throws {
        let samples = try Samples()
        let byControl = Dictionary(
            uniqueKeysWithValues: SecurityHubFinding.all(samples.violated).map { ($0.generatorID, $0) })
        let met = try #require(byControl["drctl/storage.bucket-exists"])
        #expect(met.status == .passed && met.severity == "INFORMATIONAL" && met.recommendation == nil)
        let unknown = try #require(byControl["drctl/storage.lifecycle"])
        #expect(unknown.status == .notAvailable && unknown.reason?.contains("AccessDenied") == true)
        let waived = try #require(byControl["drctl/database.multi-az"])
        #expect(waived.status == .failed && waived.isSuppressed)
        let retention = try #require(byControl["drctl/database.backup-retention"])
        #expect(retention.severity == "HIGH" && retention.resourceType == "AwsRdsDbInstance")
        #expect(retention.requirements == ["Security Hub RDS.11", "NIST 800-53 CP-9"])
        #expect(retention.id == "knowledge-base/123456789012/us-east-1/database.backup-retention/kb-prod")
        for (name, text) in try Samples.audits(.asff, ending: "json") { #expect(Samples.isVisible(text), "\(name)") }
    }
}
