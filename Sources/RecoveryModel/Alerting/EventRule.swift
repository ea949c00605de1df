/// A rule of EventBridge on the account's default bus: what is required and what is observed have this one shape.
///
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html
package struct EventRule: Document {
    /// One of what a rule sends events to.
    ///
    /// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
    package struct Target: Hashable, Codable, Sendable {
        /// By what the rule knows it.
        package var id: String
        package var arn: String
        /// The role by which it is sent to, in place of the topic's policy.
        package var role: String?
        /// Other settings that it has, by AWS's names; sorted. drctl does not hold what they say.
        package var foreign: [String]

        package init(id: String, arn: String, role: String? = nil, foreign: [String] = []) {
            self.id = id
            self.arn = arn
            self.role = role
            self.foreign = foreign
        }

        /// A topic, as drctl has a rule send to it. PutTargets replaces whatever has the same id; at most 64 characters.
        package static func topic(_ arn: String) -> Target {
            Target(id: "drctl-\((arn.split(separator: ":").last ?? "").prefix(58))", arn: arn)
        }
    }

    package var name: String
    /// Which events it lets through; nil for a rule that only runs by the clock.
    package var pattern: JSONValue?
    /// EventBridge's word: `ENABLED`, `DISABLED`, `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`.
    package var state: String
    package var summary: String?
    /// What it sends events to, sorted by id.
    package var targets: [Target]
    /// A schedule, by which it runs besides.
    package var schedule: String?
    /// The role by which it sends.
    package var role: String?
    /// The AWS service that made it, and alone may change it.
    package var manager: String?

    package init(
        name: String, pattern: JSONValue?, enabled: Bool, summary: String? = nil, targets: [Target],
        schedule: String? = nil, role: String? = nil, manager: String? = nil
    ) {
        self.name = name
        self.pattern = pattern
        state = enabled ? "ENABLED" : "DISABLED"
        self.summary = summary
        self.targets = targets.sorted { $0.id < $1.id }
        self.schedule = schedule
        self.role = role
        self.manager = manager
    }

    /// Whether it lets anything through. To enable a rule that is enabled keeps which events it gets.
    package var enabled: Bool {
        get { state != "DISABLED" }
        set { if newValue != enabled { state = newValue ? "ENABLED" : "DISABLED" } }
    }

    /// The settings that PutRule takes; targets have calls of their own.
    package var parts: [String: JSONValue] {
        var parts: [String: JSONValue] = ["state": .string(state)]
        parts["event pattern"] = pattern
        parts["description"] = summary.map(JSONValue.string)
        parts["schedule"] = schedule.map(JSONValue.string)
        parts["role"] = role.map(JSONValue.string)
        return parts
    }
}
