import Files
import RecoveryModel
import RecoveryRuntime

extension CommandContext {
    /// The saved plan of a file, with the bytes that signatures are of.
    ///
    /// - Throws: `CommandFailure`.
    func recoveryPlan(_ path: String) throws -> (plan: RecoveryPlan, bytes: [UInt8]) {
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try InputFile(path, mebibytes: 4).read()
        } catch {
            throw CommandFailure(.usage, error.description, hint: error.hint)
        }
        guard let bytes else { throw CommandFailure(.usage, "failed to read a plan: \(path) not found") }
        guard let plan = RecoveryPlan(bytes) else {
            throw CommandFailure(
                .usage, "\(path) is no plan of a recovery that this drctl reads",
                hint: "make one with `drctl recover plan --save`")
        }
        return (plan, bytes)
    }

    /// Writes a file that a user names, whole or not at all.
    ///
    /// - Throws: `FileFailure`.
    func write(_ bytes: [UInt8], to path: String) throws {
        try ResultFile(path).write { piece in piece(bytes) }
    }
}

extension RecoveryPlan {
    /// Refuses a plan that is of something else, or too old; of another account or region where a session says which.
    ///
    /// - Throws: `CommandFailure`.
    func require(policy: String, digest: String, _ session: AWSSession? = nil, at now: Instant) throws {
        let reason: String? =
            if request.policy != policy {
                "it is of policy \(request.policy), not of \(policy)"
            } else if request.policyDigest != digest {
                "policy \(policy) has changed since"
            } else if let session, request.scope != DrillScope(account: session.account, region: session.region) {
                "it is for account \(request.scope.account), \(request.scope.region)"
            } else if now - at > 86_400 || at - now > 300 {
                "it was made \(ElapsedText.ago(now - at)), and is good for a day"
            } else {
                nil
            }
        guard let reason else { return }
        throw CommandFailure(
            .refused, "the plan is stale: \(reason); nothing was changed",
            hint: "make a new one with `drctl recover plan`")
    }

    /// Refuses a plan of a database that is known otherwise now.
    ///
    /// - Throws: `CommandFailure`.
    func require(_ mission: RecoveryMission?) throws { if !isSame(mission) { throw Self.changed } }

    /// Refuses a plan whose restore is not what would be requested now.
    ///
    /// - Throws: `CommandFailure`.
    func require(_ order: RestoreOrder) throws {
        if !isSame(order) { throw Self.changed }
    }

    private static let changed = CommandFailure(
        .refused,
        "the plan is stale: the database, its backups or its settings have changed since; nothing was changed",
        hint: "make a new one with `drctl recover plan`")
}
