/// A resource that carries the policy's tag.
package struct TaggedResource: Sendable, Hashable {
    package var arn: String
    package var tags: [String: String]

    package init(arn: String, tags: [String: String]) {
        self.arn = arn
        self.tags = tags
    }
}

/// What an account shows of what drctl has made for a policy and the policy may not ask for any more.
package struct Sightings: Sendable {
    /// A role that says of itself that drctl created it.
    package struct Role: Sendable, Equatable {
        package var name: String
        package var arn: String
        package var tags: [String: String]
        /// Read only where orphans are to be removed; empty otherwise.
        package var inlinePolicies: Collected<[String: AccessPolicy]>

        package init(
            name: String, arn: String, tags: [String: String], inlinePolicies: Collected<[String: AccessPolicy]>
        ) {
            self.name = name
            self.arn = arn
            self.tags = tags
            self.inlinePolicies = inlinePolicies
        }
    }

    /// What carries the policy's tag, in the target's region.
    package var tagged: Collected<[TaggedResource]>
    /// Those of the tagged alarms that exist, by name.
    package var alarms: Collected<[String: Collected<AlarmState>]> = .known([:])
    /// By name; nil for one that does not exist any more.
    package var subscriptions: [String: Collected<EventSubscription?>] = [:]
    /// Those that carry the policy's tag; empty outside the primary region.
    package var roles: Collected<[Collected<Role>]> = .known([])
    /// The dashboards that the journals name, by name.
    package var dashboards: [String: Collected<DashboardBody?>] = [:]
    /// What the journals prove.
    package var handiwork: Collected<Handiwork>

    package init(tagged: Collected<[TaggedResource]>, handiwork: Collected<Handiwork>) {
        self.tagged = tagged
        self.handiwork = handiwork
    }
}
