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
        for (name, text) in try Samples(mark: mark).documents(.json) {
            let document = try JSONValue(parsing: text)
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
        let kinds = try Samples().documents(.json).map { String($0.text.split(separator: "/")[1]) }
        #expect(described == Set(kinds).map { "\($0).json" }.sorted())
    }

    @Test(arguments: ["audit", "plan", "apply", "drift"])
    func `a result of another kind, with another field or without a conclusion is refused`(kind: String) throws {
        let validator = SchemaValidator(schema: try schema(kind))
        let samples = try Samples().documents(.json)
        for (name, text) in samples where !text.contains("\"drctl/\(kind)/v") {
            #expect(!validator.problems(of: try JSONValue(parsing: text)).isEmpty, "\(name)")
        }
        for (name, text) in samples where text.contains("\"drctl/\(kind)/v") {
            guard case .object(var members) = try JSONValue(parsing: text) else {
                Issue.record("\(name) is no object")
                continue
            }
            members["password"] = "hunter2"
            #expect(validator.problems(of: .object(members)) == ["$.password: not in the schema"])
            members["password"] = nil
            members["conclusion"] = "fine"
            #expect(validator.problems(of: .object(members)).count == 1)
            members["conclusion"] = nil
            #expect(validator.problems(of: .object(members)) == ["$.conclusion: missing"])
        }
    }

    @Test(arguments: ["audit", "plan", "apply", "drift"])
    func `a target with another field, without its region, or neither done nor failed is refused`(kind: String) throws {
        let validator = SchemaValidator(schema: try schema(kind))
        for (name, text) in try Samples().documents(.json) where text.contains("\"drctl/\(kind)/v") {
            guard case .object(var members) = try JSONValue(parsing: text),
                let targets = members["targets"]?.listed
            else {
                Issue.record("\(name) has no targets")
                continue
            }
            for (field, value) in [("password", "hunter2"), ("region", nil), ("failure", nil)] as [(String, JSONValue?)]
            {
                for index in targets.indices {
                    guard case .object(var target) = targets[index] else { continue }
                    target[field] = value
                    var changed = targets
                    changed[index] = .object(target)
                    members["targets"] = .array(changed)
                    #expect(
                        validator.problems(of: .object(members)) == ["$.targets[\(index)]: fits no alternative"],
                        "\(name): \(field)")
                }
            }
        }
    }

    @Test func `fields come in the same order every time, the schema first`() throws {
        for (first, second) in zip(try Samples().documents(.json), try Samples().documents(.json)) {
            #expect(first.text.hasPrefix("{\n  \"schema\": \"drctl/"), "\(first.name)")
            #expect(first.text == second.text)
        }
    }
}
