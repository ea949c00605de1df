package import AWSNames

/// What apply will do: so detailed that execution makes no choices.
package struct Plan: Sendable, Equatable {
    package var policy: String
    package var account: AccountID
    package var region: Region
    package var at: Instant
    /// In the order of execution.
    package var steps: [Step]
    /// Violations that no step fixes, with why.
    package var unfixable: [Finding]
    /// What could not be checked; a plan with these is incomplete.
    package var unknown: [Finding]
    /// How many steps were left out, since only a part was asked for.
    package var leftOut = 0
    /// What drctl created and the policy does not ask for any more; nil when nobody looked.
    package var orphans: OrphanList?
    /// What its steps change of the monthly cost; nil when nobody asked.
    package var cost: PlanCost?

    package init(
        policy: String, account: AccountID, region: Region, at: Instant, steps: [Step], unfixable: [Finding],
        unknown: [Finding]
    ) {
        self.policy = policy
        self.account = account
        self.region = region
        self.at = at
        self.steps = steps
        self.unfixable = unfixable
        self.unknown = unknown
    }

    package var target: TargetName { TargetName(policy: policy, account: account, region: region) }
}

/// One change with the reasons for it.
package struct Step: Sendable, Equatable {
    package let change: Change
    /// Computed once: a plan is sorted, counted and shown by them.
    package let facts: ChangeFacts
    /// The violated controls that it fixes, with required and observed values.
    package var reasons: [Reason]
    /// What it makes weaker, or deletes, for people.
    package var weakens: [String]
    /// What it changes of resources that the policy does not name, for people.
    package var disturbs: [String] = []
    /// The window of the database that it disturbs; nil when it was not looked up, as for a step that disturbs none.
    package var maintenance: StepMaintenance?
    /// The calls that make it; nil when nobody asked for them.
    package var calls: PlannedCalls?
    /// Who else manages the resource, such as `CloudFormation stack kb-network`; nil when nobody is known to.
    package var manager: String?
    /// What keeps it from working, found beforehand; empty when nothing was found, or nobody looked.
    package var obstacles: [PlanObstacle] = []
    /// Whether it removes an orphan: nothing that the policy asks for.
    package var isPruning = false

    /// Why a step is made.
    package struct Reason: Sendable, Hashable, Codable {
        package var control: ControlID
        package var title: String
        package var required: String
        package var observed: String

        package init(control: ControlID, title: String, required: String, observed: String) {
            self.control = control
            self.title = title
            self.required = required
            self.observed = observed
        }
    }

    package init(change: Change, reasons: [Reason]) {
        self.change = change
        facts = change.facts
        self.reasons = reasons
        weakens = change.weakens
    }
}
