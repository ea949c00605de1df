import RecoveryModel

/// What lifecycle rules come to for the prefixes that a policy names.
///
/// Judged by effect and not by rule: any enabled rule whose prefix covers a required prefix acts on its objects, and of
/// several the earliest wins. Rules narrowed by tag or size act on some objects only: they can delete too early, and
/// they never satisfy.
enum LifecycleJudge {
    /// The required rules as drctl writes them.
    static func rules(_ wanted: [BucketPolicy.LifecycleRule]) -> [LifecycleRule] {
        wanted.map { rule in
            let name = rule.prefix.isEmpty ? "all" : String(rule.prefix.map { $0.isLetter || $0.isNumber ? $0 : "-" })
            var written = LifecycleRule(
                id: LifecycleRule.managedPrefix + name.trimmingDashes, filter: .init(prefix: rule.prefix))
            written.expireDays = rule.expire?.days
            written.transitions =
                rule.transition.map { [.init(days: $0.after.days, storageClass: $0.storageClass)] } ?? []
            written.noncurrentExpireDays = rule.noncurrentExpire?.days
            written.abortUploadsDays = rule.abortIncompleteUploads?.days
            return written
        }
    }

    /// Where the rules differ from what is wanted, in words; empty when they do what is wanted.
    static func differences(_ present: [LifecycleRule], _ wanted: [BucketPolicy.LifecycleRule]) -> [String] {
        let active = present.filter(\.enabled)
        return early(active, wanted) + wanted.flatMap { rule in late(active, rule) }
    }

    /// What deletes objects under a required prefix before their time.
    static func early(_ present: [LifecycleRule], _ wanted: [BucketPolicy.LifecycleRule]) -> [String] {
        var found: [String] = []
        for rule in wanted {
            guard let required = rule.expire?.days else { continue }
            for other in present where other.enabled && reaches(other, rule.prefix) {
                let name = other.id ?? "a rule without id"
                if let days = other.expireDays, days < required {
                    found.append("\(shown(rule.prefix)) expires after \(days) days by \(name), not \(required)")
                }
                if other.expireDate != nil { found.append("\(shown(rule.prefix)) expires on a fixed date by \(name)") }
            }
        }
        return found
    }

    private static func late(_ present: [LifecycleRule], _ rule: BucketPolicy.LifecycleRule) -> [String] {
        let covering = present.filter { $0.filter.isPrefixOnly && rule.prefix.hasPrefix($0.filter.prefix ?? "") }
        var found: [String] = []
        if let required = rule.expire?.days {
            let days = covering.compactMap(\.expireDays).min()
            if days == nil || days! > required {
                found.append(
                    "\(shown(rule.prefix)) expires \(days.map { "after \($0) days" } ?? "never"), not after \(required)"
                )
            }
        }
        if let wanted = rule.transition {
            let moves = covering.flatMap(\.transitions).filter { $0.storageClass == wanted.storageClass }
            if !moves.contains(where: { $0.days == wanted.after.days }) {
                let seen = moves.compactMap(\.days).min().map { "after \($0) days" } ?? "never"
                found.append(
                    "\(shown(rule.prefix)) moves to \(wanted.storageClass) \(seen), not after \(wanted.after.days)")
            }
        }
        if let required = rule.noncurrentExpire?.days {
            let days = covering.compactMap(\.noncurrentExpireDays).min()
            if days != required {
                found.append(
                    "old versions of \(shown(rule.prefix)) expire \(days.map { "after \($0) days" } ?? "never"), not after \(required)"
                )
            }
        }
        if let required = rule.abortIncompleteUploads?.days {
            let days = covering.compactMap(\.abortUploadsDays).min()
            if days == nil || days! > required {
                found.append(
                    "unfinished uploads of \(shown(rule.prefix)) end \(days.map { "after \($0) days" } ?? "never"), not after \(required)"
                )
            }
        }
        return found
    }

    /// True when some object under the prefix may be acted on by the rule.
    private static func reaches(_ rule: LifecycleRule, _ prefix: String) -> Bool {
        let own = rule.filter.prefix ?? ""
        return own.hasPrefix(prefix) || prefix.hasPrefix(own)
    }

    private static func shown(_ prefix: String) -> String { prefix.isEmpty ? "everything" : prefix }
}

extension String {
    /// Without dashes at either end.
    fileprivate var trimmingDashes: String {
        var text = self[...]
        while text.last == "-" { text.removeLast() }
        while text.first == "-" { text.removeFirst() }
        return String(text)
    }
}
