import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Event rules by what reaches the topic")
struct EventRuleMeaningTests {
    private let estate: Estate
    private let both: JSONValue = ["Backup Job State Change", "Copy Job State Change"]

    init() throws { estate = try Estate.compliant() }

    /// An account with these rules.
    private func finding(_ rules: EventRule...) -> Finding? {
        estate.with { $0.inventory.eventRules = .known(Dictionary(uniqueKeysWithValues: rules.map { ($0.name, $0) })) }
            .finding("alerting.event-rule")
    }

    private func rule(
        _ pattern: JSONValue, named name: String = "knowledge-base-backup-jobs", enabled: Bool = true,
        to targets: [String] = [Estate.topicARN]
    ) -> EventRule {
        EventRule(name: name, pattern: pattern, enabled: enabled, targets: targets.map(EventRule.Target.topic))
    }

    @Test func `a pattern that lets every failed job through is as good as drctl's own`() {
        let source: JSONValue = ["aws.backup"]
        let patterns: [JSONValue] = [
            ["source": source],
            ["source": [["prefix": "aws.ba"]]],
            ["source": source, "detail": ["state": [["anything-but": ["COMPLETED", "RUNNING", "CREATED"]]]]],
            ["source": source, "detail-type": [["wildcard": "* Job State Change"]]],
            ["source": source, "account": ["123456789012"], "region": ["us-east-1"]],
            [
                "source": source,
                "$or": [["detail-type": ["Backup Job State Change"]], ["detail-type": ["Copy Job State Change"]]],
            ],
        ]
        for pattern in patterns { #expect(finding(rule(pattern))?.verdict == .met, "\(pattern.compact)") }
    }

    @Test func `a pattern that leaves failed jobs out is violated, and they are named`() {
        let failed = finding(rule(["source": ["aws.backup"], "detail-type": both, "detail": ["state": ["FAILED"]]]))
        #expect(failed?.verdict == .violated)
        #expect(failed?.observed?.contains("Copy Job State Change EXPIRED") == true)
        #expect(failed?.observed?.contains("Backup Job State Change FAILED") == false)
        let patterns: [JSONValue] = [
            ["source": ["aws.rds"]], ["source": ["aws.backup"], "account": ["999999999999"]],
            ["source": ["aws.backup"], "detail-type": ["Backup Job State Change"]],
            // Of events in the form in which CloudTrail delivers them.
            ["source": ["aws.backup"], "detail-type": ["AWS API Call via CloudTrail"]],
            ["source": ["aws.backup"], "detail": ["state": ["failed"]]],
            ["source": ["aws.backup"], "detail": ["FAILED"]],
        ]
        for pattern in patterns { #expect(finding(rule(pattern))?.verdict == .violated, "\(pattern.compact)") }
        let pattern: JSONValue = ["source": ["aws.backup"]]
        #expect(finding(rule(pattern, enabled: false))?.observed == "disabled")
        #expect(finding(rule(pattern, to: ["arn:aws:sns:us-east-1:123456789012:other"]))?.verdict == .violated)
        #expect(finding(rule(pattern, to: []))?.verdict == .violated)
        #expect(finding()?.observed == "not found")
    }

    @Test func `a rule that asks for what differs from job to job tells of some, and is made whole`() {
        let some: JSONValue = ["source": ["aws.backup"], "detail": ["backupVaultName": ["kb-backups"]]]
        let theirs = finding(rule(some, named: "theirs"))
        #expect(theirs?.verdict == .violated)
        #expect(theirs?.observed == "not found")
        let narrowed = finding(rule(some))
        #expect(narrowed?.observed?.contains("Copy Job State Change FAILED for some backupVaultName") == true)
        guard case .changes(let changes)? = narrowed?.remedy, case .eventRule(.put(let edit, _))? = changes.first else {
            Issue.record("\(String(describing: narrowed?.remedy))")
            return
        }
        #expect(edit.after.pattern == Violation.jobs.pattern)
        #expect(finding(rule(some), rule(["source": ["aws.backup"]], named: "theirs"))?.verdict == .met)
        let unread = estate.with { $0.inventory.eventRules = .unavailable(Estate.failure) }
        #expect(unread.verdict("alerting.event-rule") == "unknown")
    }

    @Test func `jobs of the kinds that the policy backs up have to get through`() {
        func pattern(_ kinds: JSONValue) -> JSONValue { ["source": ["aws.backup"], "detail": ["resourceType": kinds]] }
        #expect(finding(rule(pattern(["RDS"])))?.verdict == .met)
        #expect(finding(rule(pattern(["EC2"])))?.verdict == .violated)
    }

    @Test func `a long policy has a rule whose name EventBridge takes, and another than its neighbour's`() {
        let long = String(repeating: "a", count: 62)
        let names = [long + "x", long + "y"].map(RequiredEventRule.name)
        #expect(names.allSatisfy { $0.count == 64 } && Set(names).count == 2)
        #expect(
            RequiredEventRule.name(String(repeating: "a", count: 52)) == String(repeating: "a", count: 52)
                + "-backup-jobs")
    }

    @Test func `a rule that gets all events of CloudTrail goes on getting them, and a role is passed`() {
        var theirs = rule(["source": ["aws.rds"]])
        theirs.state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
        theirs.role = "arn:aws:iam::123456789012:role/theirs"
        guard case .changes(let changes)? = finding(theirs)?.remedy, case .eventRule(.put(let edit, _))? = changes.first
        else {
            Issue.record("nothing is written")
            return
        }
        #expect(edit.after.state == theirs.state && edit.after.role == theirs.role)
        #expect(changes[0].facts.needs.contains(Need("iam:PassRole", "arn:aws:iam::123456789012:role/theirs")))
    }

    @Test func `rules of others count, each for its part`() {
        let backups = rule(["source": ["aws.backup"], "detail-type": ["Backup Job State Change"]], named: "backups")
        let copies = rule(["source": ["aws.backup"], "detail-type": ["Copy Job State Change"]], named: "copies")
        let both = finding(backups, copies)
        #expect(both?.verdict == .met)
        #expect(both?.observed == "by backups, copies")
        #expect(finding(backups)?.verdict == .violated)
    }

    @Test func `drctl's rule is made whole, and what others gave it stays`() {
        let queue = "arn:aws:sqs:us-east-1:123456789012:theirs"
        func changes(_ rule: EventRule) -> [Change] {
            guard case .changes(let changes)? = finding(rule)?.remedy else { return [] }
            return changes
        }
        var theirs = rule(["source": ["aws.backup"]], enabled: false, to: [queue])
        theirs.role = "arn:aws:iam::123456789012:role/theirs"
        var enabled = theirs
        enabled.enabled = true
        #expect(
            changes(theirs) == [
                .eventRule(.put(Edit(theirs, to: enabled), tags: [:])),
                .eventRule(.addTarget(rule: theirs.name, topic: Estate.topicARN)),
            ])
        let narrow = rule(["source": ["aws.rds"]])
        guard case .eventRule(.put(let edit, _))? = changes(narrow).first else {
            Issue.record("nothing is written")
            return
        }
        #expect(changes(narrow).count == 1 && edit.after.pattern == Violation.jobs.pattern)
        #expect(changes(narrow)[0].facts.takesAway.contains { $0.contains("event pattern") })
        var managed = narrow
        managed.manager = "backup.amazonaws.com"
        #expect(changes(managed).isEmpty)
        let full = rule(["source": ["aws.backup"]], to: (1...5).map { "\(queue)-\($0)" })
        #expect(changes(full).isEmpty)
    }

