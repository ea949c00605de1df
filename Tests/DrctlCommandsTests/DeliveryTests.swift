import Foundation
import Testing

/// Subscribers that SNS does not reach, by the real binary.
@Suite struct DeliveryTests {
    /// What SNS itself would count: four attempts at an endpoint that nobody answers at, and a mail that arrived.
    private static let unreachable = """
        import boto3
        watch = boto3.client("cloudwatch", region_name="us-east-1")
        for name, count in {"NumberOfNotificationsFailed": 4, "NumberOfNotificationsDelivered": 1}.items():
            watch.put_metric_data(Namespace="AWS/SNS", MetricData=[{"MetricName": name, "Value": count,
                "Dimensions": [{"Name": "TopicName", "Value": "reach-alerts"}]}])
        """

    @Test func `a subscriber that confirmed and is gone is found by what failed to arrive`() async throws {
        try await Sandbox.run { sandbox in
            let path = sandbox.folder + "/reach.yaml"
            let text = """
                apiVersion: drctl/v1
                kind: RecoveryPolicy
                metadata: {name: reach}
                scope: {accounts: ["123456789012"], regions: [us-east-1]}
                objectives: {rpo: 1d, rto: 4h}
                notifications: {topic: reach-alerts, subscribers: [{email: anna@example.com}]}

                """
            try Data(text.utf8).write(to: URL(filePath: path))
            let audited = ["audit", "--control", "alerting.notifications-arrive", "--policy", path]
            _ = try await sandbox.drctl(["apply", "--yes", "--policy", path])
            let silent = try await sandbox.drctl(audited)
            #expect(silent.code == 0, "\(silent)")
            try await sandbox.engineer(Self.unreachable)
            let found = try await sandbox.drctl(audited)
            #expect(found.code == 2, "\(found)")
            #expect(found.output.contains("4 failed attempts, 1 delivered"), "\(found)")
        }
    }
}
