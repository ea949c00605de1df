import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Alert chains")
struct AlertChainTests {
    private let estate: Estate
    private let alarm = "knowledge-base-heartbeat-audit"

    init() throws { estate = try Estate.compliant() }

    private func chain(_ change: (inout Estate) -> Void = { _ in }) throws -> AlertChain {
        let chains = AlertChain.all(estate.with(change).context)
        return try #require(chains.first { $0.alarm == alarm })
    }

    @Test func `of an estate that holds to its policy are whole, one for each alarm`() throws {
        let chains = AlertChain.all(estate.context)
        #expect(chains.map(\.alarm) == estate.context.inventory.alarms.value?.keys.sorted())
        #expect(chains.allSatisfy { $0.isWhole && $0.broken == nil && $0.doubt == nil && $0.obstacle == nil })
        #expect(chains.allSatisfy { Set($0.links.map(\.link)).count == 11 })
    }

    /// Each link, broken in the estate.
    private static let breaks: [(AlertLink, @Sendable (inout Estate) -> Void)] = [
        (.alarm, { $0[alarm: "knowledge-base-heartbeat-audit"] = nil }),
        (.data, { $0[alarm: "knowledge-base-heartbeat-audit"]?.silentSince = Estate.now - TimeSpan(3, .days) }),
        (.actionsEnabled, { $0[alarm: "knowledge-base-heartbeat-audit"]?.actionsEnabled = false }),
        (.action, { $0[alarm: "knowledge-base-heartbeat-audit"]?.alarmActions = [] }),
        (.topic, { $0.topic = nil }),
        (.topicPolicy, { $0.topic?.policy = .known(nil) }),
        (
            .topicKey,
            {
                $0.topic?.encryptionKey = "alias/aws/sns"
                $0.topic?.key = .known(.ofAWS)
            }
        ),
        (.subscribed, { $0.topic?.subscriptions = .known([]) }),
        (
            .confirmed,
            {
                $0.topic?.subscriptions = .known([
                    .init(transport: "email", endpoint: "oncall@example.com", confirmed: false)
                ])
            }
        ),
        (
            .filter,
            {
                let filter = SubscriptionFilter(policy: ["NewStateValue": ["OK"]], looksAtBody: true)
                $0.topic?.subscriptions = .known([
                    .init(
                        transport: "email", endpoint: "oncall@example.com", confirmed: true, filter: .known(filter))
                ])
            }
        ),
        (.target, { $0.subscribe(queue: "oncall", policy: nil) }),
    ]

    @Test(arguments: 0..<11) func `name the link that is broken, with what mends it`(index: Int) throws {
        let (link, change) = Self.breaks[index]
        let chain = try chain(change)
        #expect(chain.broken?.link == link)
        #expect(!chain.isWhole)
        guard case .broken(let observed, let required, let fix)? = chain.broken?.standing else {
            Issue.record("\(link) is not broken")
            return
        }
        #expect(!observed.isEmpty && !required.isEmpty && !fix.isEmpty)
        #expect((chain.obstacle == nil) == !AlertChain.beforeAction.union([.topic]).contains(link))
    }

    @Test func `say drctl apply where a change mends the link`() throws {
        let broken = try chain { $0[alarm: "knowledge-base-heartbeat-audit"]?.actionsEnabled = false }.broken
        guard case .broken(_, _, let fix)? = broken?.standing else { return }
        #expect(fix == "drctl apply: modify alarm knowledge-base-heartbeat-audit")
    }

    @Test func `are not whole where a link could not be read, nor where an earlier one does not exist`() throws {
        let unread = try chain { $0.topic?.subscriptions = .unavailable(Estate.failure) }
        #expect(!unread.isWhole && unread.broken == nil)
        #expect(unread.doubt?.link == .subscribed)
        let missing = try chain { $0.topic = nil }
        #expect(missing.links.first { $0.link == .topicKey }?.standing == .notReached)
        let plain = try chain { $0.topic?.encryptionKey = nil }
        #expect(plain.links.first { $0.link == .topicKey }?.standing == .notNeeded)
        #expect(plain.isWhole)
    }

    @Test func `are broken where the violation is waived: nobody is notified all the same`() throws {
        let waived = try chain {
            $0[alarm: "knowledge-base-heartbeat-audit"]?.actionsEnabled = false
            $0.policy.waivers = [
                Waiver(
                    control: "alerting.alarm-actions-enabled", resource: "*", reason: "maintenance", owner: "kb",
                    expires: CalendarDay("2027-01-01")!)
            ]
        }
        #expect(waived.broken?.link == .actionsEnabled)
    }

