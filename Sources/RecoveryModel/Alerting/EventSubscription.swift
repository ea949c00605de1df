/// An RDS event subscription: what is required and what is observed have this one shape.
package struct EventSubscription: Document {
    package var name: String
    package var topic: String
    /// `db-instance`, …; nil for every kind.
    package var sourceType: String?
    /// Sorted; empty for all of the kind.
    package var sources: [String]
    /// Sorted; empty for all.
    package var categories: [String]
    package var enabled: Bool
    /// RDS's word: `active`, `creating`, `modifying`, `no-permission`, `topic-not-exist`, … Nobody sets it.
    package var status: String { reportedStatus ?? "active" }
    /// Nil in what is required.
    package var reportedStatus: String?

    package init(
        name: String, topic: String, sourceType: String?, sources: [String], categories: [String], enabled: Bool,
        reportedStatus: String? = nil
    ) {
        self.reportedStatus = reportedStatus
        self.name = name
        self.topic = topic
        self.sourceType = sourceType
        self.sources = sources.sorted()
        self.categories = categories.sorted()
        self.enabled = enabled
    }

    /// The settings that ModifyEventSubscription takes; sources have calls of their own.
    package var parts: [String: String] {
        var parts = ["topic \(topic)": topic, "source type": sourceType ?? "all", "enabled": "\(enabled)"]
        for category in categories { parts["category \(category)"] = category }
        return parts
    }
}
