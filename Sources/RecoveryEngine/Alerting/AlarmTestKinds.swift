package import RecoveryModel

/// What has to be observed to judge the chains of a policy's alarms.
package enum AlarmTestKinds {
    /// Databases that are selected by their tags have to be found first: their alarms are named after them.
    package static func needsDatabases(_ policy: RecoveryPolicy) -> Bool {
        policy.databases.contains { $0.select.ids.isEmpty }
    }

    /// Why alarms may be missing: databases that are selected by their tags could not be listed. Nil when all could.
    package static func unlisted(_ context: ControlContext) -> String? {
        let failed = context.selections.filter { $0.policy.select.ids.isEmpty && $0.failure != nil }
        guard let failure = failed.first?.failure else { return nil }
        let selectors = failed.map(\.policy.select.shown)
        return
            "the databases with \(selectors.joined(separator: "; ")) could not be listed, nor their alarms: \(failure)"
    }

    /// The kinds of resources.
    package static func all(withDatabases: Bool) -> Set<ResourceKind> {
        let alerting: Set<ResourceKind> = [.topic, .alarm]
        return withDatabases ? alerting.union(DatabaseKind.allCases.map(\.resource)) : alerting
    }
}

/// How a test of alarms names and tags its probe: enough to find and delete it when the test was killed.
package enum AlarmTestTag {
    /// The beginning of the queue's name.
    package static let prefix = "drctl-alarms-test-"
    /// The test's id.
    package static let test = "drctl:alarms-test"
    /// The policy's name.
    package static let policy = "drctl:alarms-test-policy"
    /// RFC 3339; after this time the test is over.
    package static let expires = "drctl:expires"
}
