import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import Testing

/// What is said of types of resources, by AWS's own schemas of them, which cfn-lint carries.
@Suite("Types of resources")
struct TemplateTypeTests {
    private struct Schema: Decodable {
        var typeName: String
        var primaryIdentifier: [String]
        var createOnlyProperties: [String]?
        var conditionalCreateOnlyProperties: [String]?
        var handlers: [String: JSONValue]?

        static func names(_ pointers: [String]?) -> Set<String> {
            Set((pointers ?? []).map { String($0.dropFirst("/properties/".count)) })
        }
    }

    /// By type; nil where cfn-lint is not installed.
    private static let schemas: [String: Schema]? = {
        let lib = Golden.root.appending(path: ".venv/lib").path
        let manager = FileManager.default
        guard let python = try? manager.contentsOfDirectory(atPath: lib).sorted().last else { return nil }
        let folder = "\(lib)/\(python)/site-packages/cfnlint/data/schemas/resources"
        guard let files = try? manager.contentsOfDirectory(atPath: folder) else { return nil }
        var schemas: [String: Schema] = [:]
        for file in files {
            guard let data = manager.contents(atPath: "\(folder)/\(file)"),
                let schema = try? JSONDecoder().decode(Schema.self, from: data)
            else { continue }
            schemas[schema.typeName] = schema
        }
        return schemas
    }()

    @Test(.enabled(if: schemas != nil, "cfn-lint is not installed"))
    func `an import finds each type by its primary identifier, and only what CloudFormation can read`() throws {
        for type in TemplateType.allCases {
            let schema = try #require(Self.schemas?[type.rawValue], "\(type.rawValue)")
            guard schema.handlers?["read"] != nil else {
                #expect(type.identifier == nil, "\(type.rawValue)")
                continue
            }
            // What two names together are found by is left out of imports.
            guard schema.primaryIdentifier.count == 1 else {
                #expect(type.identifier == nil, "\(type.rawValue)")
                continue
            }
            #expect(schema.primaryIdentifier == ["/properties/\(type.identifier ?? "")"], "\(type.rawValue)")
        }
    }

    @Test(.enabled(if: schemas != nil, "cfn-lint is not installed"))
    func `whatever a template declares and can only be set at creation is known as such`() throws {
        var policy = try Estate.compliant(withCluster: true).policy.withEngines
        var cluster = policy.databases[0]
        cluster.select.ids = ["kb-three"]
        cluster.statedKind = .cluster
        policy.databases.append(cluster)
        let template = try TemplateSynthesizer.template(for: policy, of: "us-east-1", now: Estate.now)
        guard case .object(let resources)? = template["Resources"] else { return }
        for (id, resource) in resources {
            guard let type = resource["Type"]?.text.flatMap(TemplateType.init),
                let schema = Self.schemas?[type.rawValue],
                case .object(let properties)? = resource["Properties"]
            else { continue }
            // A name is what an import finds it by, and never changes.
            let names: Set = ["BackupVaultName", "TopicName", "Name", type.identifier ?? ""]
            let fixed = Schema.names(schema.createOnlyProperties).intersection(properties.keys).subtracting(names)
            #expect(fixed.isSubset(of: type.createOnly), "\(id): \(fixed.subtracting(type.createOnly))")
            let all = Schema.names(schema.createOnlyProperties)
                .union(Schema.names(schema.conditionalCreateOnlyProperties))
            #expect(type.createOnly.isSubset(of: all), "\(type.rawValue)")
        }
    }
}
