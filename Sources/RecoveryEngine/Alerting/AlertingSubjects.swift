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
    let observed: Collected<AlarmState?>

    var resource: ResourceReference { ResourceReference(.alarm, required.name) }
}

/// An event subscription that the policy's databases derive, and the one of that name.
struct EventSubscriptionSubject: Subject {
    let context: ControlContext
    let required: EventSubscription
    let observed: Collected<EventSubscription?>

    var resource: ResourceReference { ResourceReference(.eventSubscription, required.name) }
}

/// The dashboard that the policy asks for, and the one of that name.
struct DashboardSubject: Subject {
    let context: ControlContext
    let name: String
    let required: DashboardBody
    let observed: Collected<DashboardBody?>

    var resource: ResourceReference { ResourceReference(.dashboard, name) }
}
