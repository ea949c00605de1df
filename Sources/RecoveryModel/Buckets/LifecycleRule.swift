/// A lifecycle rule as S3 has it; what drctl does not interpret is carried along unchanged.
package struct LifecycleRule: Sendable, Hashable, Codable {
    package struct Transition: Sendable, Hashable, Codable {
        package var days: Int?
        package var date: Instant?
        package var storageClass: String
        /// Of a noncurrent transition: how many newer noncurrent versions stay where they are; nil for none.
        package var keep: Int?

        package init(days: Int? = nil, date: Instant? = nil, storageClass: String, keep: Int? = nil) {
            self.keep = keep
            self.days = days
            self.date = date
            self.storageClass = storageClass
        }
    }

    /// What a rule holds for; all given parts must match.
    package struct Filter: Sendable, Hashable, Codable {
        package var prefix: String?
        package var tags: [String: String] = [:]
        /// In bytes.
        package var sizeGreaterThan: Int?
        /// In bytes.
        package var sizeLessThan: Int?

        package init(
            prefix: String? = nil, tags: [String: String] = [:], sizeGreaterThan: Int? = nil, sizeLessThan: Int? = nil
        ) {
            self.prefix = prefix
            self.tags = tags
            self.sizeGreaterThan = sizeGreaterThan
            self.sizeLessThan = sizeLessThan
        }

        /// True when nothing but the prefix narrows it.
        package var isPrefixOnly: Bool { tags.isEmpty && sizeGreaterThan == nil && sizeLessThan == nil }
    }

    package var id: String?
    package var enabled: Bool
    package var filter: Filter
    package var transitions: [Transition] = []
    package var expireDays: Int?
    package var expireDate: Instant?
    package var expireDeleteMarkers: Bool?
    package var noncurrentExpireDays: Int?
    /// How many noncurrent versions are kept besides.
    package var noncurrentKeep: Int?
    package var noncurrentTransitions: [Transition] = []
    package var abortUploadsDays: Int?

    package init(id: String? = nil, enabled: Bool = true, filter: Filter = Filter()) {
        self.id = id
        self.enabled = enabled
        self.filter = filter
    }

    /// True for rules that drctl wrote: it may replace these and no others.
    package var isManaged: Bool { id?.hasPrefix(Self.managedPrefix) ?? false }

    /// The ids of our rules begin with it.
    package static let managedPrefix = "drctl-"

    /// Every setting in a fixed order: equal rules have equal text.
    package var canonicalText: String {
        func moves(_ list: [Transition]) -> String {
            list.map { move in
                let kept = move.keep.map { " but \($0)" } ?? ""
                return "\(move.days.map(String.init) ?? move.date?.description ?? "")→\(move.storageClass)\(kept)"
            }.joined(separator: ",")
        }
        let tags = filter.tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        let values: [String?] = [
            enabled ? "enabled" : "disabled", filter.prefix, tags, filter.sizeGreaterThan?.description,
            filter.sizeLessThan?.description, moves(transitions), expireDays?.description, expireDate?.description,
            expireDeleteMarkers?.description, noncurrentExpireDays?.description, noncurrentKeep?.description,
            moves(noncurrentTransitions), abortUploadsDays?.description,
        ]
        return values.map { $0 ?? "-" }.joined(separator: "|")
    }
}
