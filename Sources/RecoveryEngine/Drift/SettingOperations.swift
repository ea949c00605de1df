package import RecoveryModel

/// Which API operations change what a control judges, by the names that CloudTrail has for them.
package enum SettingOperations {
    /// Those of a control's own setting, with what creates and deletes it. None of what no call changes, such as an age: its
    /// change has no author, and an unrelated call must not be named as one.
    package static func names(for control: ControlID) -> Set<String> { all[control] ?? [] }

    /// By control, every one of the catalogue.
    static let all: [ControlID: Set<String>] = [
        databases(.instance), databases(.cluster), selections, selfManaged, buckets, keys, roles, secrets, topics,
        alerts,
        backupPlans, restoreTests,
    ].reduce(into: [:]) { all, part in all.merge(part) { $0.union($1) } }
}
