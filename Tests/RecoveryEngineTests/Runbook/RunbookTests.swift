import AWSNames
import FoundationEssentials
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("The runbook")
struct RunbookTests {
    private static let now = DrillFixtures.start
    private static let more = """
        contacts:
          - {name: Platform on call, reach: pager, part: operates}
          - {name: Head of platform, reach: "+41 44 000 00 00", part: decides}
        selfManaged:
          - database: notes
            source: {service: notes}
            backups: {to: s3://kb-backups/notes, encryption: {age: [age1xyz]}}

        """

    private func facts(
        _ policy: String = PolicySamples.whole + more, source: Collected<InstanceFacts>? = nil,
        drills: Collected<[DrillRecord]> = .known([])
    ) throws -> RunbookFacts {
        let parsed = PolicyParser.parse(policy, file: "policies/kb.yaml", today: PolicySamples.today)
        let document = try #require(parsed.document, "\(parsed.diagnostics.rendered())")
        let name = TargetName(policy: document.policy.name, account: DrillFixtures.account, region: Region("us-east-1"))
        let target = Target(document.policy, account: name.account, region: name.region)
        let live = RecoveryFixtures.production { source in
            source.earliestRestorable = Self.now - TimeSpan(30, .days)
            source.latestRestorable = Self.now - TimeSpan(5, .minutes)
        }
        let databases = document.policy.databases.flatMap { entry in
            entry.select.ids.map { id in
                RunbookFacts.Database(
                    id: id, kind: entry.kind, entry: entry, source: source ?? .known(live),
                    origin: source == nil ? .live : .policy)
            }
        }
        return RunbookFacts(
            at: Self.now, policies: [.init(document, derived: [], proven: drills, now: Self.now)],
            estates: [
                .init(
                    ControlContext(unseen: target, now: Self.now), name, file: "policies/kb.yaml", databases: databases,
                    isImagined: true)
            ], errors: [(code: "InvalidSubnet", advice: "use another subnet")], gaps: [], isOffline: false)
    }

    private func chapter(_ title: String, _ facts: RunbookFacts) throws -> String {
        let chapter = try #require(Runbook.make(facts).chapters.first { $0.title == title }, "\(title)")
        return chapter.blocks.map(text).joined(separator: "\n")
    }

    private func text(_ block: Runbook.Block) -> String {
        switch block {
        case .heading(let text), .paragraph(let text): text.plain
        case .points(let points): points.map(\.plain).joined(separator: "\n")
        case .steps(let steps):
            steps.map { ([$0.text.plain] + $0.commands).joined(separator: "\n") }.joined(separator: "\n")
        case .table(_, let rows): rows.map { $0.map(\.plain).joined(separator: " | ") }.joined(separator: "\n")
        }
    }

    @Test func `equal facts give the same document`() throws {
        #expect(Runbook.make(try facts()) == Runbook.make(try facts()))
    }

