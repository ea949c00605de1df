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
        #expect(try chapter("A key is lost", facts).contains("not known: not checked"))
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

    /// The chapter of a lost region with copies in eu-west-1, for a place there and a database.
    private func lostRegion(_ place: DrillPolicy.Target?, _ source: InstanceFacts) throws -> String {
        let copied = (PolicySamples.whole + Self.more).replacing("copyTo: []", with: "copyTo: [eu-west-1]")
            .replacing("regions: [us-east-1]", with: "regions: [us-east-1, eu-west-1]")
        var facts = try facts(copied, source: .known(source))
        facts.policies[0].policy.drill?.elsewhere = place.map { [.init(region: Region("eu-west-1"), target: $0)] } ?? []
        facts.estates[0].databases[0].kind = source.kind
        return try chapter("The region is lost", facts)
    }

    @Test func `copies are found by the database, and by the field that each kind of snapshot has`() throws {
        let instance = try lostRegion(nil, RecoveryFixtures.production())
        #expect(
            instance.contains(
                "aws rds describe-db-snapshots --region eu-west-1 --query 'DBSnapshots[?DBInstanceIdentifier == "
                    + "`\"kb-prod\"` && starts_with(SourceDBSnapshotIdentifier || `\"-\"`, `\"arn:\"`)]'"),
            "\(instance)")
        let cluster = try lostRegion(nil, DrillFixtures.cluster())
        #expect(
            cluster.contains(
                "aws rds describe-db-cluster-snapshots --region eu-west-1 --query 'DBClusterSnapshots[?DBClusterIdentifier "
                    + "== `\"kb-prod\"` && starts_with(SourceDBClusterSnapshotArn || `\"-\"`, `\"arn:\"`)]'"),
            "\(cluster)")
        #expect(!cluster.contains("SourceDBClusterSnapshotIdentifier"))
    }

    @Test func `parameter groups of another region are the policy's`() throws {
        func group(_ place: DrillPolicy.Target?, _ source: InstanceFacts) throws -> Substring? {
            try lostRegion(place, source).firstMatch(of: #/--db(?:-cluster)?-parameter-group-name (\S+)/#)?.1
        }
        func place(_ group: String?) -> DrillPolicy.Target {
            var place = DrillPolicy.Target()
            place.parameterGroup = group
            return place
        }
        let source = RecoveryFixtures.production()
        #expect(try group(place("kb-elsewhere"), source) == "kb-elsewhere")
        #expect(try group(place("same-as-source"), source) == "kb-pg15")
        #expect(try group(place(nil), source) == "kb-pg15", "as a drill has it")
        #expect(try group(nil, source) == "PARAMETER-GROUP")
        #expect(try group(nil, RecoveryFixtures.production { $0.parameterGroup = "default.postgres15" }) == nil)
        let cluster = DrillFixtures.cluster {
            $0.settings = RestoreSettings()
            $0.settings?.members = [
                .init(id: "kb-prod-1", instanceClass: "db.r6g.large", promotionTier: 1, parameterGroup: "kb-member")
            ]
        }
        #expect(try group(place("kb-elsewhere"), cluster) == "kb-elsewhere")
        for known in [cluster, DrillFixtures.cluster()] {
            let commands = try lostRegion(place("kb-elsewhere"), known)
            #expect(commands.contains("aws rds create-db-instance") && !commands.contains("kb-member"), "\(commands)")
        }
    }

    @Test func `databases that could not be listed are a gap, and not said to be gone`() throws {
        var facts = try facts()
        let target = Target(
            facts.policies[0].policy, account: DrillFixtures.account, region: facts.estates[0].target.region)
        let denied = CollectionFailure(operation: "rds:DescribeDBInstances", reason: "AccessDenied")
        let inventory = Inventory(
            account: DrillFixtures.account, region: facts.estates[0].target.region, observedAt: Self.now,
            databases: [.instance: .unavailable(denied)], alarms: .known([:]), eventSubscriptions: .known([:]),
            accountPublicAccessBlock: .known(nil))
        let judged = ControlContext(target, inventory)
        #expect(judged.selectedDatabases.isEmpty && judged.unlistedDatabases == [.instance: denied])
        var database = facts.estates[0].databases[0]
        (database.origin, database.unread) = (.inventory(at: Self.now - TimeSpan(1, .days)), denied.reason)
        facts.estates = [
            .init(judged, facts.estates[0].target, file: "policies/kb.yaml", databases: [database], isImagined: false)
        ]
        let gaps = Runbook.make(facts).gaps
        #expect(
            gaps.contains("rds:DescribeDBInstances (\(facts.estates[0].target.shown)): AccessDenied"), "\(gaps)")
        let lost = try chapter("A database is lost", facts)
        #expect(
            lost.contains("It could not be read: AccessDenied. Its settings are those of 2026-11-22 05:10"), "\(lost)")
        #expect(!lost.contains("It was not there"))
    }

    @Test func `commands about a database name its region where the policy has several`() throws {
        let several = (PolicySamples.whole + Self.more).replacing(
            "regions: [us-east-1]", with: "regions: [us-east-1, eu-west-1]")
        let lost = try chapter("A database is lost", try facts(several))
        let policy = "--policy policies/kb.yaml"
        for command in [
            "drctl recover run \(policy) --instance kb-prod --region us-east-1",
            "drctl recover resume \(policy) --region us-east-1",
            "drctl inventory show kb-prod \(policy) --region us-east-1",
        ] {
            #expect(lost.contains(command), "\(lost)")
        }
        #expect(try !chapter("A database is lost", try facts()).contains("--region"))
    }

    @Test func `first steps of alarms publish what the alarm waits for, and ask for a cluster's own events`() throws {
        var facts = try facts()
        #expect(
            try chapter("Alarms", facts).contains("drctl backup create --policy policies/kb.yaml --publish-metrics"))
        #expect(try chapter("Alarms", facts).contains("--source-type db-instance --source-identifier kb-prod"))
        facts.estates[0].databases[0].kind = .cluster
        #expect(try chapter("Alarms", facts).contains("--source-type db-cluster --source-identifier kb-prod"))
    }

    @Test func `names are swapped by commands that wait until the new one is there`() throws {
        let wait =
            "until aws rds wait db-instance-available --db-instance-identifier kb-prod --region us-east-1 2>/dev/null; "
            + "do sleep 15; done"
        #expect(try chapter("Switching over and back", try facts()).contains(wait))
        #expect(try chapter("Data is damaged", try facts()).contains(wait))
        #expect(
            RestoreCommands.renaming("kb", "kb-damaged", .cluster, in: nil) == [
                "aws rds modify-db-cluster --db-cluster-identifier kb --new-db-cluster-identifier kb-damaged "
                    + "--apply-immediately",
                "until aws rds wait db-cluster-available --db-cluster-identifier kb-damaged 2>/dev/null; do sleep 15; done",
            ])
    }

    @Test func `rows are copied back whole or not at all, into the named database`() throws {
        let damaged = try chapter("Data is damaged", try facts())
        #expect(damaged.contains("--dbname DATABASE --table TABLE --data-only --file rows.sql && psql --host "))
        #expect(damaged.contains("--dbname DATABASE --single-transaction --set ON_ERROR_STOP=1 --file rows.sql"))
        #expect(damaged.contains("Delete the damaged rows"))
    }

    @Test func `each kind of key outside RDS has commands of its own, and roles go to the server of the data`() throws {
        let two = Self.more.replacing(
            "encryption: {age: [age1xyz]}}",
            with: """
                encryption: {age: [age1xyz]}}
                  - database: files
                    source: {service: files}
                    backups: {to: s3://kb-backups/files, encryption: {kms: alias/kb-dr}}
                """)
        let outside = try chapter("Databases outside RDS", try facts(PolicySamples.whole + two))
        #expect(outside.contains("Of notes, with the identity's file as KEY: roles"))
        #expect(outside.contains("Of files: roles"))
        #expect(outside.contains("open globals.sql.zst.age | psql \"$TARGET\""))
        #expect(outside.contains("open globals.sql.zst | psql \"$TARGET\""))
        #expect(!outside.contains("psql postgres"))
        #expect(try !chapter("Databases outside RDS", try facts()).contains("open() { zstd"))
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
        let all = listed + RestoreTroubles.guards(RecoveryFixtures.clusterRequest())
        for id in own + shared { #expect(all.contains { $0.id == id }, "\(id)") }
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
