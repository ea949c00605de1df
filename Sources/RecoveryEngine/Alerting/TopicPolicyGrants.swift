import RecoveryModel

extension PolicyControls<TopicSubject> {
    /// Whom the topic policy lets publish or subscribe.
    static let ofTopic = PolicyControls(
        severity: .medium, operation: "sns:GetTopicAttributes",
        notPublic: Half(
            id: "alerting.topic-policy-not-public",
            title: "The topic policy grants no access outside the scope",
            why: "Whoever may publish can drown the real alarm, and whoever may subscribe learns what is unprotected.",
            standards: [.securityHub("SNS.4"), .awsConfig("sns-topic-no-public-access")] + Standard.boundary,
            field: "notifications.topic",
            remedy: "Narrow the principal of the statement in the topic's policy."),
        namesNobody: Half(
            id: "alerting.topic-cross-account-grants",
            title: "The topic policy names nobody outside the scope",
            why: "Whoever may publish can drown the real alarm, and whoever may subscribe learns what is unprotected.",
            standards: [.nist80053("AC-3")] + Standard.access,
            field: "notifications.sharedWith",
            remedy: "Take the principal out of the topic's policy, or name it in `sharedWith` if it is meant."),
        isJudged: { $0.state.topic != .known(nil) },
        policy: { $0.state.topic.flatMap { topic in topic?.policy ?? .known(nil) } },
        sharedWith: { $0.policy.sharedWith },
        known: { $0.policy.subscribers.map(\.endpoint) })
}
