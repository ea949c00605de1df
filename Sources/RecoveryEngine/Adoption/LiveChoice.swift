package import RecoveryModel

/// What a selection comes to in an account: each by its name, sorted.
package struct LiveChoice: Sendable {
    package private(set) var databases: [LiveDatabase] = []
    /// Those asked for; that they exist is seen when they are read.
    package private(set) var buckets: [String] = []
    /// What was asked for and could not be listed.
    package private(set) var unread: [CollectionFailure] = []
    /// What was found and cannot stand in a policy, each with the reason.
    package private(set) var left: [String] = []

    /// - Throws: `LiveRefusal` when a name is not there, or nothing is.
    package init(_ listing: LiveListing, _ selection: LiveSelection) throws(LiveRefusal) {
        let all = DatabaseKind.allCases.map { ($0, listing.databases[$0] ?? .known([])) }
        let found = all.flatMap { $0.1.value ?? [] }
        var chosen: [LiveDatabase] = []
        let named: [(ids: [String], kinds: [DatabaseKind], word: String)] = [
            (selection.databases, DatabaseKind.allCases, "database"), (selection.instances, [.instance], "instance"),
            (selection.clusters, [.cluster], "cluster"),
        ]
        for (ids, kinds, word) in named {
            for id in ids {
                let matches = found.filter { $0.id == id && kinds.contains($0.kind) }
                chosen += matches
                guard matches.isEmpty else { continue }
                let failures = all.filter { kinds.contains($0.0) }.compactMap(\.1.failure)
                guard failures.isEmpty else {
                    unread += failures
                    continue
                }
                throw LiveRefusal(
                    reason: "\(word) \(id): not found",
                    hint: Spelling.hint(for: id, in: found.filter { kinds.contains($0.kind) }.map(\.id))
                        ?? "list what there is without naming it, or choose another --region or --profile")
            }
        }
        if selection.namesNothing || !selection.tags.isEmpty {
            chosen += found.filter { database in
                selection.tags.allSatisfy { database.tags[$0.key] == $0.value }
            }
            unread += all.compactMap(\.1.failure)
            if let failure = listing.buckets.failure { unread.append(failure) }
            buckets = listing.buckets.value ?? []
        }
        buckets = Set(buckets + selection.buckets).sorted()
        unread = Set(unread).sorted { $0.description < $1.description }
        try keep(chosen, selection)
    }

    /// What a policy can name. Whatever else was asked for by name is refused, and of everything it is left out and said.
    private mutating func keep(_ chosen: [LiveDatabase], _ selection: LiveSelection) throws(LiveRefusal) {
        let asked = Set(selection.databases + selection.instances + selection.clusters)
        var seen: Set<[String]> = []
        for database in chosen.sorted(by: { $0.id < $1.id })
        where seen.insert([database.kind.rawValue, database.id]).inserted {
            guard let reason = database.obstacle else {
                databases.append(database)
                continue
            }
            guard !asked.contains(database.id) else {
                throw LiveRefusal(
                    reason: "\(database.id): \(reason)", hint: "leave it out: a policy can name other databases")
            }
            left.append("\(database.kind.rawValue) \(database.id): \(reason)")
        }
        databases.sort { $0.kind == $1.kind ? $0.id < $1.id : $0.kind == .instance }
        for bucket in buckets {
            guard let refusal = NameRule.bucket.refusal(of: bucket) else { continue }
            guard !selection.buckets.contains(bucket) else {
                throw LiveRefusal(reason: refusal.summary, hint: refusal.hint ?? "use the bucket's name")
            }
            left.append("bucket \(bucket): \(refusal.summary)")
        }
        buckets.removeAll { NameRule.bucket.refusal(of: $0) != nil }
        guard databases.isEmpty, buckets.isEmpty else { return }
        if let failure = unread.first {
            throw LiveRefusal(
                reason: "\(failure)", hint: "what there is has to be read: see docs/policy.md", isUnknown: true)
        }
        let tags = selection.tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        throw LiveRefusal(
            reason: tags.isEmpty
                ? "the region has no database and no bucket that a policy can name"
                : "no database and no bucket has the tags \(tags.joined(separator: ", "))",
            hint: "choose another --region or --profile, or write a policy to start from without --from-live",
            isOfEmptyRegion: true)
    }
}

extension LiveDatabase {
    /// Why no policy can name it; nil when one can.
    fileprivate var obstacle: String? {
        guard DatabaseEngine.names.contains(engine.description) else {
            return "drctl knows no engine \(engine)"
        }
        return NameRule.database.refusal(of: id)?.summary
    }
}
