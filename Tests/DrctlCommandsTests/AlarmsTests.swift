import Foundation
import Testing

/// Alert chains and their tests, by the real binary on the sandbox, whose CloudWatch, SNS and SQS ask the policies.
@Suite(.serialized) struct AlarmsTests {
    private static let policy = ["--policy", Sandbox.policy]
    private static let quickly = ["--wait", "3", "--poll-interval", "0.02"]
    private static let heartbeat = "knowledge-base-heartbeat-audit"
    private static let test = ["alarms", "test"] + quickly + policy

    /// The states of the alarms by name, and the queues, as somebody else sees them.
    private static func look(_ sandbox: Sandbox) async throws -> String {
        try await sandbox.engineer(
            """
            import boto3, json
            cloudwatch, sqs, sns = (boto3.client(name) for name in ("cloudwatch", "sqs", "sns"))
            states = {a["AlarmName"]: a["StateValue"] for a in cloudwatch.describe_alarms()["MetricAlarms"]}
            topic = "arn:aws:sns:us-east-1:123456789012:kb-dr-alerts"
            endpoints = [s["Endpoint"] for s in sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]]
            seen = {"states": states, "queues": sqs.list_queues().get("QueueUrls", []), "endpoints": sorted(endpoints)}
            open("\(sandbox.folder)/seen.json", "w").write(json.dumps(seen, sort_keys=True))
            """)
        return try String(contentsOfFile: sandbox.folder + "/seen.json", encoding: .utf8)
    }

