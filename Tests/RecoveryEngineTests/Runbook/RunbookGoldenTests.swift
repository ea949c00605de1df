import AWSNames
import FoundationEssentials
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Whole runbooks: their texts follow from many small decisions, and a reader sees all of them.
@Suite("Runbooks as they are read")
struct RunbookGoldenTests {
    private static let now = DrillFixtures.start
    private static let more = """
        recover:
          into:
            - account: "222222222222"
              region: us-east-1
              subnetGroup: kb-vault
              securityGroups: [sg-0123456789abcdef0]
              parameterGroup: same-as-source
        contacts:
          - {name: Platform on call, reach: pager, part: operates}
          - {name: Head of platform, reach: "+41 44 000 00 00", part: decides}
          - {name: Support, reach: chat, part: informed}
        selfManaged:
          - database: notes
            source: {service: notes}
            backups: {to: s3://kb-backups/notes, encryption: {age: [age1xyz]}}
          - database: files
            source: {service: files}
            backups: {to: /var/backups, encryption: {age: [age1xyz]}}
          - database: wiki
            source: {service: wiki}
            pgBackRest: {stanza: main, config: /etc/kb.conf, repository: 2, drill: {folder: /srv/drills}}

        """
    private static let elsewhere = PolicySamples.minimal(
        and: """
            databases:
              - select: {ids: [orders]}
                kind: cluster
                engine: aurora-postgresql
                backups: {retention: 7d, copyTo: [eu-west-1, eu-central-1]}
            recover:
              into:
                - account: "222222222222"
                  region: eu-west-1
                  subnetGroup: kb-vault
                  securityGroups: [sg-0123456789abcdef0]
            selfManaged:
              - database: archive
                source: {service: archive}
                backups: {to: s3://kb-backups/archive, encryption: {kms: alias/kb-dr}}

            """
    ).replacing("regions: [us-east-1]", with: "regions: [us-east-1, ap-south-1]")

    private func document(_ text: String, _ file: String) throws -> PolicyDocument {
        let parsed = PolicyParser.parse(text, file: file, today: PolicySamples.today)
        return try #require(parsed.document, "\(parsed.diagnostics.rendered())")
    }

    private func estate(
        _ document: PolicyDocument, _ databases: [RunbookFacts.Database], _ change: (inout Estate) -> Void
    ) throws -> RunbookFacts.Estate {
        var estate = try Estate.compliant()
        change(&estate)
        let target = Target(document.policy, account: DrillFixtures.account, region: estate.inventory.region)
        let name = TargetName(
            policy: document.policy.name, account: DrillFixtures.account, region: estate.inventory.region)
        return .init(
            ControlContext(target, estate.inventory), name, file: document.file, databases: databases,
            isImagined: false)
    }

    private func database(
        _ source: Collected<InstanceFacts>, of document: PolicyDocument, id: String? = nil,
        origin: RecoveryMission.Origin = .live, unread: String? = nil
    ) -> RunbookFacts.Database {
        let entry = document.policy.databases[0]
        return .init(
            id: id ?? entry.select.ids[0], kind: entry.kind, entry: entry, source: source, origin: origin,
            unread: unread)
    }

    /// Three drills, each of a larger database: a trend.
    private var drills: [DrillRecord] {
        (1...3).map { number in
            let request = DrillFixtures.request(.latestRestorable) { request in
                request.id = DrillID(rawValue: "d-\(number)")
                request.startedAt = Self.now - TimeSpan(40 - 10 * number, .days)
            }
            var objectives = MeasuredObjectives(rtoTarget: request.rto, rpoTarget: request.rpo)
            (objectives.rtoVerified, objectives.rtoAvailable, objectives.rpoRealised) = (
                number * 1_200_000, number * 900_000, 300_000
            )
            let ended = request.startedAt + TimeSpan(2, .hours)
            var record = DrillRecord(
                request: request, endedAt: ended, verdict: .verified, summary: "", objectives: objectives)
            record.baseline = Answers(
                takenAt: request.startedAt,
                observations: [
                    .init(name: CheckName.databaseSize, value: "\(number << 32)", error: nil, milliseconds: 1)
                ])
            record.phases = [DrillPhase.preflight, .restore, .verify, .teardown].map {
                PhaseTiming(phase: $0, startedAt: request.startedAt, endedAt: request.startedAt + TimeSpan(7, .minutes))
            }
            return record
        }
    }

    private func live(_ facts: InstanceFacts, _ minutes: Int) -> Collected<InstanceFacts> {
        var facts = facts
        facts.earliestRestorable = Self.now - TimeSpan(minutes, .minutes)
        facts.latestRestorable = Self.now - TimeSpan(5, .minutes)
        return .known(facts)
    }

    @Test func `everything is there, and has been drilled`() throws {
        let document = try document(PolicySamples.whole + Self.more, "policies/kb.yaml")
        let estate = try estate(document, [database(live(RecoveryFixtures.production(), 43_200), of: document)]) { _ in
        }
        let facts = RunbookFacts(
            at: Self.now, policies: [.init(document, derived: [], proven: .known(drills), now: Self.now)],
            estates: [estate], errors: [(code: "InvalidSubnet", advice: "use another subnet")], gaps: [],
            isOffline: false)
        try Golden.expect(RunbookText.whole(Runbook.make(facts)), in: "Tests/Goldens/engine/runbook-drilled.txt")
    }

    @Test func `much is lost, unread or never drilled, and a cluster has copies elsewhere`() throws {
        let (kb, orders) = try (document(PolicySamples.whole, "kb.yaml"), document(Self.elsewhere, "orders.yaml"))
        let denied = CollectionFailure(operation: "rds:DescribeDBInstances", reason: "AccessDenied")
        let lost = RecoveryFixtures.production { ($0.latestRestorable, $0.earliestRestorable) = (nil, nil) }
        let estates = [
            try estate(
                kb,
                [
                    database(.known(lost), of: kb, origin: .inventory(at: Self.now - TimeSpan(1, .days))),
                    database(live(lost, 20), of: kb, id: "kb-young"),
                    database(.unavailable(denied), of: kb, id: "kb-unread", unread: denied.reason),
                    database(.known(lost), of: kb, id: "kb-policy", origin: .policy, unread: "not reached"),
                ]
            ) { estate in
                estate.key?.state = "PendingDeletion"
                estate.inventory.roles = [
                    "kb-drill-operator": .init(name: "kb-drill-operator", role: .known(nil)),
                    "kb-backup-writer": .init(name: "kb-backup-writer", role: .unavailable(denied)),
                ]
            },
            try estate(orders, [database(live(RecoveryFixtures.cluster(), 43_200), of: orders)]) { estate in
                estate.inventory.databases[.cluster] = .unavailable(denied)
                estate.inventory.keys = ["kb-dr": .init(alias: "kb-dr", key: .known(nil))]
            },
        ]
        let facts = RunbookFacts(
            at: Self.now,
            policies: [
                .init(kb, derived: [], proven: .unavailable(denied), now: Self.now),
                .init(orders, derived: [], proven: .known([]), now: Self.now),
            ], estates: estates, errors: [], gaps: ["the account of backups: not reached"], isOffline: true)
        try Golden.expect(RunbookText.whole(Runbook.make(facts)), in: "Tests/Goldens/engine/runbook-lost.txt")
    }
}
