import RecoveryModel
import Testing

@Suite("Changes that protect less")
struct WeakeningTests {
    private func lock(_ mode: String?, _ days: Int?) -> ObjectLockState {
        ObjectLockState(enabled: true, mode: mode, days: days)
    }

    private func weakens(_ before: ObjectLockState?, _ after: ObjectLockState) -> Bool {
        !Change.bucket(.putObjectLock(bucket: "b", Edit(before, to: after))).weakens.isEmpty
    }

    @Test func `a lock is weaker when it is shorter, or no longer in compliance mode`() {
        #expect(!weakens(lock("COMPLIANCE", 30), lock("COMPLIANCE", 30)))
        #expect(!weakens(lock("GOVERNANCE", 30), lock("GOVERNANCE", 31)))
        #expect(!weakens(lock("GOVERNANCE", 30), lock("COMPLIANCE", 30)))
        #expect(weakens(lock("COMPLIANCE", 30), lock("GOVERNANCE", 30)))
        #expect(weakens(lock("GOVERNANCE", 30), lock("GOVERNANCE", 29)))
        #expect(!weakens(lock(nil, nil), lock("GOVERNANCE", 1)))
        #expect(!weakens(nil, lock("GOVERNANCE", 1)))
    }

    @Test func `a replication is weaker when a bucket receives no more objects`() {
        func replication(_ replicas: [String], isEnabled: Bool = true) -> BucketReplication {
            BucketReplication(
                role: "r", rules: replicas.map { .init(id: $0, replica: $0, isEnabled: isEnabled) })
        }
        func weakens(_ before: BucketReplication?, _ after: BucketReplication) -> [String] {
            Change.bucket(.putReplication(bucket: "b", Edit(before, to: after))).weakens
        }
        #expect(weakens(nil, replication(["a"])) == [])
        #expect(weakens(replication(["a"]), replication(["a", "b"])) == [])
        #expect(weakens(replication(["a", "b"]), replication(["b"])) == ["no longer replicated to a"])
        #expect(weakens(replication(["a"], isEnabled: false), replication(["b"])) == [])
    }

    @Test func `only the first and the last day of automated backups wait for the maintenance window`() {
        func waits(_ before: Int?, _ after: Int) -> Bool {
            DatabaseSetting.backupRetention(days: Edit(before, to: after)).canWaitForWindow
        }
        #expect(waits(0, 7) && waits(nil, 7) && waits(7, 0))
        #expect(!waits(7, 14) && !waits(14, 7))
    }
}
