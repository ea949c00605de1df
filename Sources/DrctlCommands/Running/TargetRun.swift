import AWSCore
import AWSNames
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// A target that was entered.
struct OpenTarget: Sendable {
    let name: TargetName
    /// The policy as it was written, with every region.
    let policy: RecoveryPolicy
    var session: AWSSession
    /// With the credentials of the command line, to whom evidence in a bucket belongs.
    let home: AWSSession
    /// Counts what is read of it.
    var reading: ReadingProgress?
    /// Of the database's own account, when the session is of another one; nil where no role of it is named.
    var former: AWSClient?
}

/// What a command does on the targets of everything that `--policy` names.
struct TargetRun: Sendable {
    let list: TargetList
    let unread: [UncoveredPlace]
    let requiresAll: Bool
    let sessions: RunSessions
    let context: CommandContext

    /// How many targets are worked on at once: each holds what AWS shows of it in memory.
    private static let width = 4

    /// Asks every target, a few at once; one that fails is an entry like the others.
    ///
    /// - Parameter ask: The result, and what it means to a pipeline.
    /// - Throws: `CommandFailure` for what is wrong with the command itself, `CancellationError`.
    func each<Value: Sendable>(
        _ ask: @escaping @Sendable (OpenTarget) async throws -> (Value, ExitStatus)
    ) async throws -> RunOutcome<Value> {
        let progress = RunProgress(total: list.targets.count, console: context.console)
        return try await progress.shown {
            let entries = try await concurrentMap(list.targets, width: Self.width) { planned in
                try await progress.read(planned.name) { try await entry(planned, $0, ask) }
            }
            return outcome(entries)
        }
    }

    /// The entry of one target.
    ///
    /// - Throws: `CommandFailure` for what is wrong with the command itself, `CancellationError`.
    func entry<Value: Sendable>(
        _ planned: PlannedTarget, _ reading: ReadingProgress? = nil,
        _ ask: @Sendable (OpenTarget) async throws -> (Value, ExitStatus)
    ) async throws -> RunOutcome<Value>.Entry {
        do {
            let session = try await sessions.session(for: planned)
            let (value, status) = try await ask(
                OpenTarget(
                    name: planned.name, policy: planned.policy, session: session, home: sessions.own, reading: reading))
            return .init(.init(planned.name, .done(value)), status)
        } catch let error as CancellationError {
            throw error
        } catch {
            let failure = CommandFailure(error)
            // Every target would say the same.
            guard failure.status != .usage, failure.status != .invalidPolicy else { throw failure }
            return .init(
                .init(planned.name, .failed(failure.ofRun)), failure.status)
        }
    }

    /// The run of some entries.
    ///
    /// - Parameter failure: What a target without a result means among others that have one.
    func outcome<Value: Sendable>(
        _ entries: [RunOutcome<Value>.Entry], failure: ExitStatus = .incomplete
    ) -> RunOutcome<Value> {
        RunOutcome(
            run: Run(entries.map(\.entry), uncovered: list.uncovered + unread, requiresAll: requiresAll),
            statuses: entries.map(\.status), failure: failure, hasUnread: !unread.isEmpty)
    }
}

/// A run with what it means to a pipeline.
struct RunOutcome<Value: Sendable>: Sendable {
    struct Entry: Sendable {
        var entry: Run<Value>.Entry
        /// What the result, or the failure, means.
        var status: ExitStatus

        init(_ entry: Run<Value>.Entry, _ status: ExitStatus) {
            self.entry = entry
            self.status = status
        }
    }

    var run: Run<Value>
    fileprivate let statuses: [ExitStatus]
    fileprivate let failure: ExitStatus
    fileprivate let hasUnread: Bool

    /// The same run with other results.
    func mapped(_ transform: (Value) throws -> Value) throws -> RunOutcome {
        var other = self
        other.run.entries = try run.entries.map { entry in
            guard case .done(let value) = entry.outcome else { return entry }
            return .init(entry.target, .done(try transform(value)))
        }
        return other
    }

