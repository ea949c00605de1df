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
        for (name, result) in try Samples(mark: mark).all {
            let kind = String(name.prefix { $0 != "-" })
            let problems = SchemaValidator(schema: try schema(kind)).problems(of: try JSONValue(parsing: result.json))
            #expect(problems.isEmpty, "\(name): \(problems.joined(separator: "; "))")
        }
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
        for (name, result) in try Samples().all {
            #expect(result.json.hasPrefix("{\n  \"schema\": \"drctl/"), "\(name)")
            #expect(result.json == (try Samples().all.first { $0.name == name })?.result.json)
        }
    }
}