    @Test func `what is sent by a role is not sent for sure, and drctl's own target is not written over`() {
        var byRole = rule(["source": ["aws.backup"]])
        byRole.targets = [EventRule.Target(id: "theirs", arn: Estate.topicARN, role: "arn:aws:iam::1:role/theirs")]
        let found = finding(byRole)
        #expect(found?.verdict == .violated)
        #expect(found?.observed == "sent by arn:aws:iam::1:role/theirs, of which is not known what it may")
        #expect(found?.remedy == .changes([.eventRule(.addTarget(rule: byRole.name, topic: Estate.topicARN))]))
        var plain = byRole
        plain.targets.append(.topic(Estate.topicARN))
        #expect(finding(plain)?.verdict == .met)
        var taken = byRole
        taken.targets[0].id = EventRule.Target.topic(Estate.topicARN).id
        guard case .procedure(let words)? = finding(taken)?.remedy else {
            Issue.record("\(String(describing: finding(taken)?.remedy))")
            return
        }
        #expect(words.contains(taken.targets[0].id))
        // The message may say something else, and it arrives.
        taken.targets[0] = EventRule.Target(id: "theirs", arn: Estate.topicARN, foreign: ["Input"])
        #expect(finding(taken)?.verdict == .met)
    }

    @Test func `a rule is imported with the targets that it has, or not at all`() throws {
        func live(_ targets: [EventRule.Target]) throws(CollectionFailure) -> LiveResource? {
            var rule = rule(["source": ["aws.backup"]])
            rule.targets = targets
            let estate = estate.with { $0.inventory.eventRules = .known([rule.name: rule]) }
            return try Family.eventRules.live(estate.context).get().first
        }
        let theirs = EventRule.Target(id: "Id-1", arn: "arn:aws:sns:us-east-1:123456789012:other")
        #expect(
            try live([theirs])?.properties["Targets"] == [["Id": "Id-1", "Arn": .string(theirs.arn)]])
        var transformed = theirs
        transformed.foreign = ["InputTransformer"]
        var byRole = theirs
        byRole.role = "arn:aws:iam::123456789012:role/theirs"
        let queue = EventRule.Target(id: "Id-2", arn: "arn:aws:sqs:us-east-1:123456789012:theirs")
        for target in [transformed, byRole, queue] {
            #expect(throws: CollectionFailure.self) { try live([.topic(Estate.topicARN), target]) }
        }
    }

    @Test func `EventBridge is let in without conditions, which it cannot meet`() {
        func verdict(_ condition: [String: [String: [String]]]) -> String? {
            var statement = AccessStatement.eventBridge
            statement.condition = condition
            return estate.with { $0.topic?.policy = .known(AccessPolicy(statements: [.publishers, statement])) }
                .verdict("alerting.topic-policy-allows-publishers")
        }
        #expect(verdict([:]) == "met")
        #expect(verdict(["Bool": ["aws:SecureTransport": ["true"]]]) == "met")
        #expect(verdict(["StringEquals": ["aws:SourceAccount": ["123456789012"]]]) == "violated")
        #expect(verdict(["ArnLike": ["aws:SourceArn": ["arn:aws:events:us-east-1:123456789012:rule/*"]]]) == "violated")
        #expect(verdict(["StringEqualsIfExists": ["aws:SourceAccount": ["123456789012"]]]) == "met")
    }

    @Test func `without plans of AWS Backup nothing is asked for, and EventBridge is not let in`() {
        let plain = estate.with { estate in
            estate.policy.backupPlans = []
            for index in estate.policy.databases.indices { estate.policy.databases[index].backups.awsBackup = nil }
            estate.topic?.policy = .known(AccessPolicy(statements: [.publishers]))
        }
        #expect(plain.finding("alerting.event-rule") == nil)
        #expect(plain.verdict("alerting.topic-policy-allows-publishers") == "met")
        let unheard = estate.with { $0.topic?.policy = .known(AccessPolicy(statements: [.publishers])) }
        #expect(unheard.verdict("alerting.topic-policy-allows-publishers") == "violated")
    }
}