    @Test func `follow another alarm that does the job`() throws {
        let other = try chain {
            guard var alarm = $0[alarm: "knowledge-base-heartbeat-audit"] else { return }
            $0[alarm: alarm.name] = nil
            alarm.name = "theirs"
            $0[alarm: "theirs"] = alarm
        }
        #expect(other.serving == "theirs" && other.isWhole)
    }

    @Test func `ask of a queue that its policy and its key admit the topic`() throws {
        let arn = "arn:aws:sqs:us-east-1:123456789012:oncall"
        func statement(_ topic: String) -> AccessPolicy {
            AccessPolicy(statements: [
                AccessStatement(
                    sid: "Topic", .allow, principals: .init("Service", ["sns.amazonaws.com"]),
                    actions: ["sqs:SendMessage"], resources: [arn], condition: ["ArnEquals": ["aws:SourceArn": [topic]]]
                )
            ])
        }
        let admits = statement(Estate.topicARN)
        #expect(try chain { $0.subscribe(queue: "oncall", policy: admits) }.isWhole)
        let another = statement(Estate.topicARN + "-2")
        #expect(try chain { $0.subscribe(queue: "oncall", policy: another) }.broken?.link == .target)
        let key = HeldKey(
            arn: Estate.keyARN, state: "Enabled", isOfAWS: false, policy: .known(AccessPolicy(statements: [])))
        #expect(
            try chain { $0.subscribe(queue: "oncall", policy: admits, key: .known(key)) }.broken?.link == .target)
        let unread = Collected<HeldKey?>.unavailable(Estate.failure)
        #expect(try chain { $0.subscribe(queue: "oncall", policy: admits, key: unread) }.doubt?.link == .target)
    }
}

