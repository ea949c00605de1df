import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What drctl created and the policy has dropped")
struct OrphanFinderTests {
    private let estate: Estate
    private let policy = "knowledge-base"

    init() throws { estate = try Estate.compliant() }

    /// What carries the policy's tag, by ARN.
    private func tagged(_ arn: String, _ more: [String: String] = [:]) -> TaggedResource {
        TaggedResource(arn: arn, tags: ["drctl:policy": policy].merging(more) { $1 })
    }

    private func arn(_ service: String, _ name: String) -> String {
        "arn:aws:\(service):us-east-1:123456789012:\(name)"
    }

    private func alarm(_ name: String, actions: [String] = [Estate.topicARN]) -> AlarmState {
        AlarmState(
            name: name, namespace: "DR/drctl", metric: "DrillAge", dimensions: [:], statistic: "Maximum", period: 3_600,
            evaluationPeriods: 1, comparison: "GreaterThanThreshold", threshold: 1, missingData: "ignore",
            actionsEnabled: true, alarmActions: actions, summary: "")
    }

    private func subscription(_ name: String, _ sources: [String]) -> EventSubscription {
        EventSubscription(
            name: name, topic: Estate.topicARN, sourceType: "db-instance", sources: sources, categories: [],
            enabled: true)
    }

    private func list(
        _ tagged: [TaggedResource] = [], of estate: Estate? = nil, wrote changes: [Change] = [],
        _ more: (inout Sightings) -> Void = { _ in }
    ) -> OrphanList {
        var sightings = Sightings(tagged: .known(tagged), handiwork: .known(Handiwork(changes)))
        more(&sightings)
        return OrphanFinder.list((estate ?? self.estate).context, sightings)
    }

    @Test func `what the policy asks for is no orphan, under any of its names`() {
        let alarms = estate.inventory.alarms.value ?? [:]
        #expect(!alarms.isEmpty)
        let resources =
            alarms.keys.map { tagged(arn("cloudwatch", "alarm:\($0)")) }
            + [
                tagged(arn("rds", "es:knowledge-base-database-events")), tagged(Estate.topicARN),
                tagged("arn:aws:s3:::\(Estate.bucketName)"), tagged("arn:aws:s3:::\(Estate.logBucketName)"),
                tagged(Estate.keyARN, ["drctl:alias": "kb-dr"]),
            ]
        #expect(list(resources).isEmpty, "\(list(resources))")
    }

    @Test func `an alarm that was dropped is pruned, unless it is deleted already or another tool manages it`() throws {
        let old = alarm("knowledge-base-old")
        let seen: (inout Sightings) -> Void = { $0.alarms = .known(["knowledge-base-old": .known(old)]) }
        let resource = tagged(arn("cloudwatch", "alarm:knowledge-base-old"))
        let found = try #require(list([resource], seen).orphans.first)
        #expect(found.change == .alarm(.delete(old, others: [])))
        #expect(found.proof == "tag drctl:policy=knowledge-base")
        #expect(list([resource]).isEmpty)

        let ofStack = tagged(resource.arn, ["aws:cloudformation:stack-name": "kb"])
        let managed = try #require(list([ofStack], seen).orphans.first)
        #expect(managed.removal == .manual("Remove it from CloudFormation stack kb, which manages it."))
    }

