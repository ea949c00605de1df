import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// A recovery in another region than the database's own.
@Suite struct RecoveryElsewhereTests {
    private static let west = Region("us-west-2")
    private static let there = DrillScope(account: AccountID("123456789012")!, region: west)
    private static let key = "arn:aws:kms:us-west-2:123456789012:key/copy"

    private func finding(_ status: String?, failure: String? = nil, mayBeHealthy: Bool = false) -> GuardFinding? {
        let request = RecoveryFixtures.request(isLive: false) { request in
            request.mission?.home = .init(region: Region("us-east-1"))
            request.mission?.home?.status = status
            request.mission?.home?.failure = failure
            request.mission?.mayBeHealthy = mayBeHealthy
        }
        guard let mission = request.mission else { return nil }
        return RecoveryGuards.findings(request, mission, RecoveryFixtures.facts(isLive: false))
            .first { $0.id == "home-region" }
    }

    @Test func `a database that works at home is not made twice, unless it is given up`() throws {
        #expect(finding("available")?.outcome == .violated)
        #expect(finding("modifying")?.outcome == .violated)
        #expect(finding("available", mayBeHealthy: true)?.outcome == .warned)
        #expect(finding("inaccessible-encryption-credentials")?.outcome == .met)
        #expect(finding(nil)?.outcome == .met)
        let silent = try #require(finding(nil, failure: "no answer"))
        #expect(silent.outcome == .warned && silent.summary.contains("does not say"), "\(silent)")
    }

