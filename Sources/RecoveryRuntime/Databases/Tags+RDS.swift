import AWSServices

extension [String: String] {
    /// The tags of an RDS response; a tag without a value has an empty one.
    init(rdsTags tags: [RDS.Tag]?) {
        self.init(
            (tags ?? []).compactMap { tag in tag.key.map { ($0, tag.value ?? "") } },
            uniquingKeysWith: { _, last in last })
    }

    /// The tags as RDS input, sorted by key. Apply and drills write tags in no other way.
    var rdsTags: [RDS.Tag] { sorted { $0.key < $1.key }.map { RDS.Tag(key: $0.key, value: $0.value) } }
}
