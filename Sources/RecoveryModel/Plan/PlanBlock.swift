/// All steps of a plan that change one resource, as people read a plan.
package struct PlanBlock: Sendable {
    package let resource: ResourceReference
    /// In the order of execution, with their numbers in the plan, from 1.
    package let steps: [(number: Int, step: Step)]

    /// What becomes of the resource, all steps together.
    package var effect: ChangeFacts.Effect {
        if steps.contains(where: { $0.step.facts.effect == .create }) { return .create }
        return steps.allSatisfy { $0.step.facts.effect == .remove } ? .remove : .change
    }

    /// Whether a step replaces or removes something that drctl did not make.
    package var replaces: Bool { steps.contains { $0.step.replaces } }
}

extension Step {
    /// Whether it replaces or removes something that drctl did not make, or changes it for others.
    package var replaces: Bool { !(facts.takesAway + disturbs).isEmpty }
}

extension Plan {
    /// The steps by resource, in the order of each resource's first step.
    package var blocks: [PlanBlock] {
        var numbers: [BlockName: Int] = [:]
        var groups: [(resource: ResourceReference, steps: [(number: Int, step: Step)])] = []
        for (index, step) in steps.enumerated() {
            let resource = step.facts.resource
            let name = BlockName(kind: resource.kind, name: resource.name)
            if let group = numbers[name] {
                groups[group].steps.append((index + 1, step))
            } else {
                numbers[name] = groups.count
                groups.append((resource, [(index + 1, step)]))
            }
        }
        return groups.map { PlanBlock(resource: $0.resource, steps: $0.steps) }
    }

    private struct BlockName: Hashable {
        var kind: ResourceKind
        var name: String
    }
}

/// How many resources plans create, change and take something from, as terraform counts them.
package struct PlanCounts: Sendable, Hashable {
    package var add = 0
    package var change = 0
    package var remove = 0
    /// Steps that replace or remove something that drctl did not make: as many as a yes has to name.
    package var replace = 0

    package init(_ plans: [Plan]) {
        for plan in plans {
            for block in plan.blocks {
                switch block.effect {
                case .create: add += 1
                case .change: change += 1
                case .remove: remove += 1
                }
            }
            replace += plan.steps.count(where: \.replaces)
        }
    }
}
