package import AWSNames

/// What was changed behind drctl's back since the last apply.
package struct DriftReport: Sendable, Equatable {
    package var policy: String
    package var account: AccountID
    package var region: Region
    package var at: Instant
    /// When the state that we compare with was recorded; nil when nothing was applied yet.
    package var baselineAt: Instant?
    /// Sorted by resource, then control.
    package var differences: [Difference]
    /// What could not be checked; a report with these is incomplete.
    package var unknown: [Finding]

    package init(
        policy: String, account: AccountID, region: Region, at: Instant, baselineAt: Instant?,
        differences: [Difference], unknown: [Finding]
    ) {
        self.policy = policy
        self.account = account
        self.region = region
        self.at = at
        self.baselineAt = baselineAt
        self.differences = differences.sorted { $0.resource.precedes($1.resource) ?? ($0.control < $1.control) }
        self.unknown = unknown
    }

    package var target: TargetName { TargetName(policy: policy, account: account, region: region) }

    /// One setting that is not as it was.
    package struct Difference: Sendable, Hashable {
        package var resource: ResourceReference
        package var control: ControlID
        package var title: String
        /// What the policy asks for, for people.
        package var required: String
        /// At the last apply; nil when that is not known.
        package var was: String?
        package var now: String
        /// Nil when CloudTrail does not tell.
        package var author: Author?

        package init(
            resource: ResourceReference, control: ControlID, title: String, required: String, was: String?,
            now: String, author: Author?
        ) {
            self.resource = resource
            self.control = control
            self.title = title
            self.required = required
            self.was = was
            self.now = now
            self.author = author
        }
    }

    /// Who made a change, by CloudTrail.
    package struct Author: Sendable, Hashable {
        /// As CloudTrail names the identity.
        package var user: String
        /// The API operation, such as `ModifyDBInstance`.
        package var event: String
        package var at: Instant

        package init(user: String, event: String, at: Instant) {
            self.user = user
            self.event = event
            self.at = at
        }
    }

    /// The report as a whole: a difference outweighs what could not be checked.
    package var conclusion: Conclusion {
        if !differences.isEmpty { return .drifted }
        return unknown.isEmpty ? .unchanged : .incomplete
    }

    /// What a drift report comes to.
    package enum Conclusion: String, Sendable, Codable {
        case drifted, unchanged, incomplete
    }
}
