import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Operations that change what a control judges")
struct SettingOperationsTests {
    /// What no call changes: ages, proofs, what is outside AWS or below the level of resources.
    private static let withoutCall: Set<ControlID> = [
        "alerting.alarm-data-arrives", "alerting.chain-proven", "alerting.notifications-arrive",
        "backup-plan.recovery-point-encrypted", "cluster.drill-current", "cluster.rto-proven",
        "database.drill-current", "database.rto-proven", "restore-test.validated", "roles.unused",
        "storage.newest-object-age",
    ]

    @Test func `are named for every control, and for nothing else`() {
        #expect(Set(SettingOperations.all.keys) == Set(Catalogue.descriptions.map(\.id)))
    }

    @Test func `are missing only where no call changes it`() {
        let empty = SettingOperations.all.filter(\.value.isEmpty).map(\.key)
        #expect(Set(empty.filter { !$0.description.hasPrefix("self-managed.") }) == Self.withoutCall)
    }

    @Test func `are operations that AWS has, by the names that CloudTrail has for them`() {
        for (control, names) in SettingOperations.all {
            #expect(names.subtracting(CloudTrailEvents.names).isEmpty, "\(control)")
        }
    }

    @Test func `include the one that removes the setting, and none of another setting`() {
        func names(_ control: ControlID) -> Set<String> { SettingOperations.names(for: control) }
        let removals: [(ControlID, Set<String>)] = [
            ("storage.replication", ["DeleteBucketReplication"]),
            ("secrets.cross-account-grants", ["DeleteResourcePolicy"]),
            ("secrets.replicated-when-needed", ["RemoveRegionsFromReplication", "StopReplicationToReplica"]),
            ("secrets.rotation", ["CancelRotateSecret"]), ("keys.enabled", ["DisableKey"]),
            ("database.cross-region-copy", ["StopDBInstanceAutomatedBackupsReplication", "DeleteDBSnapshot"]),
            ("database.monthly-copies", ["DeleteDBSnapshot"]), ("cluster.monthly-copies", ["DeleteDBClusterSnapshot"]),
            ("roles.no-extra-policies", ["AttachRolePolicy"]),
            ("alerting.event-rule", ["DisableRule", "RemoveTargets"]),
            ("backup-plan.selection-covers", ["DeleteBackupSelection"]),
        ]
        for (control, removing) in removals {
            #expect(names(control).isSuperset(of: removing), "\(control)")
            #expect(names(control).isDisjoint(with: ["PutBucketVersioning", "PutSecretValue"]), "\(control)")
        }
        #expect(names("storage.versioning") == ["PutBucketVersioning", "CreateBucket", "DeleteBucket"])
        #expect(names("a.control-of-another-version") == [])
    }
}
