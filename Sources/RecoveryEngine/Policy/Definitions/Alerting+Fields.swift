import AWSNames
import RecoveryModel

extension Record<NotificationPolicy> {
    /// `notifications`.
    static let notifications = Record(fields: [
        .required("topic", \.topic, .name(.topic), "The SNS topic's name."),
        .defaulted("subscribers", \.subscribers, .list(of: .subscriber), "The topic's subscribers.", fallback: ""),
        .defaulted(
            "sharedWith", \.sharedWith, .list(of: .grantee),
            "Who outside `scope.accounts` may be granted access to the topic: account IDs, ARNs of principals, "
                + "organizations, identity providers, "
                + "unique IDs such as `AROA…`, VPC endpoints, networks.", fallback: ""),
    ])
}

private struct SubscriberDraft: Sendable {
    var email: String?
    var https: String?
    var sqs: String?
    var lambda: String?
}

extension Shape where Value == NotificationPolicy.Subscriber {
    fileprivate static let subscriber = Shape<SubscriberDraft>.record(.subscriber, blank: SubscriberDraft()).converted(
        to: { draft, _, _, _ -> NotificationPolicy.Subscriber? in
            if let address = draft.email { return .email(address) }
            if let url = draft.https { return .https(url) }
            if let queue = draft.sqs { return .sqs(queue) }
            return draft.lambda.map(NotificationPolicy.Subscriber.lambda)
        },
        from: { subscriber in
            switch subscriber {
            case .email(let address): SubscriberDraft(email: address)
            case .https(let url): SubscriberDraft(https: url)
            case .sqs(let arn): SubscriberDraft(sqs: arn)
            case .lambda(let arn): SubscriberDraft(lambda: arn)
            }
        })
}

extension Record<SubscriberDraft> {
    fileprivate static let subscriber = Record(
        fields: [
            .alternative(
                "email", \.email,
                .text("email address", pattern: "^[^@ ]+@[^@ ]+$", hint: "write it as `oncall@example.com`") { text in
                    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
                    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains(where: \.isWhitespace)
                }, "An email address, which has to confirm the subscription."),
            .alternative(
                "https", \.https,
                .text("HTTPS URL", pattern: "^https://[^ ]+$", hint: "write it as `https://example.com/hook`") { text in
                    text.hasPrefix("https://") && text.count > 8 && !text.contains(where: \.isWhitespace)
                }, "A webhook, which has to confirm the subscription."),
            .alternative(
                "sqs", \.sqs, .arn("sqs", example: "arn:aws:sqs:us-east-1:123456789012:alerts"),
                "The ARN of an SQS queue, whose policy has to admit the topic."),
            .alternative(
                "lambda", \.lambda,
                .arn("lambda", example: "arn:aws:lambda:us-east-1:123456789012:function:page-oncall"),
                "The ARN of a Lambda function, whose policy has to admit the topic."),
        ],
        exactlyOneOf: ["email", "https", "sqs", "lambda"])
}

extension Record<AlarmPolicy> {
    /// `alarms`.
    static let alarms = Record(fields: [
        .group("heartbeat", .heartbeats, "The alarm goes off when a job has not succeeded for this long."),
        .optional("freeStorage", \.freeStorage, .size, "The alarm goes off when a database has less free storage."),
        .optional(
            "testEvery", \.testEvery, .duration,
            "The longest time since `drctl alarms test --probe` has seen an alert of each alarm arrive."),
    ])

    fileprivate static let heartbeats = Record(fields: [
        .optional(
            "audit", \.heartbeats["audit"], .duration, "For the nightly audit.", fallback: .auditHeartbeat),
        .optional(
            "backup", \.heartbeats["backup"], .duration, "For backup jobs outside RDS.", fallback: .backupHeartbeat),
    ])
}
