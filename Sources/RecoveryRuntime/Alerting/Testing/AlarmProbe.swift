import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

/// A temporary queue that is subscribed to the topic, to see messages arrive; everything about it follows from the test's
/// id, so that it can be deleted whatever was reached.
struct AlarmProbe: Sendable {
    let client: AWSClient
    let request: AlarmTestRequest

    /// Creates the queue, encrypted, with a policy that admits this topic alone, and subscribes it.
    ///
    /// SSE-SQS asks nothing of a key's policy. What arrives is deleted with the queue, an hour later in any case.
    ///
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
    func open() async throws -> String {
        let made = try await client.send(
            SQS.createQueue,
            .init(
                queueName: request.queueName,
                attributes: [
                    "SqsManagedSseEnabled": "true", "MessageRetentionPeriod": "3600", "Policy": policy.json.compact,
                ], tags: request.tags))
        let url = try made.queueUrl.required("QueueUrl")
        _ = try await client.send(
            SNS.subscribe,
            .init(topicArn: request.topic, protocol: "sqs", endpoint: request.queueARN, returnSubscriptionArn: true))
        return url
    }

    private var policy: AccessPolicy {
        AccessPolicy(statements: [
            AccessStatement(
                sid: "DrctlTopic", .allow, principals: .init("Service", ["sns.amazonaws.com"]),
                actions: ["sqs:SendMessage"], resources: [request.queueARN],
                condition: ["ArnEquals": ["aws:SourceArn": [request.topic]]]),
            AccessStatement(
                sid: "DrctlDenyInsecureTransport", .deny, principals: .anyone, actions: ["sqs:*"],
                resources: [request.queueARN], condition: ["Bool": ["aws:SecureTransport": ["false"]]]),
        ])
    }

    /// True when a message says that the alarm went off in this test. Others are copies of what subscribers get too.
    func receive(from url: String, of alarm: String) async throws -> Bool {
        let answer = try await client.send(
            SQS.receiveMessage, .init(queueUrl: url, maxNumberOfMessages: 10))
        var hasArrived = false
        for message in answer.messages ?? [] {
            if let receipt = message.receiptHandle {
                _ = try await client.send(SQS.deleteMessage, .init(queueUrl: url, receiptHandle: receipt))
            }
            guard let body = message.body.flatMap({ try? JSONValue(parsing: $0) }),
                let alert = body["Message"]?.text.flatMap({ try? JSONValue(parsing: $0) })
            else { continue }
            hasArrived =
                hasArrived
                || alert["AlarmName"]?.text == alarm && alert["NewStateValue"]?.text == "ALARM"
                    && alert["NewStateReason"]?.text?.contains(request.id) == true
        }
        return hasArrived
    }

    /// Unsubscribes and deletes whatever there is of it.
    func close() async throws {
        try await ProbeRemoval(client: client, topic: request.topic).remove(queue: request.queueARN)
    }
}

/// Removes the queue of a test, and its subscription first, so that a queue never goes before it.
struct ProbeRemoval: Sendable {
    let client: AWSClient
    let topic: String

    func remove(queue arn: String) async throws {
        let pages = SNS.listSubscriptionsByTopicPages
        var subscriptions: [String] = []
        do {
            for try await page in Pages(
                pages, .init(topicArn: topic), send: { try await client.send(pages.operation, $0) })
            {
                subscriptions += (page.subscriptions ?? []).filter { $0.endpoint == arn }.compactMap(\.subscriptionArn)
            }
        } catch let error as ClientError where ["NotFound", "NotFoundException"].contains(error.code ?? "") {
            // The topic is gone, and its subscriptions with it.
        }
        for subscription in subscriptions where subscription.hasPrefix("arn:") {
            _ = try await client.send(SNS.unsubscribe, .init(subscriptionArn: subscription))
        }
        let name = String(arn.split(separator: ":").last ?? "")
        do {
            let url = try await client.send(SQS.getQueueUrl, .init(queueName: name)).queueUrl.required("QueueUrl")
            _ = try await client.send(SQS.deleteQueue, .init(queueUrl: url))
        } catch let error as ClientError
            where ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"].contains(error.code ?? "")
        {
            // An already deleted queue counts as success.
        }
    }
}
