import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite struct PolicyDefaultsTests {
    private let lines = """
        databases:
          - select: {ids: [kb-prod]}
            protection: {deletionProtection: null}
        storage:
          - {bucket: kb-backups, encryption: {kms: alias/kb}}
        keys: [{alias: kb}]
        roles:
          - {name: writer, may: [backup], trust: {service: ecs-tasks.amazonaws.com}}
        notifications: {topic: alerts, subscribers: [{https: "https://example.com/hook"}]}
        drill:
          into: {subnetGroup: dr, securityGroups: [sg-1], instanceClass: db.t4g.medium}
          checks: [{name: entries, table: entries}]

        """

    private func document(_ text: String) throws -> PolicyDocument {
        let result = PolicyParser.parse(text, file: "dr.yaml", today: PolicySamples.today)
        return try #require(result.document, "\(result.diagnostics.rendered())")
    }

    @Test func `every value is explained with where it comes from`() throws {
        let document = try document(PolicySamples.minimal(and: lines))
        #expect(document.diagnostics.rendered() == "")
        #expect(
            PolicyExplanation(document).text == """
                metadata.name                                kb                        dr.yaml:3:18
                scope.accounts[0]                            123456789012              dr.yaml:4:20
                scope.regions[0]                             us-east-1                 dr.yaml:4:47
                objectives.rto                               4h                        dr.yaml:5:19
                objectives.rpo                               24h                       dr.yaml:5:28
                databases[0].select.ids[0]                   kb-prod                   dr.yaml:7:20
                databases[0].backups.window                  02:00-03:00               default
                databases[0].backups.retention               30d                       derived: objectives.rpo is 24h
                databases[0].protection.encryption           any                       default
                databases[0].protection.deletionProtection   null                      dr.yaml:8:38
                databases[0].protection.copyTagsToSnapshots  true                      default
                databases[0].protection.publicAccess         false                     default
                storage[0].bucket                            kb-backups                dr.yaml:10:14
                storage[0].encryption.kms                    alias/kb                  dr.yaml:10:44
                storage[0].encryption.bucketKey              true                      default
                storage[0].versioning                        true                      default
                storage[0].publicAccess                      blocked                   default
                storage[0].tlsOnly                           true                      default
                keys[0].alias                                kb                        dr.yaml:11:16
                keys[0].rotation                             1y                        default
                keys[0].deletionWindow                       30d                       default
                roles[0].name                                writer                    dr.yaml:13:12
                roles[0].trust.service                       ecs-tasks.amazonaws.com   dr.yaml:13:52
                roles[0].may[0]                              backup                    dr.yaml:13:26
                notifications.topic                          alerts                    dr.yaml:14:24
                notifications.subscribers[0].https           https://example.com/hook  dr.yaml:14:54
                alarms.heartbeat.audit                       26h                       default
                alarms.heartbeat.backup                      26h                       derived: objectives.rpo is 24h
                drill.engine                                 drctl                     default
                drill.every                                  30d                       derived: the oldest recovery point is 30d old
                drill.source                                 latest                    default
                drill.into.subnetGroup                       dr                        dr.yaml:16:23
                drill.into.securityGroups[0]                 sg-1                      dr.yaml:16:44
                drill.into.instanceClass                     db.t4g.medium             dr.yaml:16:66
                drill.checks[0].name                         entries                   dr.yaml:17:19
                drill.checks[0].table                        entries                   dr.yaml:17:35
                drill.checks[0].compare                      rowCount                  dr.yaml:17:12
                drill.anomaly.beyond                         20%                       default
                drill.anomaly.verdict                        warn                      default
                drill.secrets                                skip                      default
                drill.warm                                   false                     default
                drill.amcheck                                false                     default

                """)
    }

    @Test(arguments: [("1h", "35d", "30d"), ("24h", "30d", "30d"), ("2d", "14d", "14d")])
    func `retention and drills follow from the RPO`(rpo: String, retention: String, every: String) throws {
        let policy = try document(PolicySamples.minimal(and: lines).replacing("rpo: 24h", with: "rpo: \(rpo)")).policy
        #expect(policy.databases.first?.backups.retention?.description == retention)
        #expect(policy.drill?.every?.description == every)
    }

    @Test func `a drill is due before the oldest recovery point is gone`() throws {
        let monthly = lines.replacing("protection: ", with: "backups: {monthly: {keep: 12}}\n    protection: ")
        #expect(try document(PolicySamples.minimal(and: monthly)).policy.drill?.every == TimeSpan(90, .days))
    }

    @Test func `a standby follows from a short RTO`() throws {
        let text = PolicySamples.minimal(and: lines)
        #expect(try document(text).policy.databases.first?.protection.multiAZ == nil)
        let short = try document(text.replacing("rto: 4h", with: "rto: 1h"))
        #expect(short.policy.databases.first?.protection.multiAZ == true)
    }

    @Test func `null asks for nothing, and a default for something`() throws {
        let protection = try #require(
            try document(PolicySamples.minimal(and: lines)).policy.databases.first?.protection)
        #expect(protection.deletionProtection == nil)
        #expect(protection.copyTagsToSnapshots == true)
        #expect(protection.encrypted == true)
        #expect(protection.encryptionKey == nil)
    }

    @Test func `automated backups are capped at their maximum retention`() throws {
        let text = PolicySamples.whole("retention: 30d\n", "retention: 90d\n").replacing(
            "expire: 30d", with: "expire: 90d")
        let document = try document(text)
        #expect(document.policy.databases.first?.backups.retention == TimeSpan(35, .days))
        let path = FieldPath("databases").appending(0).appending("backups").appending("retention")
        #expect(
            document.origins[path]
                == .derived("automated backups cover at most 35d; monthly recovery points cover the required 90d"))
    }

    @Test func `there is no heartbeat for backup jobs that nobody runs`() throws {
        let alarms = try document(PolicySamples.minimal(and: lines.replacing("may: [backup]", with: "may: [audit]")))
            .policy.alarms
        #expect(alarms?.heartbeats == ["audit": TimeSpan(26, .hours)])
        let silent = try document(PolicySamples.minimal).policy
        #expect(silent.alarms == nil)
    }

    @Test func `the canonical text forgets how a policy is written`() throws {
        let written = try document(PolicySamples.minimal(and: "tags: {a: b, c: d}\nkeys: [{alias: kb}]\n"))
        let other = try document(
            "# a comment\n"
                + PolicySamples.minimal(and: "keys:\n  - rotation: 1y\n    alias: 'kb'\ntags: {c: d, a: \"b\"}\n"))
        #expect(written.canonicalText == other.canonicalText)
        let different = try document(
            PolicySamples.minimal(and: "tags: {a: b, c: d}\nkeys: [{alias: kb, rotation: 2y}]\n"))
        #expect(written.canonicalText != different.canonicalText)
    }

    @Test func `placeholders are filled in for an account and a region`() throws {
        let policy = try document(PolicySamples.whole).policy
        let account = try #require(policy.scope.accounts.first)
        let place = Place(account: account, region: policy.scope.regions[0])
        #expect(policy.storage.first.map { place.filled($0.bucket) } == "kb-backups-123456789012-us-east-1")
        #expect(policy.storage.first?.accessLogs.map(place.filled) == "kb-logs-123456789012-us-east-1")
    }
}