    @Test func `a whole chain is seen to the probe, a broken one to its broken link, and everything is put back`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let missing = try await sandbox.drctl(["alarms", "chain"] + Self.policy)
            #expect(missing.code == 2 && missing.output.hasPrefix("BROKEN: "), "\(missing)")
            let untested = try await sandbox.drctl(Self.test)
            #expect(untested.code == 3, "\(untested)")
            _ = try await sandbox.drctl(["apply", "--yes"] + Sandbox.allowed + Self.policy)
            let whole = try await sandbox.drctl(["alarms", "chain"] + Self.policy)
            #expect(whole.code == 0 && whole.output.hasPrefix("WHOLE: "), "\(whole)")
            let before = try await Self.look(sandbox)
            let delivered = try await sandbox.drctl(Self.test + ["--probe"])
            #expect(
                delivered.code == 0 && delivered.output.hasPrefix("DELIVERED: 5 alarms: 5 delivered"), "\(delivered)")
            #expect(delivered.conversation.contains("Anchor:   knowledge-base:2:"), "\(delivered)")
            let executed = try await sandbox.drctl(Self.test + ["--alarm", Self.heartbeat])
            #expect(executed.code == 0 && executed.output.hasPrefix("EXECUTED: 1 alarm: 1 executed"), "\(executed)")
            #expect(try await Self.look(sandbox) == before)
            let verified = try await sandbox.drctl(["evidence", "verify"] + Self.policy)
            #expect(!verified.output.contains("CHANGED"), "\(verified)")
            try await breakChain(sandbox)
            #expect(try await Self.look(sandbox) == before)
        }
    }

    @Test func `where databases could not be listed, their alarms are not taken for none`() async throws {
        try await Sandbox.run { sandbox in
            _ = try await sandbox.drctl(["apply", "--yes"] + Sandbox.allowed + Self.policy)
            let path = sandbox.folder + "/tagged.yaml"
            let text = try String(contentsOfFile: Binary.root + "/" + Sandbox.policy, encoding: .utf8)
            try text.replacingOccurrences(of: "select: {ids: [kb-prod]}", with: "select: {tags: {app: knowledge-base}}")
                .write(toFile: path, atomically: true, encoding: .utf8)
            try await sandbox.fault(#"{"kind": "denied", "service": "rds", "action": "DescribeDBInstances"}"#)
            try await sandbox.forgetCalls()
            let chain = try await sandbox.drctl("alarms", "chain", "--policy", path)
            let words = chain.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(chain.code == 4 && words.contains("could not be listed, nor their alarms"), "\(chain)")
            let test = try await sandbox.drctl(["alarms", "test"] + Self.quickly + ["--policy", path])
            #expect(test.code == 4, "\(test)")
            #expect(try await sandbox.calls().filter { !$0.readOnly }.isEmpty)
        }
    }

    /// Breaks a link after the other, as somebody would, and mends it again.
    private func breakChain(_ sandbox: Sandbox) async throws {
        let links = [
            ("actions are enabled", "cloudwatch.disable_alarm_actions(AlarmNames=[alarm])"),
            (
                "CloudWatch executes the action",
                """
                sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS":
                    "arn:aws:iam::123456789012:root"}, "Action": "sns:Publish", "Resource": topic}]}))
                """
            ),
            (
                "CloudWatch executes the action",
                """
                key = kms.describe_key(KeyId="alias/kb-dr")["KeyMetadata"]["KeyId"]
                kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps({"Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                    "Action": "kms:*", "Resource": "*"}]}))
                """
            ),
            (
                "the filters let an alarm through",
                """
                subscription = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"][0]["SubscriptionArn"]
                for name, value in (("FilterPolicyScope", "MessageBody"), ("FilterPolicy", '{"NewStateValue": ["OK"]}')):
                    sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName=name, AttributeValue=value)
                """
            ),
        ]
        for (link, code) in links {
            try await sandbox.engineer(
                """
                import boto3, json
                cloudwatch, sns, kms = (boto3.client(name) for name in ("cloudwatch", "sns", "kms"))
                alarm, topic = "\(Self.heartbeat)", "arn:aws:sns:us-east-1:123456789012:kb-dr-alerts"
                \(code.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n"))
                """)
            let broken = try await sandbox.drctl(Self.test + ["--probe", "--alarm", Self.heartbeat])
            let words = broken.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(broken.code == 3 && words.contains("at \"\(link)\""), "\(link): \(broken)")
            #expect(words.contains("fix: "), "\(broken)")
            // The filter is nothing that drctl takes from its subscriber.
            _ = try await sandbox.drctl(["apply", "--yes"] + Sandbox.allowed + Self.policy)
        }
        try await sandbox.engineer(
            """
            import boto3
            sns = boto3.client("sns")
            for s in sns.list_subscriptions_by_topic(TopicArn="arn:aws:sns:us-east-1:123456789012:kb-dr-alerts")["Subscriptions"]:
                sns.set_subscription_attributes(SubscriptionArn=s["SubscriptionArn"], AttributeName="FilterPolicy",
                    AttributeValue="{}")
            """)
    }

    @Test
    func `what would do more than notify is refused, a killed test's work is undone by the next, and a role suffices`()
        async throws
    {
        try await Sandbox.run { sandbox in
            _ = try await sandbox.drctl(["apply", "--yes"] + Sandbox.allowed + Self.policy)
            let before = try await Self.look(sandbox)
            let only = ["--alarm", Self.heartbeat]
            // The role may do what is printed and nothing else.
            let printed = try await sandbox.drctl(["iam", "--for", "alarms-test", "--quiet"] + Self.policy)
            try await sandbox.engineer(
                """
                import boto3, json
                iam = boto3.client("iam")
                iam.create_role(RoleName="only-alarms", AssumeRolePolicyDocument=json.dumps({"Statement": []}))
                policy = json.loads('''\(printed.output)''')
                policy["Statement"].append({"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"})
                iam.put_role_policy(RoleName="only-alarms", PolicyName="drctl", PolicyDocument=json.dumps(policy))
                """)
            try await sandbox.fault(#"{"kind": "enforce", "target": "only-.*"}"#)
            let asRole = try await sandbox.drctl(
                Self.test + ["--probe", "--assume-role", "arn:aws:iam::123456789012:role/only-alarms"])
            #expect(asRole.code == 0, "\(asRole)")
            try await sandbox.heal()

            let unknown = try await sandbox.drctl(Self.test + ["--alarm", "knowledge-base-heartbeat-audi"])
            #expect(unknown.code == 64 && unknown.conversation.contains(Self.heartbeat), "\(unknown)")

            // A signal: the state is put back, and the probe is gone.
            try await sandbox.fault(#"{"kind": "slow", "seconds": 1, "action": "DescribeAlarmHistory", "skip": 1}"#)
            try await sandbox.forgetCalls()
            let interrupted = try await sandbox.drctl(
                Self.test + ["--probe"],
                meanwhile: { running in
                    try await running.reaches("an alarm is set") {
                        try await sandbox.calls().contains { $0.operation == "SetAlarmState" && $0.time > 0 }
                    }
                    running.send(SIGINT)
                })
            #expect(interrupted.code == 130, "\(interrupted)")
            #expect(try await Self.look(sandbox) == before)

            // A kill: the next test waits for the time to be over, and then puts back and deletes.
            try await sandbox.forgetCalls()
            let killed = try await sandbox.drctl(
                ["alarms", "test", "--wait", "0.1", "--poll-interval", "0.02", "--probe"] + only + Self.policy,
                meanwhile: { running in
                    try await running.reaches("an alarm is set") {
                        try await sandbox.calls().contains { $0.operation == "SetAlarmState" }
                    }
                    running.send(SIGKILL)
                })
            #expect(killed.code == -9, "\(killed)")
            try await sandbox.heal()
            #expect(try await Self.look(sandbox) != before)
            let early = try await sandbox.drctl(Self.test + only)
            #expect(early.code == 5 && early.output.contains("another test may be running"), "\(early)")
            try await eventually("the killed test is over") {
                try await sandbox.drctl(Self.test + only).code == 0
            }
            #expect(try await Self.look(sandbox) == before)

            // Somebody else's action.
            try await sandbox.engineer(
                """
                import boto3
                cloudwatch = boto3.client("cloudwatch")
                alarm = cloudwatch.describe_alarms(AlarmNames=["\(Self.heartbeat)"])["MetricAlarms"][0]
                keep = ("AlarmName", "AlarmDescription", "ActionsEnabled", "AlarmActions", "MetricName", "Namespace", "Statistic",
                    "Dimensions", "Period", "EvaluationPeriods", "Threshold", "ComparisonOperator", "TreatMissingData")
                alarm = {name: alarm[name] for name in keep}
                alarm["AlarmActions"].append("arn:aws:automate:us-east-1:ec2:stop")
                cloudwatch.put_metric_alarm(**alarm)
                """)
            try await sandbox.forgetCalls()
            let refused = try await sandbox.drctl(Self.test)
            #expect(refused.code == 5 && refused.conversation.contains("would stop its EC2 instance"), "\(refused)")
            #expect(try await sandbox.calls().filter { !$0.readOnly }.isEmpty)
            let others = try await sandbox.drctl(Self.test + ["--alarm", "knowledge-base-heartbeat-backup"])
            #expect(others.code == 0, "\(others)")
            let fired = try await sandbox.drctl(Self.test + only + ["--fire"])
            #expect(fired.code == 0, "\(fired)")
        }
    }
}
