package import RecoveryModel

/// An account that is not there, for what has to be known without asking one.
package enum ImaginedAccount: CaseIterable, Sendable {
    /// Nothing exists yet: what a template declares.
    case empty
    /// Everything exists and nothing is set.
    case neglected
    /// Everything exists and is set otherwise, by somebody else.
    case altered
}

/// One kind of resource with everything that the verbs need of it: its subjects, its controls, the permissions that
/// observing it needs, and its part of an imagined account. The type of its subjects is known to `init` alone.
package struct Family: Sendable {
    package let kind: ResourceKind
    /// Sorted by id.
    package let controls: [ControlDescription]
    /// What observing it needs: the operations of its observation in RecoveryRuntime.
    package let reads: @Sendable (Target) -> [Need]
    /// Puts its part of an imagined account into the inventory.
    package let imagine: @Sendable (Target, ImaginedAccount, inout Inventory) -> Void
    /// How many verdicts there are when the policy asks for every control on every subject.
    package let most: @Sendable (ControlContext) -> Int
    /// Adds every verdict on its subjects; by subject, then by control.
    package let audit: @Sendable (ControlContext, inout Verdicts) -> Void
    /// The observed value of every control on its subjects, where it could be read.
    package let record: @Sendable (ControlContext) -> [ObservedValue]
    /// What its subjects declare: themselves, then their controls.
    package let template: @Sendable (ControlContext) -> [TemplateFragment]
    /// What a template asks of whoever deploys it, because a policy does not say it.
    package let parameters: @Sendable (ControlContext) -> [String: JSONValue]
    /// What managed rules of AWS Config ask of its subjects.
    package let configRules: @Sendable (ControlContext) -> [RequiredRule]
    /// What its subjects are in the account, for a stack that takes them over; what is missing there is left out.
    package let live: @Sendable (ControlContext) -> Collected<[LiveResource]>

    package init<Judged: Subject>(
        _ kind: ResourceKind, controls: [Control<Judged>],
        subjects: @escaping @Sendable (ControlContext) -> [Judged],
        reads: @escaping @Sendable (Target) -> [Need],
        imagine: @escaping @Sendable (Target, ImaginedAccount, inout Inventory) -> Void,
        declares: @escaping @Sendable (Judged) -> [TemplateFragment] = { _ in [] },
        parameters: @escaping @Sendable (Judged) -> [String: JSONValue] = { _ in [:] },
        live: @escaping @Sendable (Judged) throws(CollectionFailure) -> [LiveResource] = { _ in [] }
    ) {
        let controls = controls.sorted { $0.description.id < $1.description.id }
        self.kind = kind
        self.controls = controls.map(\.description)
        self.reads = reads
        self.imagine = imagine
        most = { subjects($0).count * controls.count }
        audit = { context, verdicts in
            for subject in subjects(context) {
                let (resource, entry) = (subject.resource, subject.entry)
                for control in controls {
                    guard let assessment = control.assess(subject, verdicts.violated != nil) else { continue }
                    verdicts.findings.append(
                        Finding(
                            control: control.describes(subject), resource: resource, verdict: assessment.verdict,
                            required: assessment.required, observed: assessment.observed, remedy: assessment.remedy,
                            entry: entry))
                    if let value = assessment.recorded {
                        verdicts.violated?.append(
                            ObservedValue(
                                resource: resource, control: control.description.id, value: value,
                                shown: assessment.observed ?? ""))
                    }
                }
            }
        }
        record = { context in
            var values: [ObservedValue] = []
            for subject in subjects(context) {
                let resource = subject.resource
                for control in controls {
                    guard let (value, shown) = control.record(subject) else { continue }
                    values.append(
                        ObservedValue(resource: resource, control: control.description.id, value: value, shown: shown))
                }
            }
            return values
        }
        template = { context in
            subjects(context).flatMap { subject in declares(subject) + controls.flatMap { $0.template(subject) } }
        }
        configRules = { context in
            subjects(context).flatMap { subject in
                controls.map { control in
                    RequiredRule(
                        control: control.description, resource: subject.resource, rule: control.configRule(subject))
                }
            }
        }
        self.live = { context in
            do throws(CollectionFailure) {
                var resources: [LiveResource] = []
                for subject in subjects(context) { resources += try live(subject) }
                return .known(resources)
            } catch {
                return .unavailable(error)
            }
        }
        self.parameters = { context in
            subjects(context).reduce(into: [:]) { all, subject in all.merge(parameters(subject)) { $1 } }
        }
    }
}
