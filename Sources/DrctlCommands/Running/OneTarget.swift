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
                throw elsewhere.unclear(places, of: document.policy, in: region)
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

extension WorkPlace? {
    /// Why it is not clear in which account the database is, by the policy's places that it may be in.
    fileprivate func unclear(
        _ places: [PlannedTarget], of policy: RecoveryPolicy, in region: Region
    ) -> CommandFailure {
        func failure(_ summary: String, _ hint: String) -> CommandFailure {
            CommandFailure(.usage, summary, hint: hint)
        }
        guard places.isEmpty else {
            return failure(
                "the policy applies to several accounts: "
                    + CountText.list(places.map { $0.name.account.description }),
                self?.account == nil
                    ? "use credentials of the right one, with --profile or --assume-role"
                    : "choose the one that is lost with --from-account")
        }
        if let former = self?.former, !policy.scope.accounts.contains(former) {
            return failure(
                "policy \(policy.name) requires nothing in account \(former)",
                "its accounts are \(CountText.list(policy.scope.accounts.map(\.description)))")
        }
        return failure("nothing is required in \(region)", "choose a region of the policy with --region")
    }
}