    @Test func `a recovery in its own region has no such guard`() throws {
        let request = RecoveryFixtures.request()
        let findings = RecoveryGuards.findings(request, try #require(request.mission), RecoveryFixtures.facts())
        #expect(!findings.contains { $0.id == "home-region" })
    }

    @Test func `what its own region alone has stays there, the rest comes along`() throws {
        let production = RecoveryFixtures.production { source in
            source.settings?.performanceInsightsKey = "arn:aws:kms:us-east-1:123456789012:key/own"
            source.settings?.masterSecretKey = "arn:aws:kms:us-east-1:123456789012:key/mrk-1"
            var member = RestoreSettings.Member(
                id: "m", instanceClass: "db.r6g.large", promotionTier: 0, parameterGroup: "p")
            (member.zone, member.performanceInsightsKey) = ("us-east-1a", "arn:aws:kms:us-east-1:1:key/mrk-2")
            source.settings?.members = [member]
        }
        let moved = production.moved(to: Self.there, from: .init(region: Region("us-east-1")), key: Self.key)
        #expect(moved.arn.contains(":us-west-2:") && moved.encryptionKey == Self.key)
        #expect(moved.subnetGroup == nil && moved.securityGroups == nil)
        #expect(moved.parameterGroup == production.parameterGroup && moved.optionGroup == production.optionGroup)
        let settings = try #require(moved.settings)
        #expect(settings.performanceInsightsKey == nil)
        #expect(settings.masterSecretKey == "arn:aws:kms:us-west-2:123456789012:key/mrk-1")
        #expect(settings.members[0].zone == nil)
        #expect(settings.members[0].performanceInsightsKey == "arn:aws:kms:us-west-2:1:key/mrk-2")
        #expect(settings.monitoringRole == production.settings?.monitoringRole && settings.port == 5_433)
    }

    @Test func `only what was copied from its own region is restored there, not what bears its name`() throws {
        func chosen(_ selection: RecoveryPointSelection, _ snapshots: [SnapshotFacts]) -> String? {
            let request = RecoveryFixtures.request(isLive: false) { request in
                request.scope.region = Self.west
                request.selection = selection
                request.mission?.home = .init(region: Region("us-east-1"))
            }
            let found = RecoveryPointChooser.choose(
                request, of: DrillFixtures.source(), snapshots: snapshots, now: DrillFixtures.start)
            switch found {
            case .success(let point): return point.snapshot ?? "log"
            case .failure(let refusal): return refusal.reason
            }
        }
        var (own, copy) = (
            SnapshotFacts(
                id: "namesake", type: "manual", status: "available", createdAt: DrillFixtures.snapshotTime,
                engine: "postgres", instance: "kb-prod"),
            SnapshotFacts(
                id: "copy", type: "manual", status: "available",
                createdAt: DrillFixtures.snapshotTime.adding(seconds: -3_600), engine: "postgres", instance: "kb-prod")
        )
        (copy.original, copy.sourceRegion) = ("arn:aws:rds:us-east-1:1:snapshot:s", Region("us-east-1"))
        #expect(chosen(.newest, [own, copy]) == "copy")
        #expect(chosen(.snapshot("namesake"), [own, copy])?.contains("not found") == true)
        own.sourceRegion = Region("eu-west-1")
        let none = "no recovery point: no snapshot of kb-prod was copied from us-east-1 to us-west-2"
        #expect(chosen(.newest, [own]) == none)
        #expect(chosen(.latestRestorable, []) == "log", "a replicated log needs no snapshot")
    }

    @Test func `logins are verified where the policy's drills verify them`() throws {
        func secrets(_ verify: Bool?) throws -> [String] {
            var estate = try Estate.bare()
            var place = DrillPolicy.Target()
            (place.subnetGroup, place.securityGroups, place.parameterGroup) = ("west", ["sg-1"], "kb-west")
            estate.policy.drill?.elsewhere = [.init(region: Self.west, target: place)]
            if let verify { estate.policy.drill?.verifySecrets = verify }
            var given = RecoveryRequestBuilder.Known(
                database: RecoveryFixtures.production().moved(
                    to: Self.there, from: .init(region: Region("us-east-1")), key: nil), origin: .policy, isLive: false,
                hasWindow: true)
            given.home = .init(region: Region("us-east-1"))
            let here = DrillRequestBuilder.Circumstances(
                scope: DrillScope(account: AccountID("123456789012")!, region: Self.west), now: Estate.now,
                suffix: "4f2a", selected: ["kb-prod"], policyDigest: "d")
            return try RecoveryRequestBuilder.request(
                estate.policy, "kb-prod", estate.policy.databases[0], given, options: RecoveryOptions(), here
            ).get().secrets
        }
        #expect(try secrets(true) == ["kb/prod/database"])
        #expect(try secrets(false) == [])
    }

    @Test func `the place of drills there gives the network, unless an option does`() throws {
        func target(_ known: InstanceFacts?, _ options: RecoveryOptions = .init()) throws -> DrillTarget {
            var estate = try Estate.bare()
            var place = DrillPolicy.Target()
            (place.subnetGroup, place.securityGroups, place.parameterGroup) = ("west", ["sg-1"], "kb-west")
            estate.policy.drill?.elsewhere = [.init(region: Self.west, target: place)]
            var given = RecoveryRequestBuilder.Known(
                database: known, origin: .policy, isLive: false, hasWindow: true)
            given.home = .init(region: Region("us-east-1"))
            let here = DrillRequestBuilder.Circumstances(
                scope: DrillScope(account: AccountID("123456789012")!, region: Self.west), now: Estate.now,
                suffix: "4f2a", selected: ["kb-prod"], policyDigest: "d")
            return try RecoveryRequestBuilder.request(
                estate.policy, "kb-prod", estate.policy.databases[0], given, options: options, here
            ).get().target
        }
        let moved = RecoveryFixtures.production().moved(
            to: Self.there, from: .init(region: Region("us-east-1")), key: nil)
        for known in [moved, nil] {
            let target = try target(known)
            #expect(target.subnetGroup == "west" && target.securityGroups == ["sg-1"], "\(target)")
            #expect(target.parameterGroup == "kb-west")
        }
        var options = RecoveryOptions()
        options.subnetGroup = "mine"
        #expect(try target(moved, options).subnetGroup == "mine")
    }

    @Test func `another default key is no difference there, and is one at home`() throws {
        var request = RecoveryFixtures.request(isLive: false)
        var mission = try #require(request.mission)
        var restored = mission.database(named: request.target.id)
        restored.settings?.performanceInsightsKey = "arn:aws:kms:us-west-2:123456789012:key/default"
        func differing() -> [String] {
            RecoveryFidelity.findings(mission, restored: restored).map(\.setting).filter { $0.contains("KMSKeyId") }
        }
        #expect(differing() == ["PerformanceInsightsKMSKeyId"])
        mission.home = .init(region: Region("us-east-1"))
        #expect(differing().isEmpty)
        request.mission = mission
        mission.database.settings?.performanceInsightsKey = "arn:aws:kms:us-west-2:123456789012:key/mrk-1"
        #expect(differing() == ["PerformanceInsightsKMSKeyId"], "a key that was to come along has to")
    }

    @Test func `the role of recoveries may restore where copies go, and nowhere else`() throws {
        func resources(_ regions: [Region]) throws -> Set<String> {
            let estate = try Estate.bare().with { estate in
                for index in estate.policy.databases.indices { estate.policy.databases[index].backups.copyTo = regions }
            }
            let statements = LeastPrivilege.statements(for: .recover, on: [estate.target])
            return Set(
                statements.filter { $0.actions.contains("rds:RestoreDBInstanceToPointInTime") }.flatMap { $0.resources }
            )
        }
        let both = try resources([Self.west])
        #expect(both.contains("arn:aws:rds:us-west-2:123456789012:auto-backup:*"))
        #expect(both.contains("arn:aws:rds:us-east-1:123456789012:auto-backup:*"))
        #expect(try !resources([]).contains { $0.contains("us-west-2") })
    }
}
