import AWSNames
import RecoveryModel

extension Control where Judged == AlarmSubject {
    /// A test has seen an alert arrive, not too long ago, and none has shown the contrary since.
    static let chainProven = Control(
        "alerting.chain-proven",
        title: "A test has seen the alarm's alert arrive recently",
        why: "Every link can look right and the page still not come: only a message that arrived is a proof.",
        severity: .high,
        standards: Standard.monitoring,
        field: "alarms.testEvery",
        isJudged: { $0.context.inventory.alarmProofs != nil },
        required: { $0.context.policy.alarms?.testEvery },
        observed: { $0.lastTest },
        satisfies: { last, every in last.brokenSince == nil && (last.age.map { $0 <= every.seconds } ?? false) },
        showRequired: { "seen to arrive at most \($0.shown) ago" },
        showObserved: { $0.shown },
        remedy: { _, _ in .procedure("Test the alarms and fix what the test finds broken: drctl alarms test --probe.")
        }
    )
}

/// What the kept tests of an alarm come to.
struct LastAlarmTest: Sendable, Recordable {
    /// In seconds, of the newest whose message arrived; nil when none did.
    var age: Int?
    /// When a later one found a link broken.
    var brokenSince: Instant?
    /// True when an action was seen to be executed, and no message looked for.
    var wasOnlyExecuted = false

    var recorded: JSONValue { ["age": age.recorded, "brokenSince": (brokenSince?.description).recorded] }

    var shown: String {
        let nothing =
            wasOnlyExecuted ? "executed, but nobody saw a message arrive (--probe)" : "no test has seen it arrive"
        let arrived = age.map { "seen to arrive \(ElapsedText.ago(Double($0)))" } ?? nothing
        return brokenSince.map { "\(arrived), broken in the test of \($0.shown)" } ?? arrived
    }
}

extension AlarmSubject {
    fileprivate var lastTest: Collected<LastAlarmTest> {
        guard let proofs = context.inventory.alarmProofs else { return .unavailable(.notCollected("evidence")) }
        return proofs.map { proofs in
            let place = context.target.place
            let own = proofs.filter {
                $0.alarm == required.name && $0.account.description == place.account
                    && $0.region.rawValue == place.region
            }
            // What is dated in the future has not happened: it proves nothing.
            let arrived = own.filter { $0.outcome == .delivered && $0.at.hasPassed(at: context.now) }.map(\.at).max()
            let broken = own.filter { $0.outcome == .broken }.map(\.at).max()
            return LastAlarmTest(
                age: arrived.map { max(0, context.age(of: $0)) },
                brokenSince: broken.flatMap { broken in arrived.map { broken > $0 } ?? true ? broken : nil },
                wasOnlyExecuted: own.contains { $0.outcome == .executed })
        }
    }
}
