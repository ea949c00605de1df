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

    package init(
        name: String, topic: String, sourceType: String?, sources: [String], categories: [String], enabled: Bool
    ) {
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
