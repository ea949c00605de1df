import AWSCore
import RecoveryModel
import RecoveryRuntime

extension Doctor {
    /// Looks into the place of each policy's evidence, as an audit and a drill would; nothing is written.
    ///
    /// - Parameter client: Of those in a bucket; nil when nobody could be asked, after everything that could be.
    /// - Throws: `CancellationError`.
    mutating func evidence(of policies: [RecoveryPolicy], client: AWSClient?) async throws {
        for policy in policies where policy.drill != nil || policy.evidence != nil {
            guard !evidenceRead.contains(policy.name) else { continue }
            do {
                let client = client?.with { $0.region = policy.scope.regions.first ?? $0.region }
                let source = try context.evidence(EvidenceSource(), of: policy)
                guard client != nil || !context.needsSession(source) else {
                    checkup.add("evidence", .unknown, "\(policy.name): \(source.place ?? "") was not asked")
                    continue
                }
                evidenceRead.insert(policy.name)
                let store = try context.evidence(at: source.place, key: nil, client: client)
                let trust = try await context.trust(source, client: client)
                let reading = try await store.reading(of: policy.name, by: trust, at: context.now())
                let place = "\(policy.name): \(store.place)\(policy.evidence == nil ? "" : " (of the policy)")"
                let doubts = reading.verification.doubts
                guard doubts.isEmpty else {
                    missing(
                        "evidence", "\(place): \(doubts[0])",
                        fix: "run `drctl evidence verify`: audits do not believe what was changed")
                    continue
                }
                let newest = reading.drills.last.map { ", the newest of \($0.record.endedAt.shown)" }
                checkup.add(
                    "evidence", .ok,
                    "\(place) has \(CountText.of(reading.verification.records, "record"))\(newest ?? "")")
            } catch let error as CancellationError {
                throw error
            } catch {
                evidenceRead.insert(policy.name)
                let failure = CommandFailure(error)
                missing("evidence", "\(policy.name): \(failure.message)", fix: failure.hint, failure.status)
            }
        }
    }
}
