import FoundationEssentials
import RecoveryModel
import RecoveryReports
import Testing

@Suite("Results keep to their published schemas")
struct SchemaTests {
    private func schema(_ name: String) throws -> JSONValue {
        let file = Golden.root.appending(path: "docs/schemas/\(name).json")
        return try JSONValue(parsing: try String(contentsOf: file, encoding: .utf8))
    }

    @Test(arguments: ["", HostileTextTests.mark])
    func `every sample is valid`(mark: String) throws {
        let samples = try Samples(mark: mark)
        for (name, result) in try samples.all + samples.drills() {
            let document = try JSONValue(parsing: result.json)
            // `drctl/drill-history/v1` is described by docs/schemas/drill-history.json.
            let kind = String(try #require(document["schema"]?.text).split(separator: "/")[1])
            let problems = SchemaValidator(schema: try schema(kind)).problems(of: document)
            #expect(problems.isEmpty, "\(name): \(problems.joined(separator: "; "))")
        }
    }

    @Test func `a drill's record of another kind, with another field or without a verdict is refused`() throws {
        let validator = SchemaValidator(schema: try schema("drill"))
        for (name, result) in try Samples().drills() where !result.json.contains("drctl/drill/v") {
            #expect(!validator.problems(of: try JSONValue(parsing: result.json)).isEmpty, "\(name)")
        }
        guard case .object(var members) = try JSONValue(parsing: try Samples().verifiedDrill().json) else {
            Issue.record("a drill's record is no object")
            return
        }
        members["password"] = "hunter2"
        #expect(validator.problems(of: .object(members)) == ["$.password: not in the schema"])
        members["password"] = nil
        members["verdict"] = "restored"
        #expect(validator.problems(of: .object(members)).count == 1)
        members["verdict"] = nil
        #expect(validator.problems(of: .object(members)) == ["$.verdict: missing"])
    }

    @Test func `every schema describes a sample`() throws {
        let folder = Golden.root.appending(path: "docs/schemas")
        let described = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let samples = try Samples()
        let kinds = try (samples.all + samples.drills()).map { sample in
            String(sample.result.json.split(separator: "/")[1])
        }
        #expect(described == Set(kinds).map { "\($0).json" }.sorted())
    }

    @Test(arguments: ["audit", "plan", "apply", "drift"])
    func `a result of another kind or with another field is refused`(kind: String) throws {
        let validator = SchemaValidator(schema: try schema(kind))
        let samples = try Samples().all
        for (name, result) in samples where !name.hasPrefix(kind) {
            #expect(!validator.problems(of: try JSONValue(parsing: result.json)).isEmpty, "\(name)")
        }
        let own = try #require(samples.first { $0.name.hasPrefix(kind) }).result
        guard case .object(var members) = try JSONValue(parsing: own.json) else {
            Issue.record("\(kind) is no object")
            return
        }
        members["password"] = "hunter2"
        #expect(validator.problems(of: .object(members)) == ["$.password: not in the schema"])
        members["password"] = nil
        members["conclusion"] = "fine"
        #expect(validator.problems(of: .object(members)).count == 1)
        members["conclusion"] = nil
        #expect(validator.problems(of: .object(members)) == ["$.conclusion: missing"])
    }

    @Test func `fields come in the same order every time, the schema first`() throws {
        for (name, result) in try Samples().all + Samples().drills() {
            #expect(result.json.hasPrefix("{\n  \"schema\": \"drctl/"), "\(name)")
            let again = try (Samples().all + Samples().drills()).first { $0.name == name }
            #expect(result.json == again?.result.json)
        }
    }
}
