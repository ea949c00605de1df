import AWSCore
import AWSNames
import RecoveryModel

/// Makes one change: a fixed mapping from `Change` to API operations, without choices of its own. Each kind's executor
/// switches over all cases of its changes.
struct ChangeExecutor: Sendable {
    let client: AWSClient
    let account: AccountID
    let region: Region
    let waiting: DatabaseWaiting
    /// When a setting that disturbs a database is made.
    let timing: StepTiming
    /// Whether nothing is sent: then what is read is what the plan has seen.
    let isRehearsal: Bool
    /// Every request of the change.
    private let requests = RequestLog()

    init(
        client: AWSClient, account: AccountID, region: Region, waiting: DatabaseWaiting, timing: StepTiming = .atOnce,
        isRehearsal: Bool = false
    ) {
        self.client = client.noting(in: requests)
        self.account = account
        self.region = region
        self.waiting = waiting
        self.timing = timing
        self.isRehearsal = isRehearsal
    }

    /// Reads documents again before they are written.
    var observer: Observer { Observer(client: client) }

    /// Makes a call that may have been made already, when the answer to it was lost: an error that only then makes sense is
    /// taken for its success if an attempt before it went unanswered. One that was throttled was answered.
    func accepting(_ codes: Set<String>, _ call: () async throws -> Void) async throws {
        do {
            try await call()
        } catch let error as ClientError where codes.contains(error.code ?? "") {
            let earlier = requests.attempts.suffix(error.attempts).dropLast()
            guard earlier.contains(where: { ($0.status ?? 500) >= 500 }) else { throw error }
        }
    }

    /// Makes the change and returns when it is in force.
    ///
    /// - Returns: The settings that RDS has queued for the maintenance window instead, by name.
    /// - Throws: What the client throws; `Moved`; `DatabaseWaiting.Failure` when a database does not settle;
    ///   `CancellationError`.
    @discardableResult
    func execute(_ change: Change, keys: inout CreatedKeys) async throws -> [String] {
        switch change {
        case .database(let change): return try await execute(change)
        case .bucket(let change): try await execute(change)
        case .key(let change): try await execute(change, created: &keys)
        case .role(let change): try await execute(change)
        case .topic(let change): try await execute(change)
        case .alarm(let change): try await execute(change)
        case .eventSubscription(let change): try await execute(change)
        case .eventRule(let change): try await execute(change)
        case .dashboard(let change): try await execute(change)
        case .backupPlan(let change): try await execute(change, created: &keys)
        case .restoreTesting(let change): try await execute(change)
        }
        return []
    }
}

/// The ids of keys and of plans of AWS Backup that earlier steps of the same plan created.
struct CreatedKeys: Sendable {
    var idByAlias: [String: String] = [:]
    /// The ids of plans of AWS Backup, by name.
    var planIDByName: [String: String] = [:]
}

/// A step that cannot be made because an earlier one was not.
struct MissingPrerequisite: Error, CustomStringConvertible {
    let description: String
}
