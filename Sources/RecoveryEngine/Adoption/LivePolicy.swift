import AWSNames
package import RecoveryModel

/// A policy that asks for what is there, as a file: every value is the observed one.
package struct LivePolicy: Sendable {
    /// Without the defaults.
    package let policy: RecoveryPolicy
    /// Of the file, without a word before or after.
    package let text: String
    /// What could not be read and is not written, by resource and field, sorted.
    package let unread: [String]
    private let entries: LiveEntries

    /// - Throws: `LiveRefusal` when a bucket that was asked for does not exist.
    package init(_ draft: LiveDraft, _ inventory: Inventory) throws(LiveRefusal) {
        for name in draft.choice.buckets where inventory.buckets[name]?.exists == .known(false) {
            throw LiveRefusal(
                reason: "bucket \(name): not found in account \(draft.account)",
                hint: "choose another --bucket or --profile")
        }
        let target = Target(draft.defaults, account: draft.account, region: draft.region)
        let findings = Auditor.audit(ControlContext(target, inventory)).findings
        func verdicts(_ kind: ResourceKind, _ name: String) -> [Finding] {
            findings.filter { $0.resource.kind == kind && $0.resource.name == name }
        }
        let databases = draft.choice.databases.map { live -> Adoption<DatabasePolicy> in
            let listed = inventory.databases[live.kind] ?? .unavailable(.notCollected(live.kind.listing))
            switch listed {
            case .unavailable(let failure):
                var adoption = Adoption(live.entry)
                adoption.cannotRead(FieldPath("protection"), failure)
                return adoption
            case .known(let all):
                guard let database = all.first(where: { $0.id == live.id }) else { return Adoption(live.entry) }
                return Adoption(database, as: live, draft.keyNames, verdicts(live.kind.resource, live.id))
            }
        }
        var buckets = draft.buckets.map { name in
            Adoption(
                inventory.buckets[name] ?? BucketState(name: name, failure: .notCollected("s3:HeadBucket")),
                draft.keyNames, verdicts(.bucket, name))
        }
        Self.dropLogs(&buckets, draft, inventory)
        let used = Set(
            databases.compactMap(\.entry.protection.encryptionKey) + buckets.compactMap(\.entry.encryption?.key))
        let aliases = used.filter { $0.hasPrefix("alias/") }.map { String($0.dropFirst("alias/".count)) }.sorted()
        let keys = aliases.map { Adoption(alias: $0, inventory.keys[$0], verdicts(.key, $0)) }
        self.init(
            draft, LiveEntries(databases: databases.grouped, buckets: buckets, keys: keys),
            unread: zip(draft.choice.databases, databases).flatMap { $1.unreadLines(of: $0.id) }
                + buckets.flatMap { $0.unreadLines(of: $0.entry.bucket) }
                + keys.flatMap { $0.unreadLines(of: "alias/\($0.entry.alias)") })
    }

    /// One policy of what several regions have, the first of which is the primary one. A key of one name is asked for as it
    /// is in the first region that has it.
    ///
    /// - Parameter parts: What was read of each region, of which there is at least one.
    package init(joining parts: [(draft: LiveDraft, policy: LivePolicy)]) {
        var entries = LiveEntries(databases: [], buckets: [], keys: [])
        for (index, part) in parts.enumerated() {
            let regions = index == 0 ? [] : [part.draft.region]
            entries.databases += part.policy.entries.databases.map { $0.in(regions, \.regions) }
            entries.buckets += part.policy.entries.buckets.map { $0.in(regions, \.regions) }
            let known = Set(entries.keys.map(\.entry.alias))
            entries.keys += part.policy.entries.keys.filter { !known.contains($0.entry.alias) }
        }
        self.init(
            parts[0].draft, in: parts.map(\.draft.region), entries, unread: parts.flatMap(\.policy.unread))
    }

    private init(_ draft: LiveDraft, in regions: [Region]? = nil, _ entries: LiveEntries, unread: [String]) {
        let assembly = LiveAssembly(draft, regions ?? [draft.region], entries)
        self.entries = entries
        self.unread = unread.sorted()
        policy = assembly.policy
        text = PolicyWriter(assembly.policy, nulls: assembly.nulls, comments: assembly.comments).text
    }

    /// Leaves out access logs that go where a policy could not have them go, and then the buckets that only they named.
    private static func dropLogs(_ buckets: inout [Adoption<BucketPolicy>], _ draft: LiveDraft, _ inventory: Inventory)
    {
        var policy = draft.blank
        policy.storage = buckets.map(\.entry)
        let target = Target(policy.filled, account: draft.account, region: draft.region)
        var reasons: [String: String] = [:]
        for finding in Auditor.audit(ControlContext(target, inventory)).findings
        where finding.control.id == "storage.log-delivery" && finding.verdict == .violated {
            reasons[finding.resource.name] =
                "access logs go to \(finding.resource.name), whose policy has no statement of drctl's for that"
        }
        let subject = LintSubject(policy: policy, origins: [:], today: inventory.observedAt.day)
        for finding in LintRule.storageRules.filter({ $0.id == "logs-cannot-arrive" }).flatMap({ $0.find(subject) }) {
            guard case .index(let index)? = finding.path.components.dropFirst().first else { continue }
            reasons[policy.storage[index].bucket] = finding.summary
        }
        for index in buckets.indices {
            guard let target = buckets[index].entry.accessLogs, let reason = reasons[target] else { continue }
            buckets[index].dropAccessLogs("Server access logging is not written: \(reason).")
        }
        let targets = Set(buckets.compactMap(\.entry.accessLogs))
        buckets.removeAll { !draft.choice.buckets.contains($0.entry.bucket) && !targets.contains($0.entry.bucket) }
    }
}

extension Adoption {
    /// The same as an entry of these regions.
    fileprivate func `in`(_ regions: [Region], _ field: WritableKeyPath<Entry, [Region]>) -> Adoption {
        var adoption = self
        adoption.entry[keyPath: field] = regions
        return adoption
    }

    /// What could not be read of a resource, a line each.
    fileprivate func unreadLines(of name: String) -> [String] {
        unread.map { "\(name) \($0.key): \($0.value)" }
    }
}

extension [Adoption<DatabasePolicy>] {
    /// Databases of which the same is asked, in one entry.
    fileprivate var grouped: [Adoption<DatabasePolicy>] {
        reduce(into: []) { groups, adoption in
            func unnamed(_ entry: DatabasePolicy) -> DatabasePolicy {
                var entry = entry
                entry.select.ids = []
                return entry
            }
            if let index = groups.firstIndex(where: { $0.isAlike(adoption, unnamed) }) {
                groups[index].entry.select.ids += adoption.entry.select.ids
            } else {
                groups.append(adoption)
            }
        }
    }
}
