import RecoveryModel

/// What lifecycle rules come to for the prefixes that a policy names.
///
/// Judged by effect and not by rule: any enabled rule whose prefix covers a required prefix acts on its objects, and of
/// several the earliest wins. Rules narrowed by tag or size act on some objects only: they can delete too early, and
/// they never satisfy. What a rule does beyond the prefixes for which the policy asks it, nobody asked for.
enum LifecycleJudge {
    /// The required rules as drctl writes them, each with an id of its own.
    static func rules(_ wanted: [BucketPolicy.LifecycleRule]) -> [LifecycleRule] {
        var taken: Set<String> = []
        return wanted.map { rule in
            let plain = String(rule.prefix.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }).trimmingDashes
            let name = LifecycleRule.managedPrefix + (plain.isEmpty ? "all" : String(plain.prefix(200)))
            var id = name
            var count = 1
            while !taken.insert(id).inserted {
                count += 1
                id = "\(name)-\(count)"
            }
            var written = LifecycleRule(id: id, filter: .init(prefix: rule.prefix))
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
        return wanted.flatMap { rule in
            early(active.filter { reaches($0, rule.prefix) }, rule, all: wanted)
                + moved(active.filter { reaches($0, rule.prefix) }, rule, all: wanted) + late(active, rule)
        } + active.flatMap { unasked($0, wanted) }
    }

    /// What a rule does where no rule of the policy asks for it: the policy's rules are the whole configuration.
    private static func unasked(_ other: LifecycleRule, _ wanted: [BucketPolicy.LifecycleRule]) -> [String] {
        // What is asked for below the rule's prefix `early` and `moved` judge.
        func rest(_ field: (BucketPolicy.LifecycleRule) -> TimeSpan?) -> String? {
            UnaskedPlace(other.filter.prefix ?? "", besides: wanted.filter { field($0) != nil }.map(\.prefix))?.shown
        }
        var found: [String] = []
        if let place = rest(\.expire) {
            if let days = other.expireDays {
                found.append("\(place) expires after \(days) days by \(named(other)), unasked")
            } else if other.expireDate != nil {
                found.append("\(place) expires on a fixed date by \(named(other)), unasked")
            }
        }
        if let days = other.noncurrentExpireDays, let place = rest(\.noncurrentExpire) {
            found.append("old versions of \(place) expire after \(days) days by \(named(other)), unasked")
        }
        // A policy cannot ask for it, and a restore of an archived version takes hours.
        for move in other.noncurrentTransitions {
            let when = move.days.map { "after \($0) days" } ?? "some time"
            found.append(
                "old versions of \(shown(other.filter.prefix ?? "")) move to \(move.storageClass) \(when) "
                    + "by \(named(other)), unasked")
        }
        if let place = rest({ $0.expire ?? $0.transition?.after }) {
            for move in other.transitions {
                let when = move.days.map { "after \($0) days" } ?? "on a fixed date"
                found.append("\(place) moves to \(move.storageClass) \(when) by \(named(other)), unasked")
            }
        }
        return found
    }

    /// What deletes objects or versions under a required prefix before their time.
    private static func early(
        _ reaching: [LifecycleRule], _ rule: BucketPolicy.LifecycleRule, all wanted: [BucketPolicy.LifecycleRule]
    ) -> [String] {
        var found: [String] = []
        for other in reaching {
            // Of the policy's own rules, too, the earliest wins.
            let asked = wanted.filter { reached(by: other, under: rule.prefix).hasPrefix($0.prefix) }
            if let required = rule.expire?.days, required == asked.compactMap(\.expire?.days).min() {
                if let days = other.expireDays, days < required {
                    found.append("\(shown(rule.prefix)) expires after \(days) days by \(named(other)), not \(required)")
                }
                if other.expireDate != nil {
                    found.append("\(shown(rule.prefix)) expires on a fixed date by \(named(other))")
                }
            }
            if let required = rule.noncurrentExpire?.days, let days = other.noncurrentExpireDays, days < required,
                required == asked.compactMap(\.noncurrentExpire?.days).min()
            {
                found.append(
                    "old versions of \(shown(rule.prefix)) expire after \(days) days by \(named(other)), not \(required)"
                )
            }
        }
        return found
    }

    /// What moves objects that are kept to where nobody asked: a restore from an archive may take days.
    private static func moved(
        _ reaching: [LifecycleRule], _ rule: BucketPolicy.LifecycleRule, all wanted: [BucketPolicy.LifecycleRule]
    ) -> [String] {
        guard rule.expire != nil || rule.transition != nil else { return [] }
        return reaching.flatMap { other in
            other.transitions.compactMap { move in
                let place = reached(by: other, under: rule.prefix)
                let asked = wanted.contains { one in
                    one.transition.map { $0.storageClass == move.storageClass && $0.after.days == move.days } ?? false
                        && place.hasPrefix(one.prefix)
                }
                guard !asked else { return nil }
                let when = move.days.map { "after \($0) days" } ?? "on a fixed date"
                return "\(shown(rule.prefix)) moves to \(move.storageClass) \(when) by \(named(other)), unasked"
            }
        }
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
            // A rule that keeps some versions for ever does not delete what should be gone.
            let days = covering.filter { ($0.noncurrentKeep ?? 0) == 0 }.compactMap(\.noncurrentExpireDays).min()
            if days == nil || days! > required {
                let seen = days.map { "after \($0) days" } ?? "never"
                found.append("old versions of \(shown(rule.prefix)) expire \(seen), not after \(required)")
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

    /// What a rule that reaches a prefix acts on there: what is under both.
    private static func reached(by rule: LifecycleRule, under prefix: String) -> String {
        let own = rule.filter.prefix ?? ""
        return own.count > prefix.count ? own : prefix
    }

    private static func named(_ rule: LifecycleRule) -> String { rule.id ?? "a rule without id" }

    private static func shown(_ prefix: String) -> String { UnaskedPlace.shown(prefix) }
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
