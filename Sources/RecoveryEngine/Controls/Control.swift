package import RecoveryModel

/// One requirement of the policy on one kind of resource, defined once.
///
/// Audit, plan, template, permissions and the reference are all walks over these definitions: a new control is one file
/// and no command changes. What it compares is erased at construction, so that controls stand side by side in a list.
package struct Control<Judged: Subject>: Sendable {
    /// What people read about it.
    package let description: ControlDescription
    /// The same with the standards that it answers for one subject, where that depends on what is required of it.
    let describes: @Sendable (Judged) -> ControlDescription
    /// Compares what the policy requires with what was observed; nil when the policy does not ask. A violation has the
    /// value that baselines hold when that is wanted.
    package let assess: @Sendable (Judged, _ isRecording: Bool) -> Assessment?
    /// What was observed, as a typed value that no rewording changes: baselines hold it. Nil when it is not judged or
    /// could not be read.
    package let record: @Sendable (Judged) -> (value: JSONValue, shown: String)?
    /// What a CloudFormation template declares for it; empty when the policy does not ask.
    package let template: @Sendable (Judged) -> [TemplateFragment]
    /// The managed rule of AWS Config that asks the same; nil when there is none, or the policy does not ask.
    package let configRule: @Sendable (Judged) -> ConfigRule?

    /// Defines a control.
    ///
    /// - Parameters:
    ///   - asksForExistence: True for the control that a missing resource violates: what else it violates comes with it.
    ///   - isJudged: False for a resource of which the control has nothing to say, such as a setting of what is missing
    ///     and is created with it.
    ///   - required: What the policy asks for; nil when it does not ask.
    ///   - observed: What was seen, or why it could not be seen.
    ///   - satisfies: A bound is met by anything stronger.
    ///   - remedy: What fixes a violation.
    ///   - template: What declares the required value; empty when CloudFormation has no word for it.
    ///   - configRule: The managed rule that means the same.
    ///   - claims: The standards for some subjects, where they are not all of `standards`; the first that applies counts.
    package init<Required: Sendable, Observed: Sendable & Recordable>(
        _ id: ControlID, title: String, why: String, severity: Severity, standards: [Standard] = [], field: String,
        asksForExistence: Bool = false,
        isJudged: @escaping @Sendable (Judged) -> Bool = { _ in true },
        required: @escaping @Sendable (Judged) -> Required?,
        observed: @escaping @Sendable (Judged) -> Collected<Observed>,
        satisfies: @escaping @Sendable (Observed, Required) -> Bool,
        showRequired: @escaping @Sendable (Required) -> String = { Shown.text($0) },
        showObserved: @escaping @Sendable (Observed) -> String = { Shown.text($0) },
        remedy: @escaping @Sendable (Judged, Required) -> Remedy,
        template: @escaping @Sendable (Judged, Required) -> [TemplateFragment] = { _, _ in [] },
        configRule: @escaping @Sendable (Judged, Required) -> ConfigRule? = { _, _ in nil },
        claims: [Claims<Judged>] = []
    ) {
        description = ControlDescription(
            id: id, title: title, why: why, severity: severity, standards: standards, field: field,
            asksForExistence: asksForExistence)
        // One object for each, made once: every finding holds a reference to it.
        let variants = claims.map { claim in
            let own = ControlDescription(
                id: id, title: title, why: why, severity: severity, standards: claim.standards, field: field)
            return (applies: claim.applies, description: own)
        }
        describes = { [description] subject in variants.first { $0.applies(subject) }?.description ?? description }
        assess = { subject, isRecording in
            guard isJudged(subject), let required = required(subject) else { return nil }
            switch observed(subject) {
            case .unavailable(let failure):
                return Assessment(
                    verdict: .unknown(failure), required: showRequired(required), observed: nil, remedy: nil)
            case .known(let value):
                let met = satisfies(value, required)
                return Assessment(
                    verdict: met ? .met : .violated, required: showRequired(required), observed: showObserved(value),
                    remedy: met ? nil : remedy(subject, required),
                    recorded: isRecording && !met ? value.recorded : nil)
            }
        }
        record = { subject in
            guard isJudged(subject), required(subject) != nil else { return nil }
            return observed(subject).value.map { ($0.recorded, showObserved($0)) }
        }
        self.template = { subject in required(subject).map { template(subject, $0) } ?? [] }
        self.configRule = { subject in required(subject).flatMap { configRule(subject, $0) } }
    }
}

/// The standards that a control answers where something holds: SSE-S3 does not satisfy what asks for SSE-KMS.
package struct Claims<Judged: Subject>: Sendable {
    let standards: [Standard]
    let applies: @Sendable (Judged) -> Bool

    init(_ standards: [Standard], where applies: @escaping @Sendable (Judged) -> Bool) {
        self.standards = standards
        self.applies = applies
    }
}

/// What a control found on one resource.
package struct Assessment: Sendable, Equatable {
    package var verdict: Verdict
    package var required: String
    package var observed: String?
    package var remedy: Remedy?
    /// The observed value of a violation, where it is wanted.
    package var recorded: JSONValue?
}

/// What the controls find, as a walk gathers it.
package struct Verdicts: Sendable {
    package var findings: [Finding] = []
    /// The observed values of what is violated; nil where nobody wants them.
    package var violated: [ObservedValue]?

    package init(isRecording: Bool = false) { violated = isRecording ? [] : nil }
}
