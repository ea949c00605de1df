import AWSCore
import AWSNames
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

extension Doctor {
    /// Enters each account and region that the policies name, as a run would.
    ///
    /// - Throws: `CancellationError`.
    mutating func places(
        of policies: [RecoveryPolicy], _ own: AWSSession, _ factory: ClientFactory, _ transport: CurlTransport
    ) async throws {
        let list = TargetList(policies, caller: own.account)
        let sessions = RunSessions(own: own, factory: factory, transport: transport)
        var entered: Set<Entry> = []
        var hasFailed = false
        for target in list.targets {
            let entry = Entry(account: target.name.account, region: target.name.region)
            // A policy of which no account can be entered is told by the account's check.
            if case .closed = target.access { continue }
            guard entered.insert(entry).inserted else { continue }
            do {
                _ = try await sessions.session(for: target)
            } catch let error as CancellationError {
                throw error
            } catch {
                let failure = CommandFailure(error)
                hasFailed = true
                missing("\(entry.account) in \(entry.region)", failure.message, fix: failure.hint, failure.status)
            }
        }
        if !hasFailed, entered.count > 1 { checkup.add("targets", .ok, "all \(entered.count) places can be entered") }
        for place in list.uncovered {
            let region = place.region.map { " in \($0)" } ?? ""
            checkup.add(
                "not covered", .note, "\(place.policy), \(place.account?.description ?? "")\(region): \(place.reason)")
        }
    }

    private struct Entry: Hashable {
        var account: AccountID
        var region: Region
    }
}
