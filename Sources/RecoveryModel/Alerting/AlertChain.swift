/// A link of the way from an alarm to a subscriber, in the order in which an alert passes them.
package enum AlertLink: String, Sendable, Hashable, Codable, CaseIterable {
    case alarm, data, actionsEnabled, action, topic, topicPolicy, topicKey, subscribed, confirmed, filter, target
    /// CloudWatch has executed the action: `alarms test` looks, no audit can.
    case executed
    /// A message has arrived at a subscriber: the same.
    case delivered

    /// What has to hold, for people.
    package var shown: String {
        switch self {
        case .alarm: "the alarm exists and watches the right metric"
        case .data: "data arrives"
        case .actionsEnabled: "actions are enabled"
        case .action: "the topic is an alarm action"
        case .topic: "the topic exists"
        case .topicPolicy: "the topic policy admits the publishers"
        case .topicKey: "the topic's key admits the publishers"
        case .subscribed: "the subscribers are subscribed"
        case .confirmed: "the subscriptions are confirmed"
        case .filter: "the filters let an alarm through"
        case .target: "queues and functions admit the topic"
        case .executed: "CloudWatch executes the action"
        case .delivered: "a message arrives"
        }
    }
}

/// The way of one alarm to its subscribers, as an audit found it: the controls of alarms and topics are its links.
package struct AlertChain: Sendable, Hashable, Codable {
    /// What an audit says of a link.
    package enum Standing: Sendable, Hashable, Codable {
        case whole
        /// - Parameter fix: What fixes it, for people.
        case broken(observed: String, required: String, fix: String)
        case unknown(reason: String)
        /// Nothing is asked of it, as of the key of a topic that is not encrypted.
        case notNeeded
        /// It can only be judged once an earlier link exists.
        case notReached
    }

    /// A link with what was found of it.
    package struct Link: Sendable, Hashable, Codable {
        package var link: AlertLink
        /// The control that judges it.
        package var control: String
        package var standing: Standing

        package init(_ link: AlertLink, control: String, _ standing: Standing) {
            self.link = link
            self.control = control
            self.standing = standing
        }
    }

    /// The alarm that the policy derives.
    package var alarm: String
    /// The alarm that does its job: the same, or another one on the same metric.
    package var serving: String
    /// In the order of the way.
    package var links: [Link]

    package init(alarm: String, serving: String, links: [Link]) {
        self.alarm = alarm
        self.serving = serving
        self.links = links
    }

    /// The first link that is broken; nil when none is.
    package var broken: Link? {
        links.first { if case .broken = $0.standing { true } else { false } }
    }

    /// The first link of which nothing is known; nil when all could be read.
    package var doubt: Link? {
        links.first { if case .unknown = $0.standing { true } else { false } }
    }

    /// True when every link that is needed was seen to hold.
    package var isWhole: Bool { links.allSatisfy { $0.standing == .whole || $0.standing == .notNeeded } }

    /// The links that have to hold before CloudWatch can execute the action, which a test can go on without testing
    /// anything that is known to fail.
    package static let beforeAction: Set<AlertLink> = [.alarm, .actionsEnabled, .action]

    /// The first link before the action that does not hold, or is not known to; or a topic that does not exist.
    package var obstacle: Link? {
        links.first { link in
            if link.link == .topic, case .broken = link.standing { return true }
            return Self.beforeAction.contains(link.link) && link.standing != .whole
        }
    }
}
