import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Templates")
struct TemplateTests {
    private let template: JSONValue

    init() throws {
        template = try TemplateSynthesizer.template(
            for: try Estate.bare().policy.withEngines, of: Region("us-east-1"), now: Estate.now)
    }

    @Test func `the knowledge base's template stays as reviewed`() throws {
        try Golden.expect(template.pretty + "\n", in: "Tests/Goldens/engine/knowledge-base.template.json")
    }

    @Test func `every reference is to something that is declared`() throws {
        let declared = Set(members(template["Resources"]).keys).union(members(template["Parameters"]).keys)
        for name in template.templateReferences where !name.hasPrefix("AWS::") {
            #expect(declared.contains(name), "\(name)")
        }
    }

    @Test func `every parameter is used`() {
        let used = Set(template.templateReferences)
        for name in members(template["Parameters"]).keys { #expect(used.contains(name), "\(name)") }
    }

    @Test func `what holds backups outlives the stack`() {
        let kept: Set<String> = [
            "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::KMS::Key", "AWS::KMS::Alias", "AWS::RDS::DBInstance",
            "AWS::RDS::DBParameterGroup",
        ]
        var seen: Set<String> = []
        for (name, resource) in members(template["Resources"]) {
            guard let type = resource["Type"]?.text, kept.contains(type) else { continue }
            seen.insert(type)
            #expect(resource["DeletionPolicy"] == "Retain" && resource["UpdateReplacePolicy"] == "Retain", "\(name)")
        }
        #expect(seen == kept)
    }

    @Test func `no secret and no account number is in it`() {
        let text = template.compact
        #expect(text.contains(#""ManageMasterUserPassword":true"#))
        #expect(!text.contains("MasterUserPassword\":\""))
        let owner = text.replacing("arn:aws:iam::123456789012:policy/boundary", with: "")
            .replacing("iam::123456789012:root", with: "")
        #expect(!owner.contains("123456789012"))
    }

    @Test func `a policy that asks for little gives a small template without loose ends`() throws {
        var policy = RecoveryPolicy(
            name: "small", scope: PolicyScope(accounts: [], regions: [Region("eu-west-1")]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.databases = [DatabasePolicy(select: .init(ids: ["one"]))].map(\.withEngine)
        let small = try TemplateSynthesizer.template(for: policy, of: policy.scope.regions[0], now: Estate.now)
        try Golden.expect(small.pretty + "\n", in: "Tests/Goldens/engine/small.template.json")
        #expect(members(small["Resources"]).keys.sorted() == ["DBInstanceOne"])
        let used = Set(small.templateReferences)
        for name in members(small["Parameters"]).keys { #expect(used.contains(name), "\(name)") }
    }

    private func members(_ value: JSONValue?) -> [String: JSONValue] {
        if case .object(let members)? = value { members } else { [:] }
    }
}
