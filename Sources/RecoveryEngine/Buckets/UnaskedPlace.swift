/// What of a prefix is left when the prefixes are taken away for which the policy asks something.
struct UnaskedPlace {
    private let prefix: String
    /// The prefixes below it that the policy asks for, without those that are below another one; sorted.
    private let asked: [String]

    /// - Returns: nil when nothing is left.
    init?(_ prefix: String, besides asked: [String]) {
        // `weekly` means the folder `weekly/`, as people write it.
        guard !asked.contains(where: { prefix.hasPrefix($0) || !prefix.isEmpty && $0 == prefix + "/" }) else {
            return nil
        }
        self.prefix = prefix
        let below = Set(asked.filter { $0.hasPrefix(prefix) })
        self.asked = below.filter { one in !below.contains { $0 != one && one.hasPrefix($0) } }.sorted()
    }

    var shown: String {
        Self.shown(prefix) + (asked.isEmpty ? "" : " but \(asked.joined(separator: ", "))")
    }

    static func shown(_ prefix: String) -> String { prefix.isEmpty ? "everything" : prefix }
}
