import RecoveryModel

/// The topic with what the policy requires of it.
struct TopicSubject: Subject {
    let context: ControlContext
    let policy: NotificationPolicy
    let state: TopicState

    var resource: ResourceReference { ResourceReference(.topic, policy.topic) }
}

/// An alarm that the policy's objectives derive, and the one of that name.
struct AlarmSubject: Subject {
    let context: ControlContext
    let required: AlarmState
    /// The one of that name.
    let observed: Collected<AlarmState?>
    /// The alarm that does the job: the one of that name, or another one on the same metric that does it where that
    /// does not.
    let serving: Collected<AlarmState?>

    init(_ required: AlarmState, _ context: ControlContext) {
        self.context = context
        self.required = required
        observed = context.inventory.alarms.flatMap { alarms in
            alarms[required.name].map { $0.map { Optional($0) } } ?? .known(nil)
        }
        serving = Self.serving(required, observed, among: context.alarmsByMetric[required.metricOfAlarm] ?? [])
    }

    var resource: ResourceReference { ResourceReference(.alarm, required.name) }

    private static func serving(
        _ required: AlarmState, _ observed: Collected<AlarmState?>, among alarms: [AlarmState]
    ) -> Collected<AlarmState?> {
        func serves(_ alarm: AlarmState) -> Bool {
            alarm.watches(required) && (required.alarmActions.isEmpty || alarm.actionsEnabled)
                && Set(alarm.alarmActions).isSuperset(of: required.alarmActions)
        }
        if case .known(let own?) = observed, serves(own) { return observed }
        let others = alarms.filter { $0.name != required.name && serves($0) }
        return others.min { $0.name < $1.name }.map { .known($0) } ?? observed
    }

    /// The alarm that does the job, as far as it can be judged: what an expression or other alarms decide cannot.
    var judged: Collected<AlarmState?> {
        serving.flatMap { alarm in
            guard let alarm, alarm.foreign != nil else { return .known(alarm) }
            return .unavailable(
                CollectionFailure(
                    operation: "cloudwatch:DescribeAlarms",
                    reason: "whether \(alarm.name) watches the same cannot be told: it is \(alarm.shown)"))
        }
    }
}

/// An event subscription that the policy's databases derive, and the one of that name.
struct EventSubscriptionSubject: Subject {
    let context: ControlContext
    let required: EventSubscription
    /// The one of that name.
    let observed: Collected<EventSubscription?>

    var resource: ResourceReference { ResourceReference(.eventSubscription, required.name) }
}

/// The part of a dashboard that the policy asks for, and the dashboard of that name.
struct DashboardSubject: Subject {
    let context: ControlContext
    let name: String
    /// The part alone.
    let required: DashboardBody
    /// The whole.
    let observed: Collected<DashboardBody?>

    /// The policy's part of what is there: as required when it shows the same, wherever its widgets were moved to.
    var part: Collected<DashboardBody?> {
        let policy = context.policy.name
        return observed.map { body in
            guard let body else { return nil }
            let part = body.section(of: policy)
            return part == required.section(of: policy) ? required : part
        }
    }

    var resource: ResourceReference { ResourceReference(.dashboard, name) }
}