    @Test func `a lost database has its commands, and a damaged one those for the example`() throws {
        let facts = try facts()
        let lost = try chapter("A database is lost", facts)
        #expect(lost.contains("drctl recover run --policy policies/kb.yaml --instance kb-prod\n"))
        let damaged = try chapter("Data is damaged", facts)
        // The newest instant is 05:05; an hour before it is the example, and the damage a second later.
        #expect(damaged.contains("--event 2026-11-23T04:05:01Z"))
        #expect(damaged.contains("--at 2026-11-23T04:05:00Z --even-though-healthy --switch rename"))
        #expect(
            damaged.contains("aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier kb-prod"))
        let commands = damaged.split(separator: "\n").filter { $0.hasPrefix("aws ") }
        #expect(!commands.isEmpty && commands.allSatisfy { $0.contains("--region us-east-1") })
    }

    @Test func `a window shorter than an hour has its newest instant as the example`() throws {
        let young = RecoveryFixtures.production { source in
            source.earliestRestorable = Self.now - TimeSpan(20, .minutes)
            source.latestRestorable = Self.now - TimeSpan(5, .minutes)
        }
        let damaged = try chapter("Data is damaged", try facts(source: .known(young)))
        #expect(damaged.contains("--at 2026-11-23T05:05:00Z"))
    }

    @Test func `what nobody knows is said and not guessed`() throws {
        let failure = CollectionFailure(operation: "rds:DescribeDBInstances", reason: "access denied")
        let facts = try facts(source: .unavailable(failure), drills: .unavailable(failure))
        let runbook = Runbook.make(facts)
        #expect(runbook.gaps.count == 3, "the database, the drills and the key: \(runbook.gaps)")
        #expect(runbook.edition.windows.isEmpty)
        #expect(try chapter("Data is damaged", facts).contains("No point in time is known"))
        #expect(try !chapter("Data is damaged", facts).contains("--at "))
        #expect(try chapter("Expected durations", facts).contains("Nothing is known"))
        #expect(try chapter("A key is lost", facts).contains("not known: not looked at"))
        #expect(try chapter("What is not covered", facts).contains("access denied"))
    }

    @Test func `without drills no duration is promised`() throws {
        let durations = try chapter("Expected durations", try facts())
        #expect(durations.contains("never | not measured | not measured"))
        #expect(durations.contains("not known: it takes three drills"))
    }

    @Test func `a region that has copies has a procedure, and one without is said to have none`() throws {
        #expect(try chapter("The region is lost", try facts()).contains("Nothing brings it back"))
        let copied = (PolicySamples.whole + Self.more).replacing("copyTo: []", with: "copyTo: [eu-west-1]")
            .replacing("regions: [us-east-1]", with: "regions: [us-east-1, eu-west-1]")
        let region = try chapter("The region is lost", try facts(copied))
        #expect(region.contains("describe-db-snapshots --region eu-west-1"))
        #expect(region.contains("--db-snapshot-identifier SNAPSHOT-ARN"))
        #expect(!region.contains("kb-prod-damaged"), "nothing is renamed in another region")
    }

    @Test func `each alarm of the policy has three commands and somebody who is asked`() throws {
        let facts = try facts()
        let alarms = try #require(facts.estates.first?.alarms)
        #expect(alarms.count >= 4)
        let blocks = try #require(Runbook.make(facts).chapters.first { $0.title == "Alarms" }).blocks
        for alarm in alarms {
            let place = try #require(blocks.firstIndex(of: .heading("Alarm \(code: alarm.name)")), "\(alarm.name)")
            guard case .steps(let steps) = blocks[place + 2] else {
                Issue.record("\(alarm.name) has no steps")
                continue
            }
            #expect(steps.flatMap(\.commands).count == 3, "\(alarm.name)")
            #expect(text(blocks[place + 1]).contains("For: Platform on call"))
        }
    }

    @Test func `a database outside RDS has backup and restore of its own`() throws {
        let outside = try chapter("Databases outside RDS", try facts())
        #expect(outside.contains("drctl backup create --policy policies/kb.yaml --database notes"))
        #expect(outside.contains("--identity KEY-FILE --database-url-file SERVER-URL-FILE"))
        #expect(outside.contains("age --decrypt"))
    }

    @Test func `who decides is named`() throws {
        #expect(try chapter("Who decides", try facts()).contains("Head of platform | +41 44 000 00 00 | decides"))
        #expect(try chapter("Who decides", try facts(PolicySamples.whole)).contains("names nobody"))
    }

    @Test func `every guard that a recovery can be refused by is listed, in its own words`() throws {
        let listed = RestoreTroubles.guards(RecoveryFixtures.request())
        let sources = try ["Recovery/RecoveryGuards", "Drill/PreflightGuards"].map { name in
            try String(
                contentsOf: Golden.root.appending(path: "Sources/RecoveryEngine/\(name).swift"), encoding: .utf8)
        }
        let shared = ["account-in-scope", "permissions", "key-usable", "quota", "psql"]
        let own = sources[0].matches(of: #/"([a-z]+(?:-[a-z]+)+)", \.(?:violated|unknown|warned)/#).map { String($0.1) }
        #expect(own.count >= 5)
        for id in own + shared { #expect(listed.contains { $0.id == id }, "\(id)") }
        #expect(!listed.contains { $0.outcome == .met })
        let troubles = try chapter("Troubleshooting", try facts())
        for finding in listed { #expect(troubles.contains(finding.id), "\(finding.id)") }
        #expect(troubles.contains("is in the future") && troubles.contains("before the earliest restorable time"))
    }

    @Test func `a kept runbook is compared for its own edition, and says when its example is gone`() throws {
        let then = try facts()
        var now = then
        now.at = Self.now + TimeSpan(2, .days)
        for number in now.estates[0].databases.indices {
            guard var source = now.estates[0].databases[number].source.value else { continue }
            source.earliestRestorable = source.earliestRestorable.map { $0 + TimeSpan(2, .days) }
            source.latestRestorable = source.latestRestorable.map { $0 + TimeSpan(2, .days) }
            now.estates[0].databases[number].source = .known(source)
        }
        #expect(Runbook.make(now) != Runbook.make(then))
        #expect(Runbook.make(now.asOf(then.edition)) == Runbook.make(then))
        #expect(now.expired(in: then.edition).isEmpty)
        now.estates[0].databases[0].source = now.estates[0].databases[0].source.map { source in
            var later = source
            later.earliestRestorable = Self.now
            return later
        }
        #expect(now.expired(in: then.edition).first?.contains("the example of kb-prod") == true)
        var other = now
        other.estates[0].databases[0].source = other.estates[0].databases[0].source.map { source in
            var larger = source
            larger.instanceClass = "db.m6g.2xlarge"
            return larger
        }
        #expect(Runbook.make(other.asOf(then.edition)) != Runbook.make(then), "a setting has changed")
    }
}
