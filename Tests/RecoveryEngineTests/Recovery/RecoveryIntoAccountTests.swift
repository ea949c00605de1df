import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// A recovery in another account than the database's own, which may be lost.
@Suite struct RecoveryIntoAccountTests {
    private static let east = Region("us-east-1")
    private static let own = AccountID("123456789012")!
    private static let other = AccountID("222222222222")!
    private static let home = RecoveryMission.Home(region: east, account: own)
    private static let there = DrillScope(account: other, region: east)

    private func snapshot(_ id: String, _ original: String?, hoursAgo: Double = 0) -> SnapshotFacts {
        var snapshot = SnapshotFacts(
            id: id, type: "manual", status: "available",
            createdAt: DrillFixtures.snapshotTime.adding(seconds: -3_600 * hoursAgo), engine: "postgres",
            instance: "kb-prod")
        (snapshot.original, snapshot.sourceRegion) = (original, Self.east)
        return snapshot
    }

    private func request(_ selection: RecoveryPointSelection) -> DrillRequest {
        RecoveryFixtures.request(isLive: false) { request in
            request.scope = Self.there
            request.selection = selection
            request.mission?.home = Self.home
        }
    }

    @Test func `only what its own account had copied is the newest, whatever else bears its name`() {
        let copy = snapshot("copy", "arn:aws:rds:us-east-1:123456789012:snapshot:rds:kb-prod-1", hoursAgo: 9)
        let others = [
            snapshot("namesake", nil), snapshot("stranger", "arn:aws:rds:us-east-1:333333333333:snapshot:s"),
            snapshot("elsewhere", "arn:aws:rds:eu-west-1:123456789012:snapshot:s"),
            snapshot("second", "arn:aws:rds:us-east-1:222222222222:snapshot:s"),
        ]
        func chosen(_ selection: RecoveryPointSelection, _ snapshots: [SnapshotFacts]) -> String? {
            let found = RecoveryPointChooser.choose(
                request(selection), of: DrillFixtures.source(), snapshots: snapshots, now: DrillFixtures.start)
            switch found {
            case .success(let point): return point.snapshot
            case .failure(let refusal): return refusal.reason
            }
        }
        #expect(chosen(.newest, others + [copy]) == "copy")
        #expect(
            chosen(.newest, others)?.hasSuffix(
                "no snapshot of kb-prod was copied from account 123456789012, us-east-1 to account 222222222222, us-east-1"
            )
                == true)
        #expect(chosen(.snapshot("second"), others) == "second", "an operator may know more than RDS says")
        var foreign = snapshot("foreign", nil)
        foreign.instance = "kb-staging"
        #expect(chosen(.snapshot("foreign"), [foreign, copy])?.contains("not found") == true)
    }

    @Test func `a named snapshot whose origin RDS does not tell is a warning, a copy is none`() throws {
        func findings(_ snapshot: SnapshotFacts) throws -> [GuardFinding] {
            let request = request(.snapshot(snapshot.id))
            var facts = RecoveryFixtures.facts(isLive: false)
            facts.snapshots = [snapshot]
            return RecoveryGuards.findings(request, try #require(request.mission), facts)
                .filter { $0.id == "snapshot-origin" }
        }
        #expect(try findings(snapshot("copy", "arn:aws:rds:us-east-1:123456789012:snapshot:s")).isEmpty)
        let unknown = try #require(try findings(snapshot("namesake", nil)).first)
        #expect(unknown.outcome == .warned && unknown.summary.contains("does not say that snapshot namesake"))
    }

    @Test func `whether the database still works is asked of its own account, and said with it`() throws {
        var request = request(.newest)
        request.mission?.home?.status = "available"
        request.mission?.mayBeHealthy = false
        func finding(_ id: String) throws -> GuardFinding? {
            RecoveryGuards.findings(request, try #require(request.mission), RecoveryFixtures.facts(isLive: false))
                .first { $0.id == id }
        }
        let live = try #require(try finding("home-region"))
        #expect(live.outcome == .violated)
        #expect(live.summary == "kb-prod exists in account 123456789012, us-east-1 and is available")
        #expect(live.hint == "if the account is given up all the same, pass --even-though-healthy")
        #expect(
            try finding("source-is-lost")?.summary == "no database kb-prod exists in account 222222222222, us-east-1")
    }

    @Test func `keys stay where they are, even of several regions, and roles are those of the same name there`() throws
    {
        let production = RecoveryFixtures.production { source in
            source.settings?.performanceInsightsKey = "arn:aws:kms:us-east-1:123456789012:key/mrk-1"
            source.settings?.masterSecretKey = "arn:aws:kms:us-east-1:123456789012:key/mrk-2"
            source.settings?.monitoringRole = "arn:aws:iam::123456789012:role/monitoring"
            source.settings?.roles = [.init(arn: "arn:aws:iam::123456789012:role/path/import", feature: "s3Import")]
            var member = RestoreSettings.Member(
                id: "m", instanceClass: "db.r6g.large", promotionTier: 0, parameterGroup: "p")
            (member.performanceInsightsKey, member.monitoringRole) = (
                "arn:aws:kms:us-east-1:123456789012:key/mrk-3", "arn:aws:iam::123456789012:role/members"
            )
            source.settings?.members = [member]
        }
        let moved = production.moved(
            to: Self.there, from: Self.home, key: "arn:aws:kms:us-east-1:222222222222:key/copy")
        #expect(moved.arn == "arn:aws:rds:us-east-1:222222222222:db:kb-prod")
        #expect(moved.encryptionKey == "arn:aws:kms:us-east-1:222222222222:key/copy")
        #expect(moved.subnetGroup == nil && moved.securityGroups == nil)
        let settings = try #require(moved.settings)
        #expect(settings.performanceInsightsKey == nil && settings.masterSecretKey == nil)
        #expect(settings.members[0].performanceInsightsKey == nil)
        #expect(
            settings.roleARNs == [
                "arn:aws:iam::222222222222:role/members", "arn:aws:iam::222222222222:role/monitoring",
                "arn:aws:iam::222222222222:role/path/import",
            ])
    }

    @Test func `a role that is not there refuses, as does one that nobody could read`() throws {
        var request = request(.newest)
        let arns = ["a", "b", "c"].map { "arn:aws:iam::222222222222:role/\($0)" }
        request.mission?.database.settings?.monitoringRole = nil
        request.mission?.database.settings?.roles = arns.map { .init(arn: $0, feature: "s3Import") }
        var facts = RecoveryFixtures.facts(isLive: false)
        func outcomes() throws -> [GuardFinding.Outcome] {
            RecoveryGuards.findings(request, try #require(request.mission), facts).filter { $0.id == "database-role" }
                .map(\.outcome)
        }
        facts.roles = [arns[0]: true, arns[1]: false]
        #expect(try outcomes() == [.met, .violated, .unknown])
        facts.roles = nil
        #expect(try outcomes().isEmpty, "a recovery in its own account has the roles that the database has")
    }

    @Test func `the network is that of the policy's account and region, and of no other`() throws {
        func target(_ account: AccountID, _ region: Region) throws -> DrillTarget {
            var estate = try Estate.bare()
            var place = DrillPolicy.Target()
            (place.subnetGroup, place.securityGroups, place.parameterGroup) = ("vault", ["sg-1"], "kb-vault")
            estate.policy.recover = RecoverPolicy()
            estate.policy.recover?.into = [.init(account: Self.other, region: Self.east, target: place)]
            let scope = DrillScope(account: account, region: region)
            var known = RecoveryRequestBuilder.Known(
                database: RecoveryFixtures.production().moved(to: scope, from: Self.home, key: nil), origin: .live,
                isLive: false, hasWindow: false)
            known.home = Self.home
            let here = DrillRequestBuilder.Circumstances(
                scope: scope, now: Estate.now, suffix: "4f2a", selected: ["kb-prod"], policyDigest: "d")
            let request = try RecoveryRequestBuilder.request(
                estate.policy, "kb-prod", estate.policy.databases[0], known, options: RecoveryOptions(), here
            ).get()
            #expect(request.selection == .newest && request.mission?.home == Self.home)
            return request.target
        }
        let found = try target(Self.other, Self.east)
        #expect(found.subnetGroup == "vault" && found.securityGroups == ["sg-1"] && found.parameterGroup == "kb-vault")
        #expect(try target(Self.other, Region("us-west-2")).subnetGroup == nil)
        #expect(try target(AccountID("333333333333")!, Self.east).subnetGroup == nil)
    }

    @Test func `the role of recoveries there is of that account, and reads the roles that it needs`() throws {
        func statements(_ account: AccountID) throws -> [AccessStatement] {
            var policy = try Estate.bare().policy
            for index in policy.databases.indices { policy.databases[index].backups.copyTo = [] }
            policy.recover = RecoverPolicy()
            policy.recover?.into = [.init(account: Self.other, region: Region("eu-west-1"))]
            return LeastPrivilege.statements(for: .recover, of: [policy], account: account)
        }
        func restores(_ account: AccountID) throws -> Set<String> {
            let found = try statements(account).filter { $0.actions.contains("rds:RestoreDBInstanceFromDBSnapshot") }
            return Set(found.flatMap(\.resources))
        }
        #expect(try restores(Self.other).contains("arn:aws:rds:eu-west-1:222222222222:snapshot:*"))
        #expect(try !restores(Self.own).contains { $0.contains("eu-west-1") || $0.contains("222222222222") })
        #expect(try statements(Self.other).contains { $0.actions.contains("iam:GetRole") })
        #expect(try !statements(Self.own).contains { $0.actions == ["iam:GetRole"] && $0.sid == "ReadDatabaseRoles" })
    }
}
