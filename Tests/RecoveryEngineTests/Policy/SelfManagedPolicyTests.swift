import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Databases outside RDS in a policy") struct SelfManagedPolicyTests {
    private static let entry = """
        selfManaged:
          - database: knowledge_base
            source: {service: kb}
            backups:
              to: s3://kb-backups/local
              encryption: {age: [age1x]}
              jobs: 2
              schemaVersion: {query: select max(version) from schema_migrations}
              keep: {daily: 7, yearly: 3}
            drill: {server: {urlFile: scratch}, identity: key.txt}

        """

    private func diagnostics(_ text: String) -> [String] {
        PolicySamples.diagnostics(PolicySamples.minimal(and: text)).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("  ") }
    }

    @Test func `an entry is read with its defaults, and drills have a server of their own`() throws {
        let result = PolicyParser.parse(
            bytes: Array(PolicySamples.minimal(and: Self.entry).utf8), file: "dr.yaml", today: PolicySamples.today)
        let document = try #require(result.document)
        let entry = try #require(document.policy.selfManaged.first)
        #expect(entry.database == "knowledge_base" && entry.source.service == "kb")
        #expect(entry.backups?.to == "s3://kb-backups/local" && entry.backups?.jobs == 2)
        #expect(entry.backups?.encryption.age == ["age1x"] && entry.backups?.encryption.kms == nil)
        var keep = RetentionRules()
        (keep.daily, keep.monthly, keep.yearly, keep.minimum) = (7, 12, 3, 3)
        #expect(entry.backups?.keep == keep)
        #expect(document.policy.databases.isEmpty)
        #expect(entry.backups?.verifyEvery == TimeSpan(7, .days))
        #expect(entry.drill?.server.urlFile == "scratch" && entry.drill?.identity == "key.txt")
        #expect(document.explanation.contains { "\($0.path)" == "selfManaged[0].backups.keep.monthly" })
    }

    @Test(arguments: [
        ("source: {service: kb}", "source: {service: kb, urlFile: url}", "source"),
        ("source: {service: kb}", "source: {}", "source"),
        ("source: {service: kb}", "source: {url: postgresql://a:b@c/d}", "unknown key `url`"),
        ("to: s3://kb-backups/local", "to: https://kb/local", "is no place for backups"),
        ("{age: [age1x]}", "{age: [age1x], kms: alias/kb}", "encryption"),
        ("jobs: 2", "jobs: 0", "jobs"), ("daily: 7", "daily: seven", "daily"),
        ("select max(version) from schema_migrations", "delete from t", "schemaVersion.query"),
        ("{urlFile: scratch}", "{}", "drill.server"), ("server: {urlFile: scratch}, ", "", "drill"),
        ("database: knowledge_base", "databse: knowledge_base", "unknown key `databse`"),
    ])
    func `a mistake is reported at its place`(piece: String, replacement: String, said: String) {
        let found = diagnostics(Self.entry.replacing(piece, with: replacement))
        #expect(found.contains { $0.hasPrefix("dr.yaml:") && $0.contains("error") && $0.contains(said) }, "\(found)")
    }

    @Test func `S3 encrypts nothing in a folder, and a name stands for one database`() {
        let folder = Self.entry.replacing("s3://kb-backups/local", with: "/var/backups")
            .replacing("{age: [age1x]}", with: "{kms: alias/kb-dr}")
        #expect(diagnostics(folder).contains { $0.contains("[kms-needs-bucket]") })
        let twice = Self.entry + Self.entry.replacing("selfManaged:\n", with: "")
        #expect(diagnostics(twice).contains { $0.contains("[same-database-outside-rds]") })
    }

    private static let archived = """
        selfManaged:
          - database: knowledge_base
            source: {service: kb}
            pgBackRest: {stanza: main, config: /etc/kb.conf, repository: 2, drill: {folder: /srv/drills}}

        """

    @Test func `a stanza of pgBackRest stands in the place of dumps, never beside them`() throws {
        let result = PolicyParser.parse(
            bytes: Array(PolicySamples.minimal(and: Self.archived).utf8), file: "dr.yaml", today: PolicySamples.today)
        let entry = try #require(result.document?.policy.selfManaged.first)
        #expect(entry.backups == nil && entry.pgBackRest?.stanza == "main" && entry.pgBackRest?.repository == 2)
        #expect(entry.pgBackRest?.backupEvery == TimeSpan(24, .hours))
        #expect(entry.pgBackRest?.drill?.folder == "/srv/drills" && entry.pgBackRest?.drill?.user == "postgres")
        let both = Self.archived + "    backups: {to: /b, encryption: {age: [age1x]}}\n"
        #expect(diagnostics(both).contains { $0.contains("error") && $0.contains("pgBackRest") })
        let neither = Self.archived.replacing("pgBackRest", with: "#")
        #expect(diagnostics(neither).contains { $0.contains("error") && $0.contains("`backups`") })
    }

    @Test(arguments: [
        ("stanza: main", "stanza: \"\"", "stanza"), ("stanza: main", "stanza: ../x", "is no name of a stanza"),
        ("stanza: main", "stanza: --cmd=sh", "is no name of a stanza"),
        ("repository: 2", "repository: 0", "repository"),
        ("folder: /srv/drills", "folder: drills", "is no absolute path"),
        ("drill: {folder: /srv/drills}}", "drill: {}}", "drill"),
        (
            "drill: {folder: /srv/drills}}", "drill: {folder: /srv/x}}\n    drill: {server: {service: s}}",
            "[stanza-needs-folder]"
        ),
    ])
    func `a mistake in a stanza is reported`(piece: String, replacement: String, said: String) {
        let found = diagnostics(Self.archived.replacing(piece, with: replacement))
        #expect(found.contains { $0.hasPrefix("dr.yaml:") && $0.contains("error") && $0.contains(said) }, "\(found)")
    }
}
