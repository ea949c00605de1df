package import RecoveryModel

/// A policy that asks for what is there, as a file: every value is the observed one.
package struct LivePolicy: Sendable {
    /// Without the defaults.
    package let policy: RecoveryPolicy
    /// Of the file, without a word before or after.
    package let text: String
    /// What could not be read and is not written, by resource and field, sorted.
    package let unread: [String]

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
        let assembly = Assembly(draft, databases.grouped, buckets, keys)
        policy = assembly.policy
        text = PolicyWriter(assembly.policy, nulls: assembly.nulls, comments: assembly.comments).text
        unread =
            (zip(draft.choice.databases, databases).flatMap { $1.unreadLines(of: $0.id) }
            + buckets.flatMap { $0.unreadLines(of: $0.entry.bucket) }
            + keys.flatMap { $0.unreadLines(of: "alias/\($0.entry.alias)") }).sorted()
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

/// The entries of a policy put together, with the paths of what is said of each.
private struct Assembly {
    private(set) var policy: RecoveryPolicy
    private(set) var nulls: Set<FieldPath> = []
    private(set) var comments: [FieldPath: [String]] = [:]

    init(
        _ draft: LiveDraft, _ databases: [Adoption<DatabasePolicy>], _ buckets: [Adoption<BucketPolicy>],
        _ keys: [Adoption<KeyPolicy>]
    ) {
        policy = draft.blank
        policy.databases = databases.map(\.entry)
        policy.storage = buckets.map(\.entry)
        policy.keys = keys.map(\.entry)
        policy.drill = draft.drill
        add(databases, "databases")
        add(buckets, "storage")
        add(keys, "keys")
    }

    private mutating func add<Entry>(_ adoptions: [Adoption<Entry>], _ list: String) {
        for (index, adoption) in adoptions.enumerated() {
            let place = FieldPath(list).appending(index).components
            nulls.formUnion(adoption.nulls.map { FieldPath(place + $0.components) })
            for (path, lines) in adoption.comments { comments[FieldPath(place + path.components)] = lines }
        }
    }
}
