import RecoveryModel
import RecoveryReports
import RecoveryRuntime

extension CommandContext {
    /// Shows the restorable window of each database that the policies select.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    func allWindows() async throws -> ExitStatus {
        let policies = try loadPolicies().map(\.policy)
        let windows = try await withTargets(RunPolicies(policies: policies)) { run in
            let found = try await run.each { target in (try await restorableWindows(of: target), .success) }
            let failed = found.run.failures.map {
                RestorableWindows.Entry($0.target, nil, .failed($0.failure))
            }
            return RestorableWindows(found.run.values.flatMap { $0 } + failed)
        }
        guard !windows.entries.isEmpty else {
            throw CommandFailure(
                .refused, "the policies select no database",
                hint: "compare `databases[].select` with the databases there and their tags")
        }
        try render(windows)
        if !windows.closed.isEmpty { return .notVerified }
        return windows.failed.isEmpty ? .success : .incomplete
    }

    private func restorableWindows(of target: OpenTarget) async throws -> [RestorableWindows.Entry] {
        let part = target.policy.part(in: target.name.region).policy
        let sources = DrillSources(client: target.session.client)
        let selected = try await sources.selected(by: part)
        return try await concurrentMap(selected.ids, width: 4) { id in
            let kind: DatabaseKind = selected.clusters.contains(id) ? .cluster : .instance
            do {
                guard let found = try await sources.described(id, kind) else {
                    throw RunFailure("\(kind.rawValue) \(id) not found in \(target.name.region)")
                }
                return .init(target.name, id, .known(RestorableWindow(of: found.instance)))
            } catch let error as CancellationError {
                throw error
            } catch {
                return .init(target.name, id, .failed(CommandFailure(error).ofRun))
            }
        }
    }
}
