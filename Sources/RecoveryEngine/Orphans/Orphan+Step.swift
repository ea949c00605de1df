import RecoveryModel

extension Orphan {
    /// The step that removes it; nil when people have to. It is consented to by the control of its kind.
    var pruningStep: Step? {
        guard let change, let control else { return nil }
        var step = Step(
            change: change,
            reasons: [
                Step.Reason(
                    control: control, title: "The policy does not ask for the \(kind.name) any more",
                    required: "none", observed: "created by drctl, by \(proof)")
            ])
        step.isPruning = true
        return step
    }

    private var control: ControlID? {
        switch kind {
        case .alarm: "alerting.alarm-settings"
        case .dashboard: "alerting.dashboard"
        case .eventSubscription, .eventSource: "alerting.event-subscription"
        case .rolePolicy: "roles.no-extra-policies"
        case .role, .topic, .key, .bucket, .parameterGroup, .backupVault, .backupPlan, .restoreTestingPlan, .eventRule:
            nil
        }
    }
}
