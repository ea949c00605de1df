import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

extension AlertingObservation {
    /// What a subscribed queue or function lets SNS do; nil inside for other transports, and for one that does not exist.
    func target(of subscription: TopicState.Subscription) async throws -> Collected<DeliveryTarget?> {
        guard subscription.deliveryAction != nil else { return .known(nil) }
        guard let arn = ARN(subscription.endpoint), !arn.region.isEmpty else {
            return .unavailable(
                CollectionFailure(
                    operation: "sns:ListSubscriptionsByTopic", reason: "\(subscription.endpoint) is no ARN"))
        }
        let region = Region(arn.region)
        var observer = observer
        observer.client = observer.client.with { $0.region = region }
        let there = AlertingObservation(observer: observer, account: account, region: region)
        return subscription.transport == "sqs"
            ? try await there.queue(arn) : try await there.function(subscription.endpoint)
    }

    /// The queue of a redrive policy, which is in the region and account of its subscription.
    func deadLetters(_ named: Collected<String?>) async throws -> Collected<DeadLetterQueue?> {
        guard case .known(let text?) = named else { return named.map { _ in nil } }
        guard let arn = ARN(text), arn.service == "sqs" else {
            return .unavailable(
                CollectionFailure(
                    operation: "sns:GetSubscriptionAttributes",
                    reason: "the redrive policy names \(text), which is no queue")
            )
        }
        return .known(DeadLetterQueue(arn: text, queue: try await queue(arn)))
    }

    /// A queue's policy and key.
    private func queue(_ arn: ARN) async throws -> Collected<DeliveryTarget?> {
        let url = try await observer.ask(
            SQS.getQueueUrl,
            .init(queueName: arn.resource, queueOwnerAWSAccountId: arn.account),
            absentWhen: ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"]
        ) { try $0.queueUrl.required("QueueUrl") }
        guard case .known(let url?) = url else { return url.map { _ in nil } }
        let found = try await observer.ask(
            SQS.getQueueAttributes, .init(queueUrl: url, attributeNames: [.all])
        ) { output in
            // Empty attributes are left out; a queue has its own ARN always.
            let attributes = try output.attributes.required("Attributes")
            _ = try attributes["QueueArn"].required("QueueArn")
            let policy = try attributes["Policy"].flatMap { $0.isEmpty ? nil : $0 }.map(AccessPolicy.init(parsing:))
            return (policy, attributes["KmsMasterKeyId"].flatMap { $0.isEmpty ? nil : $0 })
        }
        switch found {
        case .unavailable(let failure): return .unavailable(failure)
        case .known((let policy, let key)):
            var target = DeliveryTarget(policy: policy)
            if let key { target.key = try await KeyObservation(observer: observer).held(key) }
            return .known(target)
        }
    }

    /// A function's policy. One without a policy and one that does not exist give the same answer: SNS may invoke neither.
    private func function(_ arn: String) async throws -> Collected<DeliveryTarget?> {
        let policy = try await observer.ask(
            Lambda.getPolicy, .init(functionName: arn), absentWhen: ["ResourceNotFoundException"]
        ) { try AccessPolicy(parsing: $0.policy.required("Policy")) }
        return policy.map { DeliveryTarget(policy: $0) }
    }
}
