import AWSNames
import RecoveryModel
import RecoveryReports

/// Alert chains and their tests.
extension Samples {
    private func chain(_ name: String, _ standings: [AlertLink: AlertChain.Standing]) -> AlertChain {
        AlertChain(
            alarm: "\(name)\(mark)", serving: standings.isEmpty ? "\(name)\(mark)" : "their-\(name)\(mark)",
            links: AlertLink.allCases.filter { $0 != .executed && $0 != .delivered }.map {
                .init($0, control: "alerting.\($0.rawValue.lowercased())", standings[$0] ?? .whole)
            })
    }

    private var chains: [AlertChain] {
        [
            chain("kb-heartbeat-audit", [:]),
            chain(
                "kb-drill-age-kb-prod",
                [
                    .topicKey: .notNeeded,
                    .confirmed: .broken(
                        observed: "waiting for oncall@example.com\(mark)", required: "all confirmed",
                        fix: "Ask them to follow the link in the confirmation mail.\(mark)"),
                    .filter: .unknown(reason: "sns:GetSubscriptionAttributes: AccessDenied\(mark)"),
                ]),
            chain(
                "kb-free-storage-kb-prod",
                [
                    .alarm: .broken(observed: "not found", required: "Minimum FreeStorageSpace < 1", fix: ""),
                    .data: .notReached,
                ]),
        ]
    }

    /// The test of a target, and of another one that failed.
    var alarmTest: AlarmTestRecord {
        var record = AlarmTestRecord(
            id: "20261129T041500Z-4f2a", policy: "knowledge-base\(mark)", account: AccountID("123456789012")!,
            region: Region("us-east-1"), caller: "arn:aws:iam::123456789012:user/deploy",
            topic: "arn:aws:sns:us-east-1:123456789012:kb-dr-alerts", usedProbe: true,
            startedAt: Instant("2026-11-29T04:15:00Z")!)
        record.endedAt = Instant("2026-11-29T04:15:09.5Z")!
        var delivered = AlarmTestRecord.Alarm(chains[0], .delivered, at: nil, "the message arrived at the probe\(mark)")
        (delivered.executedAfter, delivered.deliveredAfter, delivered.restoredTo) = (120, 1_240, "OK")
        var broken = AlarmTestRecord.Alarm(
            chains[1], .broken, at: .confirmed, "waiting for oncall@example.com\(mark)", fix: "Ask them.\(mark)")
        (broken.executedAfter, broken.restoredTo) = (90, "INSUFFICIENT_DATA")
        record.alarms = [
            delivered, broken,
            .init(chains[2], .unknown, at: .executed, "cloudwatch:SetAlarmState: AccessDenied\(mark)"),
        ]
        record.removed = ["alarm kb-heartbeat-audit put back to OK, left by test 20261128T041500Z-aaaa\(mark)"]
        record.leftovers = ["queue arn:aws:sqs:us-east-1:123456789012:drctl-alarms-test\(mark): AccessDenied"]
        record.problems = ["the evidence could not be stored: disk full\(mark)"]
        record.wasInterrupted = true
        return record
    }

    /// By name.
    func alarms() -> [(name: String, result: any Renderable)] {
        func target(_ region: Region) -> TargetName {
            TargetName(policy: "knowledge-base\(mark)", account: AccountID("123456789012")!, region: region)
        }
        let failure = RunFailure("policy invoices has no `notifications`\(mark)", hint: "add `notifications`\(mark)")
        let elsewhere = target(Region("eu-west-1"))
        var whole = alarmTest
        whole.alarms = [whole.alarms[0]]
        (whole.removed, whole.leftovers, whole.problems, whole.wasInterrupted) = ([], [], [], false)
        return [
            (
                "alarms-test",
                AlarmTestReport(
                    Run([.init(target(Region("us-east-1")), .done(alarmTest)), .init(elsewhere, .failed(failure))]))
            ),
            ("alarms-test-delivered", AlarmTestReport(Run([.init(target(Region("us-east-1")), .done(whole))]))),
            (
                "alarms-chain",
                AlertChainReport(
                    Run([.init(target(Region("us-east-1")), .done(chains)), .init(elsewhere, .failed(failure))]))
            ),
            (
                "alarms-chain-whole",
                AlertChainReport(Run([.init(target(Region("us-east-1")), .done([chains[0]]))]))
            ),
        ]
    }
}
