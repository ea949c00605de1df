import Testing

@testable import RecoveryModel

@Suite struct PrerequisiteTests {
    @Test func `a step relies on the topics among its targets, and on no queue or function`() {
        let topic = "arn:aws:sns:us-east-1:123456789012:kb-alerts"
        #expect(Prerequisite.topics([topic]) == [.topic(name: "kb-alerts")])
        #expect(
            Prerequisite.topics([
                "arn:aws:sqs:us-east-1:123456789012:kb-alerts", "arn:aws:automate:us-east-1:ec2:stop",
                "\(topic):subscription",
                "kb-alerts",
            ]).isEmpty)
    }

    @Test func `a key is relied on by its alias, and not by its id`() {
        #expect(Prerequisite.key(named: "alias/kb") == [.key(alias: "kb")])
        #expect(Prerequisite.key(named: "arn:aws:kms:us-east-1:123456789012:alias/kb") == [.key(alias: "kb")])
        #expect(Prerequisite.key(named: "1234abcd-12ab-34cd-56ef-1234567890ab").isEmpty)
        #expect(Prerequisite.key(named: nil).isEmpty)
    }

    @Test func `a database that gets a group relies on the group, and one that gets none provides nothing`() {
        func prerequisites(_ settings: [DatabaseSetting]) -> Prerequisites {
            Change.database(.modify(kind: .instance, id: "kb", settings)).prerequisites
        }
        #expect(prerequisites([.backupRetention(days: Edit(7, to: 30))]) == Prerequisites())
        let attached = prerequisites([.parameterGroup(Edit("default", to: "kb-drctl"))])
        #expect(attached.provides == [.attachedGroup(.instance, id: "kb")])
        #expect(attached.reliesOn.contains(.parameterGroup(.instance, name: "kb-drctl")))
    }

    @Test func `the more disturbing is the greater, and nothing is greater than itself`() {
        let ascending: [Disruption] = [.none, .brief("a"), .clientsRefused("b"), .restart("c")]
        for (left, first) in ascending.enumerated() {
            for (right, second) in ascending.enumerated() { #expect((first < second) == (left < right)) }
        }
    }
}
