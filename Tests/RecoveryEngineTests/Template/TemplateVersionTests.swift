import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Engine versions in templates")
struct TemplateVersionTests {
    private func template(_ engine: String?, forceTLS: Bool = true) throws -> JSONValue {
        var policy = RecoveryPolicy(
            name: "small", scope: PolicyScope(accounts: [], regions: ["eu-west-1"]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        var database = DatabasePolicy(select: .init(ids: ["one"]))
        database.engine = engine.map { DatabaseEngine($0) }
        database.protection.forceTLS = forceTLS
        policy.databases = [database]
        return try TemplateSynthesizer.template(for: policy, of: "eu-west-1", now: Estate.now)
    }

    /// Versions as RDS offers them, extended support included.
    private static let versions = [
        ("postgres", "15.7", "postgres15"), ("postgres", "11.22-rds.20240418", "postgres11"),
        ("postgres", "17", "postgres17"), ("mysql", "8.0.36", "mysql8.0"), ("mysql", "8.4.3", "mysql8.4"),
        ("mysql", "5.7.44-rds.20240408", "mysql5.7"), ("mariadb", "10.11.6", "mariadb10.11"),
        ("aurora-mysql", "8.0.mysql_aurora.3.05.2", "aurora-mysql8.0"),
        ("aurora-postgresql", "16.4", "aurora-postgresql16"),
        ("sqlserver-se", "15.00.4355.3.v1", "sqlserver-se-15.0"),
    ]

    @Test(arguments: versions)
    func `the parameter group's family follows from whatever version is deployed`(
        engine: String, version: String, family: String
    ) throws {
        let template = try template(engine)
        let cluster = DatabaseEngine(engine).isAurora
        let parameter = LogicalID.of(cluster ? "ClusterEngineVersion" : "DBEngineVersion", "one")
        let group = LogicalID.of(cluster ? .clusterParameterGroup : .parameterGroup, "one")
        let declared = try #require(template["Resources"]?[group]?["Properties"]?["Family"])
        #expect(evaluate(declared, [parameter: version]) == family)
        #expect(DatabaseEngine(engine).parameterGroupFamily(version: version) == family)
        let pattern = try #require(template["Parameters"]?[parameter]?["AllowedPattern"]?.text)
        #expect(try version.wholeMatch(of: Regex(pattern)) != nil)
    }

    @Test(arguments: [("mysql", "8"), ("postgres", "9.6.24"), ("mariadb", "latest")])
    func `a version without a family is refused by the parameter`(engine: String, version: String) throws {
        let parameter = try template(engine)["Parameters"]?[LogicalID.of("DBEngineVersion", "one")]
        let pattern = try #require(parameter?["AllowedPattern"]?.text)
        #expect(try version.wholeMatch(of: Regex(pattern)) == nil)
    }

    @Test func `an engine that the policy leaves open is asked for, not guessed`() throws {
        let template = try template(nil, forceTLS: false)
        let parameter = LogicalID.of("DBEngine", "one")
        let database = template["Resources"]?[LogicalID.of(.database, "one")]?["Properties"]
        #expect(database?["Engine"] == ["Ref": .string(parameter)])
        #expect(template["Parameters"]?[parameter]?["Default"] == nil)
        #expect(template["Parameters"]?[LogicalID.of("DBEngineVersion", "one")]?["Default"] == nil)
        #expect(throws: TemplateRefusal.self) { try self.template(nil) }
    }

    /// CloudFormation's functions, as far as a family needs them.
    private func evaluate(_ value: JSONValue, _ parameters: [String: String]) -> String? {
        if let text = value.text { return text }
        if let name = value["Ref"]?.text { return parameters[name] }
        if case .array(let join)? = value["Fn::Join"], let separator = join.first?.text {
            return join.last?.listed.map { evaluate($0, parameters) ?? "?" }.joined(separator: separator)
        }
        guard case .array(let select)? = value["Fn::Select"], case .integer(let index)? = select.first,
            case .array(let split)? = select.last?["Fn::Split"], let separator = split.first?.text,
            let text = split.last.flatMap({ evaluate($0, parameters) })
        else { return nil }
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        return parts.indices.contains(index) ? String(parts[index]) : nil
    }
}
