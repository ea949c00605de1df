package import RecoveryModel

/// What somebody has allowed an apply to do beyond protecting more: to replace what others made, to weaken, and to do what
/// cannot be undone. Without it such a step ends the run before anything is changed.
package struct ApplyConsent: Sendable, Hashable {
    /// `CONTROL` or `CONTROL:RESOURCE`, as on the command line.
    package struct Selector: Sendable, Hashable, CustomStringConvertible {
        package var control: String
        /// The resource's name; nil for every resource.
        package var resource: String?

        /// From `CONTROL[:RESOURCE]`.
        package init(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            control = String(parts.first ?? "")
            resource = parts.count > 1 ? String(parts[1]) : nil
        }

        package var description: String { resource.map { "\(control):\($0)" } ?? control }

        /// True for the control, on the resource.
        package func names(_ id: ControlID, _ resource: ResourceReference) -> Bool {
            id.description == control && (self.resource.map { $0 == resource.name } ?? true)
        }

        /// True for a step that is made for the control, on the resource.
        package func allows(_ step: Step) -> Bool {
            step.reasons.contains { $0.control.description == control }
                && (resource.map { $0 == step.facts.resource.name } ?? true)
        }
    }

    package var replacing: [Selector]
    package var weakening: [Selector]
    /// Each names its resource.
    package var irreversible: [Selector]

    package init(replacing: [Selector] = [], weakening: [Selector] = [], irreversible: [Selector] = []) {
        self.replacing = replacing
        self.weakening = weakening
        self.irreversible = irreversible
    }

    /// All selectors.
    package var selectors: [Selector] { replacing + weakening + irreversible }

    /// What was allowed and no step needs, each with its option, in their order.
    package func unneeded(by plans: [Plan]) -> [(option: String, selector: Selector)] {
        let objections = plans.flatMap(ApplyConsent().objections)
        let kinds: [(Objection.Kind, [Selector])] = [
            (.replaces, replacing), (.weakens, weakening), (.irreversible, irreversible),
        ]
        return kinds.flatMap { kind, selectors in
            selectors.filter { selector in
                !objections.contains { $0.kind == kind && selector.allows($0.step) }
            }.map { (kind.option, $0) }
        }
    }

    /// What nobody has allowed yet, in the order of the steps.
    package func objections(to plan: Plan) -> [Objection] {
        plan.steps.flatMap { step -> [Objection] in
            var found: [Objection] = []
            func object(_ kind: Objection.Kind, _ allowed: [Selector], _ losses: [String]) {
                guard !losses.isEmpty, !allowed.contains(where: { $0.allows(step) }) else { return }
                found.append(Objection(kind: kind, target: plan.target, step: step, losses: losses))
            }
            object(.replaces, replacing, step.facts.takesAway + step.disturbs)
            object(.weakens, weakening, step.weakens)
            if case .impossible(let text) = step.facts.reversal {
                object(.irreversible, irreversible.filter { $0.resource != nil }, [text])
            }
            return found
        }
    }

    /// A step that needs to be allowed.
    package struct Objection: Sendable {
        /// What kind of consent it needs.
        package enum Kind: Sendable, Hashable {
            case replaces, weakens, irreversible

            /// The option that gives it.
            package var option: String {
                switch self {
                case .replaces: "--allow-replace"
                case .weakens: "--allow-weakening"
                case .irreversible: "--allow-irreversible"
                }
            }

            fileprivate var words: String {
                switch self {
                case .replaces: "replaces or removes what drctl did not make"
                case .weakens: "weakens what is there"
                case .irreversible: "cannot be undone"
                }
            }
        }

        package var kind: Kind
        package var target: TargetName
        package var step: Step
        /// What is lost, for people.
        package var losses: [String]

        /// The step, what is wrong with it, and what is lost.
        package var summary: String {
            "\(step.facts.summary) \(kind.words): \(losses.joined(separator: "; "))"
        }

        /// The option that allows just this.
        package var cure: String {
            let control = step.reasons.first?.control.description ?? "CONTROL"
            return "\(kind.option) \(control):\(step.facts.resource.name)"
        }
    }
}
