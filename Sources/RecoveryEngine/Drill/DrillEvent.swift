package import RecoveryModel

/// What happened; the ledger keeps those that changed the machine's state.
package enum DrillEvent: Hashable, Sendable, Codable {
    case started
    case factsGathered(DrillFacts)
    case snapshotObserved(SnapshotFacts)
    case sourceAnswered(Answers)
    /// The row before the instant is committed, and the instant chosen.
    case markedBefore(Marking)
    /// The row after the instant is committed, with this time in it.
    case markedAfter(String)
    /// The source's latest restorable time.
    case logObserved(Instant)
    case restoreAccepted
    /// The calls that the action before the next event made: they do not move the machine.
    case called([ChangingCall])
    /// What RDS wrote down about the restored database: it does not move the machine either.
    case told([SourceEvent])
    case memberAccepted
    case instanceObserved(InstanceFacts)
    case instanceAbsent
    case connected(serverVersion: String)
    /// No session yet; `isFinal` when waiting cannot help.
    case connectionRefused(reason: String, isFinal: Bool, isAuthentication: Bool)
    case passwordReset
    case copyAnswered(Answers)
    /// The session broke in the middle of the checks.
    case sessionLost(reason: String)
    case warmed(Warming)
    case fidelityCompared([FidelityFinding])
    case secretsProven([CheckResult])
    case smokeRun([CheckResult])
    case deletionAccepted
    case snapshotDeleted
    case leftoversListed([Leftover])
    /// An action did not succeed; `isTransient` when doing it again can help.
    case actionFailed(operation: String, reason: String, isTransient: Bool)
    case interrupted
}

/// What to do next; each carries all that it takes.
package enum DrillAction: Hashable, Sendable, Codable {
    case gatherFacts
    case takeSnapshot(id: String, source: String, tags: [String: String])
    case observeSnapshot(id: String, after: Int)
    case askSource([PlannedCheck])
    /// Writes a row to the source, and chooses the instant once it is committed.
    case markBefore(table: String)
    /// Waits until the source's clock is past the instant, and writes the other row.
    case markAfter(Marking)
    /// Looks until when the source can be restored; `after` in milliseconds.
    case observeLog(Marking, after: Int)
    case restore(RestoreOrder)
    /// Adds the instance by which a restored cluster can be reached.
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
    /// The members first: RDS keeps a cluster that has any.
    case deleteCluster(id: String, members: [String])
    case deleteSnapshot(id: String)
    case findLeftovers
    case finish(DrillRecord)
}
