import Foundation
import Testing

/// Notifications and metrics of drills, by the real binary on the sandbox.
@Suite(.serialized) struct DrillAlertTests {
    private static let policy = ["--policy", "policies/knowledge-base.yaml"]

    @Test func `a drill tells the topic and CloudWatch, and the nightly audit feeds every alarm`() async throws {
        try await Sandbox.run { sandbox in
            let applied = try await sandbox.drctl(["apply", "--yes"] + Sandbox.allowed + Self.policy)
            #expect(applied.code == 2, "\(applied.output)\(applied.conversation)")
            try await sandbox.engineer(
                """
                import boto3
                import json
                admits = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
                    "Resource": "*"}
                queue = boto3.client("sqs").create_queue(QueueName="oncall",
                    Attributes={"Policy": json.dumps({"Statement": [admits]})})["QueueUrl"]
                boto3.client("sns").subscribe(TopicArn="arn:aws:sns:us-east-1:123456789012:kb-dr-alerts",
                    Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:oncall")
                """)
            let drill = try await sandbox.drill("run", ["--output", "json"])
            #expect(drill.code == 0, "\(drill.output)\(drill.conversation)")
            #expect((try members(of: drill.output)["problems"] as? [Any])?.isEmpty == true)
            try drill.output.write(toFile: sandbox.folder + "/drill.json", atomically: true, encoding: .utf8)
            let audit = try await sandbox.drctl(["audit", "--publish-metrics"] + Self.policy)
            #expect(audit.code == 0, "\(audit.output)\(audit.conversation)")
            #expect(audit.conversation.contains("Published 3 metrics to DR/drctl"))
            try await sandbox.engineer(
                """
                import boto3, json
                drill = json.load(open("\(sandbox.folder)/drill.json"))
                sqs = boto3.client("sqs")
                queue = sqs.get_queue_url(QueueName="oncall")["QueueUrl"]
                notices = []
                while found := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
                    for message in found:
                        notices.append(json.loads(message["Body"]))
                        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                ours = [n for n in notices if n.get("Subject") == "Restore drill of kb-prod: verified"]
                assert len(ours) == 1, notices
                notice = json.loads(ours[0]["Message"])
                assert notice["drill"] == drill["drill"] and notice["verdict"] == "verified", notice
                assert notice["rtoMilliseconds"] == round(drill["objectives"]["rtoVerifiedSeconds"] * 1000), notice

                cloudwatch = boto3.client("cloudwatch")
                def key(name, dimensions):
                    return name, tuple(sorted((d["Name"], d["Value"]) for d in dimensions))
                listed = {key(m["MetricName"], m["Dimensions"])
                    for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace="DR/drctl")
                    for m in page["Metrics"]}
                names = {name for name, _ in listed}
                wanted = {"DrillAge", "DrillRun", "DrillVerified", "DrillLeftovers", "DrillRTO", "DrillRTOAvailable",
                    "DrillRPO", "Heartbeat", "RecoveryPointAge"}
                assert names == wanted, names
                alarms = [a for a in cloudwatch.describe_alarms()["MetricAlarms"] if a["Namespace"] == "DR/drctl"]
                assert len(alarms) == 4, [a["AlarmName"] for a in alarms]
                blind = {a["AlarmName"] for a in alarms if key(a["MetricName"], a["Dimensions"]) not in listed}
                assert blind == {"knowledge-base-heartbeat-backup"}, blind
                """)
            try await sandbox.fault(#"{"kind": "denied", "service": "rds", "action": "DeleteDBInstance"}"#)
            try await sandbox.forgetCalls()
            let refused = try await sandbox.drill("run")
            try await sandbox.heal()
            #expect(refused.code == 5, "\(refused.output)\(refused.conversation)")
            #expect(try await sandbox.calls().filter { !$0.readOnly }.map(\.operation) == ["Publish"])
            try await sandbox.engineer(
                """
                import boto3, json
                sqs = boto3.client("sqs")
                queue = sqs.get_queue_url(QueueName="oncall")["QueueUrl"]
                body = json.loads(sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"])
                assert body["Subject"] == "Restore drill of kb-prod: refused", body
                assert "not allowed to call rds:DeleteDBInstance" in json.loads(body["Message"])["summary"], body
                """)
        }
    }

    @Test func `a cluster's ages are watched by alarms and fed by the nightly audit`() async throws {
        try await Sandbox.run { sandbox in
            let path = try await DrillClusterTests.prepare(sandbox)
            let watched = """
                notifications: {topic: aurora-alerts, subscribers: [{email: oncall@example.com}]}
                alarms: {heartbeat: {audit: 26h}}

                """
            try (try String(contentsOfFile: path, encoding: .utf8) + watched).write(
                toFile: path, atomically: true, encoding: .utf8)
            let applied = try await sandbox.drctl("apply", "--yes", "--policy", path)
            #expect(applied.output.contains("create alarm aurora-drill-age-kb-aurora"), "\(applied)")
            #expect(applied.output.contains("create event subscription aurora-cluster-events"), "\(applied)")
            let audit = try await sandbox.drctl("audit", "--publish-metrics", "--policy", path)
            #expect(audit.conversation.contains("Published 3 metrics to DR/drctl"), "\(audit)")
            try await sandbox.engineer(
                """
                import boto3
                cloudwatch = boto3.client("cloudwatch")
                alarms = [a for a in cloudwatch.describe_alarms()["MetricAlarms"] if a["Namespace"] == "DR/drctl"]
                def key(metric): return metric["MetricName"], sorted((d["Name"], d["Value"]) for d in metric["Dimensions"])
                published = [key(m) for m in cloudwatch.list_metrics(Namespace="DR/drctl")["Metrics"]]
                assert len(alarms) == 3 and all(key(a) in published for a in alarms), (alarms, published)
                """)
        }
    }

    @Test func `what cannot be published is told, and is no success`() async throws {
        try await Sandbox.run { sandbox in
            let applied = try await sandbox.drctl(["apply", "--yes"] + Sandbox.allowed + Self.policy)
            #expect(applied.code == 2)
            let drill = try await sandbox.drill("run", [])
            #expect(drill.code == 0)
            try await sandbox.fault(#"{"kind": "denied", "service": "monitoring", "action": "PutMetricData"}"#)
            let audit = try await sandbox.drctl(["audit", "--publish-metrics"] + Self.policy)
            let untold = try await sandbox.drill("run", [])
            try await sandbox.heal()
            #expect(audit.code == 4, "\(audit.output)\(audit.conversation)")
            #expect(audit.conversation.contains("the metrics were not published"))
            #expect(untold.code == 0)
            #expect(untold.conversation.contains("failed to publish the drill's metrics"))
            let part = try await sandbox.drctl(
                ["audit", "--publish-metrics", "--control", "database.not-public"] + Self.policy)
            #expect(part.code == 64)
        }
    }
}
