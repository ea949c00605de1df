import Files
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

/// A target that is to be changed: its plan, and what AWS shows of it now.
struct PlannedApply: Sendable {
    /// What is to be executed.
    var plan: Plan
    /// The same before a filter, or a saved plan, took steps out.
    let whole: Plan
    let audit: AuditResult
    let baseline: AppliedBaseline
    /// The databases that the policy selects, for the inventory.
    let databases: [DatabaseKind: [String]]
    /// What the target costs as it is.
    let pricing: PlanPricing
    /// What tells whether steps can work.
    var foresight = PlanObstacles.Facts()
    /// As they were observed, by name.
    private let roles: [String: RoleState]
    /// What IAM says of the calls; nil when it was not asked.
    var permissions: PermissionFacts?

    /// - Parameters:
    ///   - isNow: Whether databases are restarted outside their maintenance windows too.
    ///   - isPruning: Whether orphans are removed.
    init(_ observed: ControlContext, isNow: Bool = false, isPruning: Bool = false) {
        audit = Auditor.audit(observed)
        databases = observed.selectedDatabases
        pricing = PlanPricing(observed)
        roles = observed.inventory.roles
        whole = MaintenanceWindows.noted(
            in: Planner.plan(audit, isPruning: isPruning), observed.inventory, isNow: isNow)
        plan = whole
        baseline = AppliedBaseline(of: audit, values: Auditor.observedValues(observed))
    }

    /// A part of the plan with what keeps its steps from working, which depends on the steps that are left out.
    func foreseen(_ part: Plan) -> Plan { PlanObstacles.noted(in: part, foresight, roles: roles) }
}

extension CommandContext {
    /// The plan of a target, with what it would delete counted.
    ///
    /// - Parameters:
    ///   - isNow: Whether databases are restarted outside their maintenance windows too.
    ///   - tellsCalls: Whether every call of every step is listed.
    /// - Throws: What observing throws, `CancellationError`.
    func planned(
        _ open: OpenTarget, evidence: EvidenceSource, isNow: Bool, isPruning: Bool, tellsCalls: Bool = false
    ) async throws -> PlannedApply {
        let observed = try await observe(open, evidence: evidence, isPruning: isPruning)
        var planned = PlannedApply(observed, isNow: isNow, isPruning: isPruning)
        let session = open.session
        planned.plan = try await ExpiringObjects(client: session.client, now: now()).counted(in: planned.plan)
        planned.plan = try await SharedGroups(client: session.client).noted(
            in: planned.plan, of: planned.audit)
        let (plan, failure) = try await ApplyPreflight(client: session.client, caller: session.caller).managed(
            planned.plan, roles: observed.inventory.roles)
        if let failure { console.say("\(open.name.shown): who else manages its resources is not known: \(failure)") }
        planned.plan = plan
        planned.foresight = try await ApplyPreflight(client: session.client, caller: session.caller).foresight(of: plan)
        if tellsCalls {
            planned.plan = await Rehearsal(session.client).noted(in: planned.plan, observed.inventory)
        }
        return planned
    }

    /// Remembers what an apply left, with what is not forgotten of the last one.
    ///
    /// - Throws: `FileFailure`.
    func remember(_ planned: PlannedApply, digest: String?, forgetting names: [String]) throws {
        var baseline = planned.baseline
        // One that cannot be read is written anew.
        var previous = try? state.baseline(
            policy: baseline.policy, account: baseline.account, region: baseline.region)
        previous?.values.removeAll { names.contains($0.resource.name) }
        baseline.policyDigest = digest
        baseline.values = DriftComparison.remembered(
            baseline.values, planned.audit, previous: previous?.values,
            hasPolicyChanged: previous?.policyDigest.map { $0 != digest } ?? false)
        try state.save(baseline)
    }

    /// What of a target's plan is to be executed.
    ///
    /// - Throws: `CommandFailure` when a saved plan is stale.
    func part(
        of planned: PlannedApply, _ filter: PlanFilter, _ saved: SavedPlan?, _ documents: [PolicyDocument]
    ) throws -> PlannedApply {
        var part = planned
        guard let saved else {
            part.plan = planned.foreseen(filter.part(of: planned.plan))
            return part
        }
        let digest = documents.first { $0.policy.name == planned.plan.policy }?.digest ?? ""
        do {
            part.plan = planned.foreseen(try saved.part(of: planned.plan, policyDigest: digest))
            return part
        } catch let stale as SavedPlan.Stale {
            throw CommandFailure(
                .refused, "\(stale); nothing was changed", hint: "run `drctl plan --save` again, and review it")
        }
    }

    /// The saved plan of a file.
    ///
    /// - Throws: `CommandFailure`, `FileFailure`.
    func savedPlan(_ path: String) throws -> SavedPlan {
        guard let bytes = try InputFile(path, mebibytes: 64).read() else {
            throw CommandFailure(
                .usage, "failed to read \(path): not found", hint: "`drctl plan --save FILE` writes one")
        }
        guard let plan = SavedPlan(bytes) else {
            throw CommandFailure(
                .usage, "\(path) is not a saved plan that this drctl reads", hint: "`drctl plan --save FILE` writes one"
            )
        }
        return plan
    }

    /// Refuses a saved plan with a target that this run does not enter, such as one of another account.
    ///
    /// - Throws: `CommandFailure`.
    func requireTargets(of saved: SavedPlan, in run: Run<PlannedApply>) throws {
        guard
            let missing = saved.targets.first(where: { target in !run.values.contains { target.isOf($0.plan.target) } })
        else { return }
        let entered = CountText.list(run.values.map(\.plan.target.shown))
        throw CommandFailure(
            .refused, "the saved plan is for \(missing.shown), and this run is for \(entered); nothing was changed",
            hint: "use the policies, credentials and --region with which it was saved")
    }
}

extension PlanFilter {
    /// Refuses a selector that names what the policies do not require.
    ///
    /// - Throws: `CommandFailure`.
    func requireMatch(in run: Run<PlannedApply>) throws {
        guard !isEmpty, run.failures.isEmpty,
            let mistake = mistake(
                in: run.values.flatMap(\.audit.findings), steps: run.values.flatMap(\.whole.steps))
        else {
            return
        }
        throw CommandFailure(.usage, mistake.summary, hint: mistake.hint)
    }
}
