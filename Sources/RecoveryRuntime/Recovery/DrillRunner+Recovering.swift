import Digests
import PostgresTools
import RecoveryEngine
import RecoveryModel

extension DrillRunner {
    /// Production's settings beside those of the recovered database as it is now.
    func fidelity(_ mission: RecoveryMission, _ id: String) async throws -> [FidelityFinding] {
        guard let now = try await collector.database(request, named: id) else {
            throw DrillProblem(phase: .fidelity, operation: "rds:DescribeDBInstances", reason: "\(id) no longer exists")
        }
        return RecoveryFidelity.findings(mission, restored: now)
    }

    /// Makes one step of switching over.
    func make(_ order: SwitchOrder, _ calls: DrillCalls) async throws -> DrillEvent {
        switch order.step {
        case .protect(let id):
            try await unbroken { try await calls.protect(id, resource: order.resource) }
        case .rename(let id, let name):
            try await unbroken { try await calls.rename(id, to: name, resource: order.resource) }
        case .renameMember(let id, let name):
            let calls = DrillCalls(client: calls.client, kind: .instance)
            try await unbroken { try await calls.rename(id, to: name, resource: order.resource) }
        case .hook(let word):
            return .hookRun(try await hook(word, order))
        case .await, .awaitMembers: break
        }
        return .switchStepMade
    }

    private func hook(_ word: String, _ order: SwitchOrder) async throws -> CheckResult {
        let command = order.command ?? ""
        let started = ContinuousClock.now
        let outcome = try await HookCommand.run(command, variables: order.variables, limit: .seconds(600))
        // The command was typed, and may hold what nobody else is to read: evidence has its digest.
        return CheckResult(
            name: "hook at \(word)", origin: .policy, query: "the command of --hook", queryDigest: SHA256.hex(command),
            expected: "exit status 0", got: outcome.status,
            milliseconds: Int(started.duration(to: .now) / .milliseconds(1)),
            verdict: outcome.succeeded ? .passed : .failed,
            detail: outcome.succeeded ? nil : "\(outcome.status); its output is not stored")
    }
}
