package import RecoveryModel

/// A database with what the policy requires of it.
package struct DatabaseSubject: Sendable {
    package var context: ControlContext
    package var policy: DatabasePolicy
    package var instance: DatabaseInstance
    /// True for a read replica whose source is judged too: the source's backups are then its own.
    package var isBackedUpBySource = false
    /// Its kept drills; nil when evidence was not looked at.
    package var drills: Collected<[DrillProof]>?
}

/// A bucket with what the policy requires of it.
package struct BucketSubject: Sendable {
    package var context: ControlContext
    package var policy: BucketPolicy
    package var bucket: BucketState
    /// The account's own block, which holds for every bucket.
    package var accountBlock: Collected<PublicAccessBlock?>
    /// The buckets whose access logs come here, sorted.
    package var logSources: [String] = []
}

/// A key with what the policy requires of it.
package struct KeySubject: Sendable {
    package var context: ControlContext
    package var policy: KeyPolicy
    package var state: KeyState
}

/// A role with what the policy requires of it.
package struct RoleSubject: Sendable {
    package var context: ControlContext
    package var policy: RolePolicy
    package var state: RoleState
}

/// The topic with what the policy requires of it.
package struct TopicSubject: Sendable {
    package var context: ControlContext
    package var policy: NotificationPolicy
    package var state: TopicState
}

/// An alarm that the policy's objectives derive, and the one of that name.
package struct AlarmSubject: Sendable {
    package var context: ControlContext
    package var required: AlarmState
    package var observed: Collected<AlarmState?>
}

/// An event subscription that the policy's databases derive, and the one of that name.
package struct EventSubscriptionSubject: Sendable {
    package var context: ControlContext
    package var required: EventSubscription
    package var observed: Collected<EventSubscription?>
}

/// The dashboard that the policy asks for, and the one of that name.
package struct DashboardSubject: Sendable {
    package var context: ControlContext
    package var name: String
    package var required: JSONValue
    package var observed: Collected<JSONValue?>
}
