package import RecoveryModel

/// What was seen of an alarm's action in CloudWatch's history.
package enum AlarmExecution: Sendable, Hashable {
    /// In milliseconds after the change of the state.
    case succeeded(after: Int)
    /// With CloudWatch's own words.
    case failed(String)
    /// Nothing within the time to wait, in milliseconds.
    case silent(waited: Int)
    /// It could not be looked at.
    case unseen(String)
}

/// What was seen at the probe.
package enum AlarmDelivery: Sendable, Hashable {
    case notAsked
    /// In milliseconds after the change of the state.
    case arrived(after: Int)
    /// Nothing within the time to wait, in milliseconds.
    case silent(waited: Int)
    /// It could not be looked at.
    case unseen(String)
}

/// Decides what the test of one alarm shows: never more than what was seen.
package enum AlarmTestJudge {
    /// The test of an alarm whose state was not changed, since a link before the action does not hold; nil when none is
    /// in the way.
    package static func untested(_ chain: AlertChain) -> AlarmTestRecord.Alarm? {
        chain.obstacle.map { judged(chain, $0, "") }
    }

    /// The test of an alarm whose state was changed.
    package static func tested(
        _ chain: AlertChain, _ execution: AlarmExecution, _ delivery: AlarmDelivery
    ) -> AlarmTestRecord.Alarm {
        var alarm = outcome(chain, execution, delivery)
        if case .succeeded(let after) = execution { alarm.executedAfter = after }
        if case .arrived(let after) = delivery { alarm.deliveredAfter = after }
        return alarm
    }

    private static func outcome(
        _ chain: AlertChain, _ execution: AlarmExecution, _ delivery: AlarmDelivery
    ) -> AlarmTestRecord.Alarm {
        // What an audit has found already explains what the test has seen.
        let known = chain.broken.flatMap(\.fix)
        switch execution {
        case .failed(let words): return .init(chain, .broken, at: .executed, words, fix: known)
        case .silent(let waited):
            return .init(
                chain, .unknown, at: .executed,
                "CloudWatch's history had no executed action within \(ElapsedText.of(milliseconds: waited))", fix: known
            )
        case .unseen(let reason): return .init(chain, .unknown, at: .executed, reason)
        case .succeeded: break
        }
        if case .silent(let waited) = delivery {
            return .init(
                chain, .broken, at: .delivered,
                "the action was executed, but no message arrived at the probe within "
                    + ElapsedText.of(milliseconds: waited), fix: known)
        }
        let seen = delivery.hasArrived ? "the message arrived at the probe" : "the action was executed"
        if let link = chain.broken ?? chain.doubt { return judged(chain, link, "\(seen), but ") }
        switch delivery {
        case .arrived: return .init(chain, .delivered, at: nil, seen)
        case .notAsked: return .init(chain, .executed, at: nil, "\(seen); nobody saw a message arrive (--probe)")
        case .unseen(let reason): return .init(chain, .unknown, at: .delivered, reason)
        case .silent: return .init(chain, .broken, at: .delivered, seen)
        }
    }

    private static func judged(
        _ chain: AlertChain, _ link: AlertChain.Link, _ before: String
    ) -> AlarmTestRecord.Alarm {
        switch link.standing {
        case .broken(let observed, let required, let fix):
            return .init(
                chain, .broken, at: link.link, "\(before)\(link.control): \(observed) (required: \(required))",
                fix: fix.isEmpty ? nil : fix)
        case .unknown(let reason): return .init(chain, .unknown, at: link.link, "\(before)\(link.control): \(reason)")
        case .whole, .notNeeded, .notReached:
            return .init(chain, .unknown, at: link.link, "\(before)\(link.control) could not be judged")
        }
    }
}

extension AlarmDelivery {
    fileprivate var hasArrived: Bool { if case .arrived = self { true } else { false } }
}

extension AlertChain.Link {
    /// What fixes it; nil when nobody can say, or nothing is broken.
    fileprivate var fix: String? {
        if case .broken(_, _, let fix) = standing, !fix.isEmpty { fix } else { nil }
    }
}
