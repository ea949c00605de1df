import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Which databases a rotation keeps snapshots of")
struct RotatedDatabaseTests {
    private func rotated(_ change: (inout Estate) -> Void = { _ in }) throws -> [RotatedDatabase] {
        RotatedDatabase.all(
            try Estate.compliant().with { estate in
                estate.policy.databases[0].backups.monthlyKeep = 12
                estate.policy.databases[0].backups.awsBackup = nil
                change(&estate)
            }.context, besides: RotationSamples.rules(daily: 7, monthly: 0))
    }

    @Test func `the months of the policy are kept besides the current one, with what else is asked for`() throws {
        let all = try rotated()
        #expect(all.map(\.database.id) == ["kb-prod"])
        #expect(all.first?.rules.monthly == 13 && all.first?.rules.daily == 7)
    }

    @Test func `entries without months, and those of AWS Backup, are not meant`() throws {
        #expect(try rotated { $0.policy.databases[0].backups.monthlyKeep = nil }.isEmpty)
        #expect(try rotated { $0.policy.databases[0].backups.awsBackup = "kb" }.isEmpty)
        #expect(try rotated { $0.inventory.databases[.instance] = .unavailable(Estate.failure) }.isEmpty)
    }

    @Test func `one of two entries is kept by the longer of them`() throws {
        for months in [6, 24] {
            let all = try rotated { estate in
                var other = estate.policy.databases[0]
                other.backups.monthlyKeep = months
                estate.policy.databases.append(other)
            }
            #expect(all.count == 1 && all.first?.rules.monthly == max(12, months) + 1)
        }
    }

    @Test func `copies go to other regions only, encrypted as the database is`() throws {
        let (here, there) = (Region("us-east-1"), Region("eu-west-1"))
        func copies(_ encrypted: Collected<Bool>, to regions: [Region]) throws -> [Region: CopyKey] {
            try rotated { estate in
                estate.policy.databases[0].backups.copyTo = regions
                estate.database.storageEncrypted = encrypted
            }.first?.copies ?? [:]
        }
        #expect(try copies(.known(false), to: [here, there]) == [there: .unencrypted])
        #expect(try copies(.known(false), to: [here]).isEmpty)
        for key in [
            try copies(.unavailable(Estate.failure), to: [there])[there], try copies(.known(true), to: [there])[there],
            try copies(.known(false), to: [Region("us-gov-west-1")])[Region("us-gov-west-1")],
        ] {
            guard case .missing(let reason)? = key else {
                Issue.record("a copy has a key: \(String(describing: key))")
                continue
            }
            #expect(reason.contains("RDS") || reason.contains("no key of eu-west-1"))
        }
    }
}
