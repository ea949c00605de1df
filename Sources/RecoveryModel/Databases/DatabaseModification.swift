/// Which settings of one change are made at once, and which wait for the maintenance window, so that nothing that is
/// queued, by whomever, is made early.
package struct DatabaseModification: Sendable, Hashable {
    /// Sent first, and in force when the step ends.
    package var atOnce: [DatabaseSetting] = []
    /// Whether the first call may ask for everything immediately: nothing else waits that would be made then too.
    package var isImmediate = true
    /// Sent for the maintenance window.
    package var toQueue: [DatabaseSetting] = []
    /// Waiting already, by an earlier apply or by somebody: not sent again.
    package var isQueued: [DatabaseSetting] = []
    /// Neither can be made now nor was asked to be queued.
    package var held: [DatabaseSetting] = []

    /// - Parameters:
    ///   - pending: What waits for the window, by RDS's names.
    ///   - timing: Of the step: with `queued` its settings wait, and with them whatever cannot be made before them.
    package init(_ settings: [DatabaseSetting], pending: [String], timing: StepTiming) {
        var later: Set<String> = []
        var canQueue = false
        if case .queued(_, _, let names) = timing {
            later = Set(names)
            canQueue = true
        }
        let now = settings.filter { !later.contains($0.name) }
        // An immediate call makes everything that waits: only what it sets itself may be among it.
        let own = Set(now.compactMap(\.pendingName))
        isImmediate = Set(pending).isSubset(of: own)
        let blocked = isImmediate ? [] : now.filter(\.canWaitForWindow)
        atOnce = now.filter { !blocked.contains($0) }
        let waiting = settings.filter { later.contains($0.name) } + (canQueue ? blocked : [])
        isQueued = waiting.filter { setting in setting.pendingName.map(pending.contains) ?? false }
        toQueue = waiting.filter { !isQueued.contains($0) }
        held = canQueue ? [] : blocked
    }

    /// Everything that is not in force when the step ends, and will be in the window.
    package var waiting: [DatabaseSetting] { isQueued + toQueue }
}

extension DatabaseSetting {
    /// What RDS calls it among the settings that wait for the maintenance window; nil for what never waits.
    package var pendingName: String? {
        switch self {
        case .backupRetention: "BackupRetentionPeriod"
        case .multiAZ: "MultiAZ"
        case .iamAuthentication: "IAMDatabaseAuthenticationEnabled"
        case .backupWindow, .maintenanceWindow, .deletionProtection, .copyTagsToSnapshots, .publicAccess,
            .minorVersionUpgrades, .logExports, .parameterGroup, .storageLimit:
            nil
        }
    }
}
