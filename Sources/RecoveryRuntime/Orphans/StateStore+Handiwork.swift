package import AWSNames
import FoundationEssentials
package import RecoveryModel

extension StateStore {
    /// What the journals of a policy prove that drctl has written in an account; of what a region has for itself, in that
    /// region. A journal that is damaged proves nothing, and so does a step without an end.
    package func handiwork(policy: String, account: AccountID, region: Region) -> Collected<Handiwork> {
        do {
            let applies = try applies(of: policy).filter { $0.account == account.description }
            let oldestFirst = applies.sorted {
                ($0.at?.milliseconds ?? 0, $0.file) < ($1.at?.milliseconds ?? 0, $1.file)
            }
            let changes = oldestFirst.flatMap { apply in
                apply.steps.filter { $0.outcome == ApplyRecord.Outcome.done.word }.compactMap { step -> Change? in
                    guard let call = step.call,
                        let change = try? JSONDecoder().decode(Change.self, from: Data(call.compact.utf8))
                    else { return nil }
                    if case .eventSubscription = change, apply.region != region.rawValue { return nil }
                    return change
                }
            }
            return .known(Handiwork(changes))
        } catch {
            return .unavailable(CollectionFailure(operation: "the records of applies", reason: "\(error)"))
        }
    }
}
