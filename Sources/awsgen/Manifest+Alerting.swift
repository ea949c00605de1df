extension Manifest {
    static let alerting: [Entry] = [
        // The model's first protocol is CBOR; the query protocol is spoken by every endpoint.
        Entry(
            "cloudwatch", "CloudWatch", wireProtocol: "query",
            Use(.audit, .alarmsTest, calls: "DescribeAlarms"),
            Use(.audit, calls: "GetDashboard"),
            Use(.apply, calls: "DeleteAlarms DeleteDashboards PutDashboard PutMetricAlarm"),
            Use(.notices, calls: "PutMetricData"),
            // Whether an alarm's data arrive, how storage grows.
            Use(.controls, calls: "GetMetricData"),
            Use(.alarmsTest, calls: "DescribeAlarmHistory SetAlarmState")
        ).with { $0.rules.decisive["Dimension"] = ["Name", "Value"] },
        Entry(
            "sns", "SNS",
            Use(.audit, calls: "GetTopicAttributes ListSubscriptionsByTopic"),
            Use(.apply, calls: "CreateTopic SetTopicAttributes"),
            Use(.apply, .alarmsTest, calls: "Subscribe"),
            Use(.notices, calls: "Publish"),
            Use(.controls, .alarmsTest, calls: "GetSubscriptionAttributes"),
            Use(.alarmsTest, calls: "Unsubscribe")
        ),
        // The probe's queue, and what a subscribed queue or function lets SNS do.
        Entry(
            "sqs", "SQS",
            Use(
                .alarmsTest,
                calls: """
                    CreateQueue DeleteMessage DeleteQueue GetQueueAttributes GetQueueUrl ReceiveMessage
                    """)
        ),
        Entry("lambda", "Lambda", Use(.alarmsTest, calls: "GetPolicy")),
        Entry(
            "events", "EventBridge",
            Use(.audit, calls: "DescribeRule ListRuleNamesByTarget ListTargetsByRule"),
            Use(.apply, calls: "PutRule PutTargets")
        ).with {
            // A rule of drctl's has a topic for its target, which takes none of these.
            $0.rules.omitted["Target"] = [
                "AppSyncParameters", "BatchParameters", "EcsParameters", "HttpParameters", "KinesisParameters",
                "RedshiftDataParameters", "RunCommandParameters", "SageMakerPipelineParameters", "SqsParameters",
            ]
        },
    ]
}
