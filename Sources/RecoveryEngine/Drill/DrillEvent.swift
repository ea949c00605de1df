package import RecoveryModel

/// Something that happened during a drill. The ledger records the events, and replaying them rebuilds the machine.
package enum DrillEvent: Hashable, Sendable, Codable {
    case started
    case factsGathered(DrillFacts)
    case snapshotObserved(SnapshotFacts)
    case sourceAnswered(Answers)
    /// The row before the instant is committed, and the instant is chosen.
    case markedBefore(Marking)
    /// The row after the instant is committed, with this time in it.
    case markedAfter(String)
    /// The source's latest restorable time.
    case logObserved(Instant)
    case restoreAccepted
    /// A restore by AWS Backup has created nothing yet, and may.
    case restorePending
    /// The calls that the last action made; they do not change the machine's state.
    case called([ChangingCall])
    /// New RDS events of the restored database; they do not change the machine's state either.
    case notices([SourceEvent])
    case memberAccepted
    case instanceObserved(InstanceFacts)
    case instanceAbsent
    case connected(serverVersion: String)
    /// A connection attempt failed; `isFinal` when another attempt cannot succeed.
    case connectionRefused(reason: String, isFinal: Bool, isAuthentication: Bool)
    case passwordReset
    case copyAnswered(Answers)
    /// The session was lost while checks were running.
    case sessionLost(reason: String)
    case warmed(Warming)
    case fidelityCompared([FidelityFinding])
    case secretsProven([CheckResult])
    case smokeRun([CheckResult])
    case deletionAccepted
    case snapshotDeleted
    /// What has the name of the drill's snapshot is not the drill's: it was neither used nor deleted.
    case snapshotIsForeign(reason: String)
    case leftoversListed([Leftover])
    /// An action failed; `isTransient` when a retry can succeed.
    case actionFailed(operation: String, reason: String, isTransient: Bool)
    case interrupted
    /// Of a recovery: the settings that a restore cannot carry were requested.
    case configured
    /// Of a recovery: the current step of switching over is made.
    case switchStepMade
    /// Of a recovery: the operator's command has ended.
    case hookRun(CheckResult)

    /// The names in a ledger. They are a file format: a case that is renamed keeps its old name here.
    private enum CodingKeys: String, CodingKey {
        case started, factsGathered, snapshotObserved, sourceAnswered, markedBefore, markedAfter, logObserved
        case restoreAccepted, restorePending, called, memberAccepted, instanceObserved, instanceAbsent, connected,
            connectionRefused
        case passwordReset, copyAnswered, sessionLost, warmed, fidelityCompared, secretsProven, smokeRun
        case deletionAccepted, snapshotDeleted, snapshotIsForeign, leftoversListed, actionFailed, interrupted
        case configured, switchStepMade, hookRun
        case notices = "told"
    }
}

/// The next thing to do; each case carries every parameter it needs.
package enum DrillAction: Hashable, Sendable, Codable {
    case gatherFacts
    case takeSnapshot(id: String, source: String, tags: [String: String])
    /// Copies a snapshot that another account shares; with a key of this account for one that is encrypted.
    case copySnapshot(id: String, from: String, key: String?, tags: [String: String])
    case observeSnapshot(id: String, after: Int)
    case askSource([PlannedCheck])
    /// Writes a row to the source and chooses the instant once the row is committed.
    case markBefore(table: String)
    /// Waits until the source's clock has passed the instant, and writes the second row.
    case markAfter(Marking)
    /// Reads the source's latest restorable time; `after` in milliseconds.
    case observeLog(Marking, after: Int)
    case restore(RestoreOrder)
    /// Adds the instance through which a restored cluster accepts connections.
    case addMember(RestoreOrder)
    /// `after` in milliseconds.
    case observeInstance(id: String, after: Int)
    case connect(host: String, port: Int, after: Int)
    /// Sets a new random master password on the drill's own instance.
    case resetPassword(id: String)
    case askCopy([PlannedCheck])
    case warm
    case compareFidelity
    case proveSecrets([String])
    case runSmoke([String])
    case deleteInstance(id: String)
    /// Deletes the members first: RDS refuses to delete a cluster that has members.
    case deleteCluster(id: String, members: [String])
    case deleteSnapshot(id: String)
    case findLeftovers
    /// Modifies the recovered database.
    case configure(SettingsToRestore)
    /// Makes a step of switching over.
    case make(SwitchOrder)
    case finish(DrillRecord)
}