@Suite("Tests of alarms")
struct AlarmTestJudgeTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant() }

    private func chain(_ change: (inout Estate) -> Void = { _ in }) throws -> AlertChain {
        try #require(
            AlertChain.all(estate.with(change).context).first { $0.alarm == "knowledge-base-heartbeat-audit" })
    }

    @Test func `show as much as was seen, and never more`() throws {
        let whole = try chain()
        func outcome(_ execution: AlarmExecution, _ delivery: AlarmDelivery) -> AlarmTestRecord.Outcome {
            AlarmTestJudge.tested(whole, execution, delivery).outcome
        }
        #expect(outcome(.succeeded(after: 10), .arrived(after: 30)) == .delivered)
        #expect(outcome(.succeeded(after: 10), .notAsked) == .executed)
        #expect(outcome(.succeeded(after: 10), .silent(waited: 60_000)) == .broken)
        #expect(outcome(.succeeded(after: 10), .unseen("denied")) == .unknown)
        #expect(outcome(.failed("Failed to execute action"), .notAsked) == .broken)
        #expect(outcome(.silent(waited: 60_000), .notAsked) == .unknown)
        #expect(outcome(.unseen("denied"), .notAsked) == .unknown)
        #expect(AlarmTestJudge.untested(whole) == nil)
    }

    @Test func `of an alarm whose message arrived at the probe are broken where the subscribers have not confirmed`()
        throws
    {
        let unconfirmed = try chain {
            $0.topic?.subscriptions = .known([
                .init(transport: "email", endpoint: "oncall@example.com", confirmed: false)
            ])
        }
        let test = AlarmTestJudge.tested(unconfirmed, .succeeded(after: 10), .arrived(after: 30))
        #expect(test.outcome == .broken && test.at == .confirmed)
        #expect(test.executedAfter == 10 && test.deliveredAfter == 30)
        #expect(test.reason.hasPrefix("the message arrived at the probe, but alerting.subscriber-confirmed"))
        let unread = try chain { $0.topic?.subscriptions = .unavailable(Estate.failure) }
        #expect(AlarmTestJudge.tested(unread, .succeeded(after: 10), .arrived(after: 30)).outcome == .unknown)
    }

    @Test func `change no state that would show nothing`() throws {
        let muted = try chain { $0[alarm: "knowledge-base-heartbeat-audit"]?.actionsEnabled = false }
        #expect(AlarmTestJudge.untested(muted)?.at == .actionsEnabled)
        let unread = try chain { $0.inventory.alarms = .unavailable(Estate.failure) }
        #expect(AlarmTestJudge.untested(unread)?.outcome == .unknown)
    }

    @Test(arguments: [
        "arn:aws:automate:us-east-1:ec2:stop", "arn:aws:automate:us-east-1:ec2:terminate",
        "arn:aws:swf:us-east-1:123456789012:action/actions/AWS_EC2.InstanceId.Reboot/1.0",
        "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:autoScalingGroupName/web:policyName/out",
        "arn:aws:lambda:us-east-1:123456789012:function:failover", "arn:aws:ssm:us-east-1:123456789012:opsitem:1",
        "arn:aws:sns:us-east-1:123456789012:somebody-elses", "whatever",
    ])
    func `are refused where an alarm would do more than notify`(action: String) {
        for place in [\AlarmState.alarmActions, \.okActions, \.insufficientDataActions] {
            let other = estate.with {
                $0[alarm: "knowledge-base-heartbeat-audit"]?[keyPath: place].append(action)
            }
            let chains = AlertChain.all(other.context)
            let objections = AlarmTestGuard.objections(chains, other.context)
            #expect(objections.count == 1 && objections[0].contains(action), "\(objections)")
            let rest = chains.filter { $0.alarm != "knowledge-base-heartbeat-audit" }
            #expect(AlarmTestGuard.objections(rest, other.context) == [])
        }
        #expect(AlarmTestGuard.objections(AlertChain.all(estate.context), estate.context) == [])
    }

    @Test func `are refused where somebody else's function listens to the topic`() {
        let function = "arn:aws:lambda:us-east-1:123456789012:function:failover"
        let other = estate.with {
            guard let topic = $0.topic else { return }
            let theirs = TopicState.Subscription(transport: "lambda", endpoint: function, confirmed: true)
            $0.topic?.subscriptions = topic.subscriptions.map { $0 + [theirs] }
        }
        #expect(AlarmTestGuard.objections(AlertChain.all(other.context), other.context).count == 1)
        let named = other.with { $0.policy.notifications?.subscribers.append(.lambda(function)) }
        #expect(AlarmTestGuard.objections(AlertChain.all(named.context), named.context) == [])
    }

    @Test func `nothing stands against a test of nothing`() {
        let other = estate.with {
            guard let topic = $0.topic else { return }
            let function = "arn:aws:lambda:us-east-1:123456789012:function:failover"
            let theirs = TopicState.Subscription(transport: "lambda", endpoint: function, confirmed: true)
            $0.topic?.subscriptions = topic.subscriptions.map { $0 + [theirs] }
        }
        #expect(AlarmTestGuard.objections([], other.context) == [])
    }

    @Test func `are refused where it is not known who is subscribed`() {
        func objections(_ change: (inout Estate) -> Void) -> [String] {
            let other = estate.with(change)
            return AlarmTestGuard.objections(AlertChain.all(other.context), other.context)
        }
        let unknown = ["who is subscribed to kb-dr-alerts is not known: test:Describe: AccessDenied"]
        #expect(objections { $0.topic?.subscriptions = .unavailable(Estate.failure) } == unknown)
        #expect(
            objections { $0.inventory.topics["kb-dr-alerts"]?.topic = .unavailable(Estate.failure) } == unknown)
        #expect(
            objections { $0.inventory.topics = [:] }
                == ["who is subscribed to kb-dr-alerts is not known: sns:GetTopicAttributes: it was not read"])
        // Nothing is set off: no state is changed.
        #expect(objections { $0.topic = nil } == [])
    }

    /// The objections beside one composite alarm of somebody else's.
    private func objections(
        rule: String, actions: [String] = ["arn:aws:automate:us-east-1:ec2:stop"], enabled: Bool = true,
        _ change: (inout Estate) -> Void = { _ in }
    ) -> [String] {
        let other = estate.with {
            $0[alarm: "theirs"] = .composite("theirs", rule: rule, actions: actions, enabled: enabled)
            change(&$0)
        }
        return AlarmTestGuard.objections(AlertChain.all(other.context), other.context)
    }

    @Test(arguments: [
        #"ALARM("knowledge-base-heartbeat-audit")"#, "ALARM(knowledge-base-heartbeat-audit) AND NOT OK(x)",
        "TRUE OR (ALARM( 'knowledge-base-heartbeat-audit' ))",
        #"OK("a b") OR ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:knowledge-base-heartbeat-audit")"#,
        "AT_LEAST(1, ALARM, (x, knowledge-base-heartbeat-audit))",
    ])
    func `are refused where a composite alarm follows one and does more than notify`(rule: String) {
        #expect(
            objections(rule: rule) == [
                "composite alarm theirs follows what is tested and would stop its EC2 instance "
                    + "(arn:aws:automate:us-east-1:ec2:stop)"
            ])
        #expect(objections(rule: rule, actions: [Estate.topicARN]) == [])
        #expect(objections(rule: rule, actions: []) == [])
        #expect(objections(rule: rule, enabled: false) == [])
    }

    @Test func `are refused for a composite of a composite, and for one that cannot be read, and for no other`() {
        let rule = #"ALARM("knowledge-base-heartbeat-audit")"#
        #expect(objections(rule: #"ALARM("between")"#) == [])
        let followed = objections(rule: #"ALARM("between")"#) {
            $0[alarm: "between"] = .composite("between", rule: rule, actions: [], enabled: false)
        }
        #expect(followed.count == 1 && followed[0].hasPrefix("composite alarm theirs follows what"), "\(followed)")
        #expect(objections(rule: #"ALARM("knowledge-base-heartbeat-audit-2")"#) == [])
        #expect(objections(rule: #"ALARM("the knowledge-base-heartbeat-audit")"#) == [])
        let unread = objections(rule: "TRUE") { estate in
            estate.inventory.alarms = estate.inventory.alarms.map {
                $0.merging(["knowledge-base-all": .unavailable(Estate.failure)]) { $1 }
            }
        }
        #expect(
            unread == ["what alarm knowledge-base-all follows and does is not known: test:Describe: AccessDenied"])
    }

    @Test func `cannot know their alarms where databases that are selected by tags could not be listed`() {
        let unlisted = estate.with {
            for kind in DatabaseKind.allCases { $0.inventory.databases[kind] = .unavailable(Estate.failure) }
        }
        #expect(AlarmTestKinds.unlisted(unlisted.context) == nil, "ids say which alarms there are")
        let tagged = unlisted.with {
            $0.policy.databases[0].select.ids = []
            $0.policy.databases[0].select.tags = ["app": "kb"]
        }
        let reason = AlarmTestKinds.unlisted(tagged.context)
        #expect(reason?.hasSuffix("could not be listed, nor their alarms: test:Describe: AccessDenied") == true)
        let listed = estate.with {
            $0.policy.databases[0].select.ids = []
            $0.policy.databases[0].select.tags = ["app": "kb"]
        }
        #expect(AlarmTestKinds.unlisted(listed.context) == nil)
    }

    @Test func `change no state where the topic is gone, and do where it only could not be read`() throws {
        let gone = try chain { $0.topic = nil }
        #expect(AlarmTestJudge.untested(gone)?.at == .topic)
        #expect(AlarmTestJudge.untested(gone)?.outcome == .broken)
        let unread = try chain { $0.inventory.topics["kb-dr-alerts"]?.topic = .unavailable(Estate.failure) }
        #expect(AlarmTestJudge.untested(unread) == nil)
    }

    @Test func `that are kept prove an alarm while they are fresh and nothing has spoken against it since`() {
        let name = "knowledge-base-heartbeat-audit"
        func verdict(_ proofs: Collected<[AlarmProof]>?) -> String? {
            estate.with { $0.inventory.alarmProofs = proofs }.verdict("alerting.chain-proven", on: name)
        }
        #expect(verdict(.known([.seen(name, daysAgo: 89)])) == "met")
        #expect(verdict(.known([.seen(name, daysAgo: 91)])) == "violated")
        #expect(verdict(.known([.seen(name, daysAgo: 5), .seen(name, daysAgo: 1, .broken)])) == "violated")
        #expect(verdict(.known([.seen(name, daysAgo: 5, .broken), .seen(name, daysAgo: 1)])) == "met")
        #expect(verdict(.known([.seen(name, daysAgo: 5), .seen(name, daysAgo: 1, .unknown)])) == "met")
        #expect(verdict(.known([.seen(name, daysAgo: 1, .executed)])) == "violated")
        #expect(verdict(.known([.seen("another", daysAgo: 1)])) == "violated")
        #expect(verdict(.unavailable(Estate.failure)) == "unknown")
        #expect(verdict(nil) == nil)
        var elsewhere = AlarmProof.seen(name, daysAgo: 1)
        elsewhere.region = "eu-west-1"
        #expect(verdict(.known([elsewhere])) == "violated")
    }
}

extension AlarmState {
    /// An alarm that other alarms decide, as it is observed.
    fileprivate static func composite(_ name: String, rule: String, actions: [String], enabled: Bool) -> AlarmState {
        var alarm = AlarmState(
            name: name, namespace: "", metric: "", dimensions: [:], statistic: "", period: 0, evaluationPeriods: 0,
            comparison: "", threshold: 0, missingData: "missing", actionsEnabled: enabled, alarmActions: actions,
            summary: "")
        alarm.foreign = ["AlarmRule": rule]
        return alarm
    }
}