    /// The fold over the entries. A target without a result is something that could not be checked; when no target has a
    /// result, the reason that they share is the result.
    var status: ExitStatus {
        if run.values.isEmpty, !hasUnread, let first = statuses.first, statuses.allSatisfy({ $0 == first }) {
            return first
        }
        var all = zip(run.entries, statuses).map { entry, status in
            if case .failed = entry.outcome { failure } else { status }
        }
        if run.isTooNarrow { all.append(.incomplete) }
        if hasUnread { all.append(.invalidPolicy) }
        // Where nothing was checked, nothing is known.
        return all.reduce(run.entries.isEmpty ? .incomplete : .success) { $0.moreSevere($1) }
    }
}

extension CommandContext {
    /// Finds the targets of the policies, opens the connection, runs the body, and closes it in any case.
    ///
    /// - Parameters:
    ///   - region: The only region to look at; without it that of `--region`, or all.
    ///   - account: The account that the credentials have to be of, whatever the policies apply to.
    /// - Throws: `CommandFailure` when there is no target that can be entered, `ClientError`, what the body throws.
    func withTargets<Value: Sendable>(
        _ loaded: RunPolicies, _ coverage: Coverage = Coverage(), region: Region? = nil,
        identifiedIn first: Region? = nil, by account: AccountID? = nil,
        _ body: @escaping @Sendable (TargetRun) async throws -> Value
    ) async throws -> Value {
        let policies = loaded.policies
        let region = region ?? options.region
        return try await withConnection { factory, transport in
            let own = try await identify(
                in: [first].compactMap(\.self) + (region.map { [$0] } ?? regions(of: policies)), factory, transport)
            let members = coverage.organization ? try await OrganizationMembers(client: own.client).all() : nil
            let list = TargetList(policies, caller: own.account, region: region, organization: members)
            if let account, own.account != account {
                throw CommandFailure(
                    .refused, "the credentials belong to account \(own.account), not to \(account)",
                    hint: "choose a profile of \(account) with --profile, or a role there with --assume-role")
            }
            if account == nil, let refusal = list.refusal(region: region, of: policies) {
                throw CommandFailure(.refused, refusal.description, hint: refusal.hint)
            }
            let run = TargetRun(
                list: list,
                unread: loaded.unread.map {
                    UncoveredPlace(policy: $0.file, account: nil, region: nil, reason: $0.reason)
                },
                requiresAll: coverage.requiresAll,
                sessions: RunSessions(own: own, factory: factory, transport: transport), context: self)
            return try await body(run)
        }
    }

    /// The regions to ask for the caller's identity, the likeliest first.
    private func regions(of policies: [RecoveryPolicy]) -> [Region] {
        var seen: Set<Region> = []
        return policies.flatMap(\.targetRegions).filter { seen.insert($0).inserted }
    }

    /// A session with the credentials of the command line, in the first region that answers: one that is down, or not
    /// enabled, is a matter of its own targets.
    private func identify(
        in regions: [Region], _ factory: ClientFactory, _ transport: CurlTransport
    ) async throws -> AWSSession {
        guard let first = regions.first else { throw CommandFailure(.invalidPolicy, "the policies name no region") }
        let client = try factory.client(region: first, transport: transport)
        var failure: (any Error)?
        for region in regions {
            do {
                return try await AWSSession(client: client.with { $0.region = region }, region: region)
            } catch let error as ClientError {
                if case .credentials = error.cause { throw error }
                failure = failure ?? error
            }
        }
        throw failure ?? CancellationError()
    }

    /// Says on stderr which targets failed, for results that nobody reads there.
    func complain(of failures: [(target: TargetName, failure: RunFailure)]) {
        if isOnGitHub {
            for (target, failure) in failures { console.say("\(GitHubAnnotation(target, failure: failure))") }
        }
        guard options.out != nil || options.output.name != "text" else { return }
        for (target, failure) in failures {
            console.complain("\(target.shown): \(failure)", hint: failure.hint)
        }
    }
}