    @Test func `an action that drctl did not give a dropped alarm is somebody else's, also where it is the only one`()
        throws
    {
        let pager = "arn:aws:sns:us-east-1:123456789012:pager"
        let resource = tagged(arn("cloudwatch", "alarm:knowledge-base-old"))
        func takenAway(_ alarm: AlarmState, _ more: [TaggedResource] = []) throws -> [String] {
            let found = list([resource] + more) { $0.alarms = .known(["knowledge-base-old": .known(alarm)]) }
            return try #require(found.orphans.first { $0.kind == .alarm }?.change).facts.takesAway
        }
        #expect(try takenAway(alarm("knowledge-base-old")).isEmpty)
        #expect(try takenAway(alarm("knowledge-base-old", actions: [])).isEmpty)
        #expect(try takenAway(alarm("knowledge-base-old", actions: [pager])) == ["AlarmActions \(pager)"])
        #expect(
            try takenAway(alarm("knowledge-base-old", actions: [pager, Estate.topicARN])) == ["AlarmActions \(pager)"])
        // The topic that the policy had before was drctl's too.
        #expect(try takenAway(alarm("knowledge-base-old", actions: [pager]), [tagged(pager)]).isEmpty)
        var recovering = alarm("knowledge-base-old")
        recovering.okActions = [pager]
        #expect(try takenAway(recovering) == ["OKActions \(pager)"])
    }

    @Test func `what carries the tag of another policy, none, or a drill's is never an orphan`() {
        var other = tagged(arn("cloudwatch", "alarm:knowledge-base-old"))
        other.tags["drctl:policy"] = "another"
        var bare = other
        bare.tags = ["app": "kb"]
        let drill = tagged(arn("rds", "pg:drctl-drill-1"), ["drctl:drill": "1"])
        let seen: (inout Sightings) -> Void = {
            $0.alarms = .known(["knowledge-base-old": .known(self.alarm("knowledge-base-old"))])
        }
        #expect(list([other, bare, drill], seen).isEmpty)
    }

    @Test func `a restore testing plan goes on restoring when drctl drills again, so it is told and stays`() throws {
        let own = tagged(try #require(estate.restoreTesting?.arn))
        #expect(list([own]).isEmpty)
        let found = list([own], of: estate.with { $0.policy.drill?.engine = .drctl })
        #expect(found.orphans.map(\.kind) == [.restoreTestingPlan])
        #expect(found.prunable.isEmpty && found.unseen.isEmpty)
    }

    @Test func `data, keys, topics and groups are only listed, with what people do`() {
        let found = list([
            tagged("arn:aws:s3:::kb-dropped"), tagged(arn("sns", "kb-dropped")),
            tagged(arn("kms", "key/1"), ["drctl:alias": "dropped"]), tagged(arn("rds", "pg:drctl-dropped")),
        ])
        #expect(found.orphans.map(\.kind) == [.topic, .key, .bucket, .parameterGroup])
        #expect(found.prunable.isEmpty && found.unseen.isEmpty)
        #expect(found.orphans.allSatisfy { if case .manual(let text) = $0.removal { !text.isEmpty } else { false } })
    }

    @Test func `a second key for an alias is listed, and the one that the next apply takes is not`() throws {
        let twin = tagged(arn("kms", "key/twin"), ["drctl:alias": "kb-dr"])
        let found = try #require(list([twin]).orphans.first)
        guard case .manual(let text) = found.removal else {
            Issue.record("a key is never deleted by drctl")
            return
        }
        #expect(text.hasPrefix("It was made for alias/kb-dr, which points to another key."))
        // Without the alias the next apply takes it.
        let begun = estate.with { $0.key = nil }
        #expect(list([twin], of: begun).isEmpty)
    }

    @Test func `sources that an apply added and the policy has dropped go, those of others stay`() {
        let name = "knowledge-base-database-events"
        let more = estate.with { estate in
            estate.inventory.eventSubscriptions = .known([name: subscription(name, ["kb-prod", "kb-old", "theirs"])])
        }
        let added = Change.eventSubscription(.addSource(subscription: name, source: "kb-old"))
        #expect(list(of: more).isEmpty)
        let found = list(of: more, wrote: [added])
        #expect(
            found.orphans.map(\.change) == [.eventSubscription(.removeSource(subscription: name, source: "kb-old"))])
        let removed = Change.eventSubscription(.removeSource(subscription: name, source: "kb-old"))
        #expect(list(of: more, wrote: [added, removed]).isEmpty)
    }

    @Test func `a subscription that was dropped needs consent for the sources that no apply is known to have added`()
        throws
    {
        let old = subscription("knowledge-base-old", ["kb-prod", "theirs"])
        let resource = tagged(arn("rds", "es:knowledge-base-old"))
        let created = subscription("knowledge-base-old", ["kb-prod"])
        let found = list([resource], wrote: [.eventSubscription(.create(created, tags: [:]))]) {
            $0.subscriptions = ["knowledge-base-old": .known(old)]
        }
        let change = try #require(found.orphans.first?.change)
        #expect(change.facts.takesAway == ["source theirs"])
        let plan = Planner.plan(audit(found), isPruning: true)
        let objection = try #require(ApplyConsent().objections(to: plan).first)
        #expect(objection.cure == "--allow-replace alerting.event-subscription:knowledge-base-old")
    }

    @Test func `a dashboard and a role's policy go only as the last apply wrote them`() throws {
        func widget(_ title: String, _ text: String = "") -> JSONValue {
            ["type": "text", "properties": ["title": .string(title), "markdown": .string(text)]]
        }
        let own = widget("knowledge-base · Alarms")
        let body = DashboardBody(widgets: [own])
        let wrote = Change.dashboard(.put(name: "kb-old", policy: "knowledge-base", Edit(nil, to: body)))
        let found = list(wrote: [wrote]) { $0.dashboards = ["kb-old": .known(body)] }
        #expect(
            found.orphans.map(\.change) == [.dashboard(.remove(name: "kb-old", policy: "knowledge-base", was: body))])
        let changed = list(wrote: [wrote]) {
            $0.dashboards = ["kb-old": .known(DashboardBody(widgets: [widget("knowledge-base · Alarms", "mine")]))]
        }
        #expect(changed.orphans.count == 1 && changed.prunable.isEmpty)
        let theirs = DashboardBody(widgets: [widget("Sales"), widget("knowledge-base-2 · Alarms")])
        let shared = DashboardBody(widgets: [own] + theirs.widgets)
        #expect(
            list(wrote: [wrote]) { $0.dashboards = ["kb-old": .known(shared)] }.orphans.map(\.change) == [
                .dashboard(.remove(name: "kb-old", policy: "knowledge-base", was: shared))
            ])
        #expect(list(wrote: [wrote]) { $0.dashboards = ["kb-old": .known(theirs)] }.isEmpty)
        #expect(list(wrote: [wrote]) { $0.dashboards = ["kb-recovery": .known(body)] }.isEmpty)

        let document = AccessPolicy(statements: [AccessStatement(.allow, actions: ["s3:PutObject"], resources: ["*"])])
        let granted = Change.role(.putPolicy(role: "kb-old", name: "drctl-backup", Edit(nil, to: document)))
        func roles(_ policies: [String: AccessPolicy], tag: String = "knowledge-base") -> (inout Sightings) -> Void {
            {
                $0.roles = .known([
                    .known(
                        .init(
                            name: "kb-old", arn: "arn:aws:iam::123456789012:role/kb-old", tags: ["drctl:policy": tag],
                            inlinePolicies: .known(policies)))
                ])
            }
        }
        let role = list(wrote: [granted], roles(["drctl-backup": document, "theirs": document]))
        #expect(role.orphans.map(\.kind) == [.rolePolicy, .role])
        #expect(
            role.prunable.map(\.change) == [
                .role(.deletePolicy(role: "kb-old", name: "drctl-backup", was: document))
            ])
        #expect(list([], roles(["drctl-backup": document])).prunable.isEmpty)
        #expect(list(wrote: [granted], roles(["drctl-backup": document], tag: "another")).isEmpty)
    }

    @Test func `what cannot be looked at is said, and nothing is concluded from it`() {
        let failure = CollectionFailure(operation: "tag:GetResources", reason: "AccessDenied")
        var sightings = Sightings(tagged: .unavailable(failure), handiwork: .known(Handiwork()))
        sightings.roles = .unavailable(CollectionFailure(operation: "iam:ListRoles", reason: "AccessDenied"))
        let found = OrphanFinder.list(estate.context, sightings)
        #expect(found.orphans.isEmpty)
        #expect(found.unseen.map(\.operation) == ["iam:ListRoles", "tag:GetResources"])

        // Which alarms are the policy's depends on its databases.
        let blind = estate.with { $0.inventory.databases[.instance] = .unavailable(Estate.failure) }
        let old = list([tagged(arn("cloudwatch", "alarm:knowledge-base-old"))], of: blind) {
            $0.alarms = .known(["knowledge-base-old": .known(self.alarm("knowledge-base-old"))])
        }
        #expect(old.orphans.isEmpty && old.unseen == [Estate.failure])
    }

    @Test func `orphans change no verdict, and only a plan that prunes has steps for them`() throws {
        let old = alarm("knowledge-base-old", actions: [Estate.topicARN, "arn:pager"])
        let found = list([tagged(arn("cloudwatch", "alarm:knowledge-base-old")), tagged("arn:aws:s3:::kb-dropped")]) {
            $0.alarms = .known(["knowledge-base-old": .known(old)])
        }
        let audit = audit(found)
        #expect(audit.conclusion == estate.audit.conclusion)
        #expect(audit.findings == estate.audit.findings)
        let plan = Planner.plan(audit)
        #expect(plan.steps.isEmpty && plan.orphans == found)
        let pruning = Planner.plan(audit, isPruning: true)
        #expect(pruning.steps.map(\.facts.summary) == ["delete alarm knowledge-base-old"])
        #expect(pruning.steps.allSatisfy { $0.facts.details.allSatisfy { $0.name.hasPrefix("- ") } })
        #expect(pruning.orphans?.orphans.map(\.kind) == [.bucket])
        // Whose actions they are is not known when there are several.
        #expect(ApplyConsent().objections(to: pruning).map(\.kind) == [.replaces])
    }

    /// The estate's audit with orphans.
    private func audit(_ orphans: OrphanList) -> AuditResult {
        Auditor.audit(ControlContext(estate.context, orphans: orphans))
    }
}
