import AWSNames
import RecoveryEngine
import RecoveryModel

extension CommandContext {
    /// Enters the one target of a command that works on one database, and gives the body the policy's part of its region.
    ///
    /// The region is that of `--region`, else that of the named database's entry, else the only one with databases. The
    /// account is the caller's own where the policy is for it.
    ///
    /// - Parameters:
    ///   - database: The id that the user has named; nil when none was.
    ///   - region: The region that is certain already, such as that of a drill that is resumed.
    ///   - elsewhere: What the session is for, when it is not the database's own place: the latter may be lost.
    /// - Throws: `CommandFailure`, `ClientError`, what the body throws.
    func withTarget<Value: Sendable>(
        of document: PolicyDocument, database: String? = nil, region: Region? = nil, elsewhere: WorkPlace? = nil,
        _ body: @escaping @Sendable (_ part: PolicyDocument, _ target: OpenTarget) async throws -> Value
    ) async throws -> Value {
        let region = try region ?? self.region(of: database, in: document.policy)
        try elsewhere?.require(by: document.policy, home: region)
        return try await withTargets(
            RunPolicies(policies: [document.policy]), region: region, identifiedIn: elsewhere?.region,
            by: elsewhere?.account
        ) { run in
            let homes = elsewhere?.account.map { TargetList.homes(of: document.policy, besides: $0, in: region) }
            let places = (homes ?? run.list.targets).filter {
                $0.name.region == region && (elsewhere?.former ?? $0.name.account) == $0.name.account
            }
            guard let planned = places.first(where: { $0.access == .own }) ?? (places.count == 1 ? places[0] : nil)
            else {
                let accounts = CountText.list(places.map { $0.name.account.description })
                throw CommandFailure(
                    .usage,
                    places.isEmpty
                        ? elsewhere?.former.map {
                            "policy \(document.policy.name) requires nothing in \($0), \(region)"
                        }
                            ?? "nothing is required in \(region)"
                        : "the policy applies to several accounts: \(accounts)",
                    hint: places.isEmpty
                        ? elsewhere?.former.flatMap { document.policy.misses($0) }
                            ?? "choose a region of the policy with --region"
                        : elsewhere?.account == nil
                            ? "use credentials of the right one, with --profile or --assume-role"
                            : "choose the one that is lost with --from-account")
            }
            let session = try await run.sessions.session(
                for: elsewhere.map { planned.moved(to: $0.region ?? region, account: $0.account) } ?? planned)
            var part = document
            part.policy = document.policy.part(in: region).policy
            var open = OpenTarget(
                name: planned.name, policy: document.policy, session: session, home: run.sessions.own)
            if elsewhere?.account != nil { open.former = try await run.sessions.client(for: planned) }
            return try await body(part, open)
        }
    }

    /// The region of a database.
    private func region(of database: String?, in policy: RecoveryPolicy) throws -> Region {
        if let region = options.region { return region }
        let entries = policy.databases.filter { entry in database.map(entry.select.ids.contains) ?? true }
        // A database that no entry names may be selected by its tags.
        let candidates = entries.isEmpty ? policy.databases : entries
        let wanted = Set(candidates.flatMap(policy.regions))
        let regions = policy.scope.regions.filter(wanted.contains)
        guard let first = regions.first else { return try policy.targetRegions.first ?? noRegion() }
        guard regions.count == 1 else {
            throw CommandFailure(
                .usage, "the policy's databases are in \(CountText.list(regions.map(\.rawValue)))",
                hint: "choose one with --region")
        }
        return first
    }

    private func noRegion() throws -> Region {
        throw CommandFailure(.invalidPolicy, "the policy's scope names no region")
    }
}

extension RecoveryPolicy {
    /// Which accounts it names instead of that one; nil when it names that one too.
    fileprivate func misses(_ account: AccountID) -> String? {
        guard !scope.accounts.contains(account) else { return nil }
        return "the policy names the accounts \(CountText.list(scope.accounts.map(\.description)))"
    }
}
