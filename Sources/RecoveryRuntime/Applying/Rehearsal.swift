package import AWSCore
import AWSNames
package import RecoveryModel

/// Tells the calls of a plan's steps by running the code that makes them against a client that sends nothing: what the plan
/// says and what apply sends cannot differ.
///
/// A document that apply reads again is taken to be what the plan has seen, since apply writes nothing otherwise. What only
/// AWS can answer is a marked value.
package struct Rehearsal: Sendable {
    /// Stands for the id of a key that does not exist yet.
    static let newKey = "drctl:known-while-applying:the id of the key that CreateKey returns"
    /// Stands for the ARN of a key that is named by its alias.
    static let namedKey = "drctl:known-while-applying:the ARN of the key"
    /// Stands for the id of a plan of AWS Backup that does not exist yet.
    static let newPlan = "drctl:known-while-applying:the id of the plan that CreateBackupPlan returns"
    private static let mark = "drctl:known-while-applying:"

    let settings: ClientSettings

    /// - Parameter client: The one that would make the calls.
    package init(_ client: AWSClient) { settings = client.settings }

    /// The plan with the calls of every step.
    ///
    /// - Parameter inventory: What the plan was made from.
    package func noted(in plan: Plan, _ inventory: Inventory) async -> Plan {
        var plan = plan
        var keys = CreatedKeys()
        for index in plan.steps.indices {
            let step = plan.steps[index]
            let timing = step.timing(at: plan.at)
            if case .left = timing {
                plan.steps[index].calls = PlannedCalls([], remark: timing.shown)
                continue
            }
            var stage = Stage(account: plan.account, region: plan.region, timing: timing)
            stage.pending = { kind, id in inventory.pending(kind, id) }
            plan.steps[index].calls = await calls(of: step.change, stage, &keys)
        }
        return plan
    }

    /// Where, and when, a change is rehearsed.
    struct Stage: Sendable {
        var account: AccountID
        var region: Region
        var timing = StepTiming.atOnce
        /// What of a database waits for its maintenance window.
        var pending: @Sendable (DatabaseKind, String) -> Collected<[String]> = { _, _ in .known([]) }
    }

    /// The calls that a change makes.
    func calls(of change: Change, _ stage: Stage, _ keys: inout CreatedKeys) async -> PlannedCalls {
        let recorder = CallRecorder()
        var settings = settings
        settings.transport = recorder
        settings.credentials = StaticCredentialProvider(
            Credentials(accessKeyID: "rehearsal", secretAccessKey: Redacted("rehearsal"), sessionToken: nil))
        settings.retry.maximumAttempts = 1
        settings.onAttempt = nil
        settings.onCall = { recorder.note($0) }
        let client = AWSClient(settings)
        var waiting = DatabaseWaiting(client: client)
        waiting.pending = stage.pending
        let executor = ChangeExecutor(
            client: client, account: stage.account, region: stage.region, waiting: waiting, timing: stage.timing,
            isRehearsal: true)
        do {
            try await executor.execute(change, keys: &keys)
            return PlannedCalls(recorder.calls, remark: change.assumption)
        } catch {
            return PlannedCalls(recorder.calls, remark: "apply would end here: \(error)")
        }
    }

    /// Parameters with the marked values as what they are.
    static func shown(_ value: DocumentValue) -> JSONValue {
        switch value {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let text) where text.hasPrefix(mark):
            PlannedCall.knownWhileApplying(String(text.dropFirst(mark.count)))
        case .string(let text): .string(text)
        case .array(let elements): .array(elements.map(shown))
        case .object(let members): .object(members.mapValues(shown))
        }
    }
}

extension Change {
    /// What of the calls depends on what apply finds, for people; nil when nothing does.
    fileprivate var assumption: String? {
        switch self {
        case .key(.create):
            "keys that an interrupted apply left are looked for first: one that is meant for the alias is taken instead of "
                + "creating one"
        case .database(.modify), .database(.modifyMember):
            "as long as nothing else is queued for the maintenance window than the plan has seen"
        default:
            facts.precondition.map {
                "as long as \($0.document) is as the plan has seen it; otherwise nothing is written"
            }
        }
    }
}

extension Inventory {
    /// What of a database, or a member of a cluster, waits for its maintenance window.
    fileprivate func pending(_ kind: DatabaseKind, _ id: String) -> Collected<[String]> {
        if let database = databases[kind]?.value?.first(where: { $0.id == id }) { return database.pendingModifications }
        let members = (databases[.cluster]?.value ?? []).flatMap { $0.members.value ?? [] }
        return members.first { $0.id == id }?.pendingModifications ?? .known([])
    }
}
