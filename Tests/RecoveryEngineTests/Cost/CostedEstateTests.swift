import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("The cost of an estate")
struct CostedEstateTests {
    private func sheets(
        _ estate: Estate, _ sizes: StorageSizes = StorageSizes()
    ) -> (required: CostBasis, observed: CostBasis) {
        (CostBasis(required: estate.context, sizes), CostBasis(observed: estate.context, sizes))
    }

    @Test func `the policy's retention is required, and what is there is now`() throws {
        let estate = try Estate.compliant().with { $0.database.backupRetentionDays = .known(7) }
        let (required, observed) = sheets(estate)
        #expect(required.databases.first?.automatedDays == .known(30))
        #expect(observed.databases.first?.automatedDays == .known(7))
        let longer = try Estate.compliant().with { $0.database.backupRetentionDays = .known(35) }
        #expect(sheets(longer).required.databases.first?.automatedDays == .known(35), "what is stronger stays")
    }

    @Test func `without a size the data is all that is allocated, and a given size comes first`() throws {
        let estate = try Estate.compliant()
        #expect(sheets(estate).required.databases[0].data.value?.bytes == 100 << 30)
        var sizes = StorageSizes()
        sizes.databases["kb-prod"] = .init(bytes: 60 << 30, origin: "--size")
        let database = sheets(estate, sizes).required.databases[0]
        #expect(database.data.value?.bytes == 60 << 30 && database.provisioned == .known(100 << 30))
        let cluster = try Estate.compliant(withCluster: true)
        let aurora = try #require(sheets(cluster).required.databases.first { $0.id == "kb-aurora" })
        #expect(aurora.data.failure?.reason == "the size of kb-aurora is not known (--size kb-aurora=SIZE)")
    }

    @Test func `what the policy names and is not there is required, and costs nothing now`() throws {
        let estate = try Estate.compliant().with {
            $0.policy.databases[0].select.ids.append("kb-new")
            $0.inventory.buckets[Estate.bucketName] = .absent(Estate.bucketName)
            $0.inventory.dashboards["kb-recovery"] = .known(nil)
            $0.key = nil
        }
        let (required, observed) = sheets(estate)
        #expect(required.databases.map(\.id) == ["kb-new", "kb-prod", "kb-old"])
        #expect(observed.databases.map(\.id) == ["kb-prod", "kb-old"])
        #expect(required.buckets.map(\.name).contains(Estate.bucketName))
        #expect(!observed.buckets.map(\.name).contains(Estate.bucketName))
        let count = { (basis: CostBasis, title: String) in basis.things.first { $0.title == title }?.count }
        #expect(count(required, "Key alias/kb-dr") == .known(3) && count(observed, "Key alias/kb-dr") == .known(0))
        #expect(count(required, "Dashboard kb-recovery") == .known(1))
        #expect(count(observed, "Dashboard kb-recovery") == .known(0))
    }

    @Test func `what could not be read is not known now`() throws {
        let estate = try Estate.compliant().with { $0.inventory.alarms = .unavailable(Estate.failure) }
        let alarms = sheets(estate).observed.things.first { $0.title == "Alarms" }
        #expect(alarms?.count == .unavailable(Estate.failure))
    }

