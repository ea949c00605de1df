package import AWSNames

/// How the policy, the last apply and AWS as it is now differ.
package struct DriftReport: Sendable, Equatable {
    package var policy: String
    package var account: AccountID
    package var region: Region
    package var at: Instant
    /// When the state that we compare with was recorded; nil when nothing was applied yet: then nothing can be compared.
    package var baselineAt: Instant?
    /// Sorted by resource, then control.
    package var differences: [Difference]
    /// What somebody wanted to be left out for this run, by control and resource; sorted.
    package var ignored: [String] = []
    /// What could not be checked; a report with these is incomplete.
    package var unknown: [Finding]
    /// What drctl created and the policy does not ask for any more; nil when nobody looked. It is no drift.
    package var orphans: OrphanList?

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

    /// One setting, or one resource, that is not as it was or as it should be.
    package struct Difference: Sendable, Hashable {
        package var kind: Kind
        package var resource: ResourceReference
        package var control: ControlID
        package var title: String
        /// What the policy asks for, for people.
        package var required: String
        /// At the last apply; nil when that is not known.
        package var was: String?
        package var now: String
        /// What it means for a recovery, in one sentence.
        package var meaning: String
        package var authorship: Authorship

        package init(
            kind: Kind = .changed, resource: ResourceReference, control: ControlID, title: String, required: String,
            was: String?, now: String, meaning: String, authorship: Authorship = .nobody
        ) {
            self.kind = kind
            self.resource = resource
            self.control = control
            self.title = title
            self.required = required
            self.was = was
            self.now = now
            self.meaning = meaning
            self.authorship = authorship
        }
    }

    /// Which of the three sides is another.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// AWS is not as the last apply left it.
        case changed
        /// AWS is as the last apply left it, and the policy asks for something else by now.
        case policyChanged = "policy-changed"
        /// The policy asks for it, and no apply has ever done it.
        case neverApplied = "never-applied"
        /// What the last apply protected does not exist any more.
        case gone
        /// What the last apply protected exists, and the policy does not select it any more.
        case unselected

        /// True for what happened in AWS, not in the policy.
        package var isDrift: Bool { self == .changed || self == .gone || self == .unselected }
    }

    /// What CloudTrail tells of who made a change.
    package enum Authorship: Sendable, Hashable {
        case known(Author)
        /// It was asked, and has no event that explains the change.
        case nobody
        /// It could not be asked, for this reason.
        case unavailable(String)
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
        return unknown.isEmpty && baselineAt != nil ? .unchanged : .incomplete
    }

    /// What a drift report comes to.
    package enum Conclusion: String, Sendable, Codable {
        case drifted, unchanged, incomplete
    }
}