    @Test func `copies by a plan of AWS Backup are its own, and a replica of a database is its source's`() throws {
        let estate = try Estate.compliant().with { estate in
            var replica = estate.database
            replica.id = "kb-replica"
            replica.arn += "-replica"
            replica.replicaOf = "kb-prod"
            estate.instances.append(replica)
            estate.policy.databases[0].select.ids.append("kb-replica")
        }
        let databases = sheets(estate).required.databases
        #expect(databases.map(\.id) == ["kb-prod", "kb-old"])
        #expect(
            databases[0].copies.value?.map { "\($0.region) \($0.isVaulted)" } == ["eu-west-1 true", "us-west-2 false"])
    }

    @Test func `snapshots of a deleted database are paid for, and none of them is free`() throws {
        let estate = try Estate.compliant().with {
            var snapshot = Database.Snapshot.manual("kb-gone-final", age: 90 * 86_400)
            snapshot.allocated = 50
            $0.inventory.strandedSnapshots = [
                .instance: .known([StrandedSnapshot(database: "kb-gone", tags: [:], snapshot: snapshot)])
            ]
        }
        let gone = try #require(sheets(estate).observed.databases.last)
        #expect(CostFixtures.amounts(CostFixtures.basis(gone)) == ["Manual snapshots": USD(millionths: 5_000_000)])
        let unsized = try #require(sheets(try Estate.compliant()).required.databases.last)
        #expect(unsized.id == "kb-old" && unsized.data.value == nil, "RDS does not say it of a cluster's")
    }

    @Test func `buckets of evidence and of backups outside RDS are paid for where storage does not list them`() throws {
        let estate = try Estate.compliant(outsideRDS: true).with {
            $0.policy.evidence = EvidencePolicy(bucket: "evidence-${account}")
            $0.policy.selfManaged[0].backups?.to = "s3://dumps/notes"
            $0.policy.selfManaged.append($0.policy.selfManaged[0])
            $0.policy.selfManaged[1].backups?.to = "s3://\(Estate.bucketName)/notes"
            $0.policy.selfManaged.append($0.policy.selfManaged[0])
            $0.policy.selfManaged[2].backups?.to = "/var/backups"
        }
        let target = Target(estate.policy, account: AccountID("123456789012")!, region: Region("us-east-1"))
        #expect(target.unlistedBuckets == ["dumps", "evidence-123456789012"])
        let names = CostBasis(required: ControlContext(unseen: target, now: Estate.now), StorageSizes()).buckets.map(
            \.name)
        #expect(names.suffix(2) == ["dumps", "evidence-123456789012"])
    }

    @Test func `a policy alone has its requirements, with the sizes that are given`() throws {
        let policy = try Estate.compliant().policy
        let target = Target(policy, account: AccountID("123456789012")!, region: Region("us-east-1"))
        var sizes = StorageSizes()
        sizes.databases["kb-prod"] = .init(bytes: 100 << 30, origin: "--size")
        let context = ControlContext(unseen: target, now: Estate.now)
        let database = CostBasis(required: context, sizes, isSeen: false).databases[0]
        let unsized = CostBasis(required: context, StorageSizes(), isSeen: false).databases[0]
        #expect(unsized.data.value == nil, "what is imagined has no size")
        #expect(database.id == "kb-prod" && database.automatedDays == .known(30))
        #expect(database.provisioned == .known(100 << 30))
        #expect(context.costedNames(isSeen: false).buckets.contains("kb-backups-${account}-${region}"))
    }

    @Test func `a plan costs what its steps add, and says what it cannot reckon`() throws {
        let estate = try Estate.compliant().with {
            $0.database.backupRetentionDays = .known(7)
            $0[alarm: "knowledge-base-heartbeat-audit"] = nil
        }
        let plan = Planner.plan(estate.audit)
        let cost = PlanPricing(estate.context, CostFixtures.prices).cost(of: plan.steps)
        // 23 days of 2 GiB at 0.10 USD, and an alarm at 1 USD.
        #expect(cost.change == .known(USD(millionths: 5_600_000)), "\(cost)")
        #expect(PlanPricing(estate.context, CostFixtures.prices).cost(of: []).change == .known(.zero))
        let bare = try Estate.bare()
        let whole = PlanPricing(bare.context, CostFixtures.prices).cost(of: Planner.plan(bare.audit).steps)
        #expect(whole.besides.contains("what AWS Backup will keep"), "\(whole)")
        #expect(whole.besides.contains("what the lifecycle rules of \(Estate.bucketName) move and delete"))
    }

    @Test func `a plan names what has no price of its own, and no option that it does not have`() throws {
        let estate = try Estate.compliant(withCluster: true)
        let context = estate.context
        let pricing = PlanPricing(context, CostFixtures.prices)
        let cost = { (change: Change) in pricing.cost(of: [Step(change: change, reasons: [])]) }
        let key = KeyChange.KeyReference(alias: "kb-dr", id: "key-kb-dr")
        #expect(cost(.bucket(.enableVersioning(bucket: "kb"))).besides == ["the older versions that kb will keep"])
        #expect(
            cost(.key(.cancelDeletion(key))).besides == ["the key alias/kb-dr, which is billed again"])
        let longer = try cost(
            .database(.modify(kind: .cluster, id: "kb-aurora", [.backupRetention(days: Edit(30, to: 35))])))
        #expect(
            longer.change == .unknown("the size of kb-aurora is not known; drctl cost can be told"), "\(longer)")
    }
}
