import RecoveryModel

/// Whether the publishers of alarms and events may publish, by a topic's policy.
enum TopicPublishing: Sendable, Equatable, Recordable {
    case granted
    /// No statement allows it.
    case missing
    /// These statements take it away again.
    case denied([String])

    var recorded: JSONValue { .string(shown) }

    /// For people.
    var shown: String {
        switch self {
        case .granted: "granted"
        case .missing: "not granted"
        case .denied(let names): "denied by \(Shown.text(names))"
        }
    }
}

extension AccessPolicy {
    /// Whether a condition of some statement asks for a key.
    func mentions(_ key: String) -> Bool {
        statements.contains { statement in
            statement.condition.values.contains { $0.keys.contains { $0.lowercased() == key.lowercased() } }
        }
    }

    /// What the policy says to all of these requests; unavailable when one cannot be settled.
    func publishing(_ questions: [AccessQuestion]) -> Collected<TopicPublishing> {
        let answers = questions.map(answer)
        let denied = answers.flatMap { if case .denied(let names) = $0 { names } else { [String]() } }
        if !denied.isEmpty { return .known(.denied(Set(denied).sorted())) }
        if answers.contains(.notAllowed) { return .known(.missing) }
        return answers.firstDoubt("sns:GetTopicAttributes").map { .unavailable($0) } ?? .known(.granted)
    }
}

extension ControlContext {
    /// The requests by which alarms and database events are published, as AWS makes them: by TLS, for a resource of this
    /// account.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html and
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
    ///
    /// - Parameters:
    ///   - services: Those of `publishers` that are asked about.
    ///   - policy: What is asked: where it says nothing of sources, all of them get one answer.
    ///   - facts: What besides is known of the request.
    func publications(
        _ action: String, on resource: String, by services: [String], of policy: AccessPolicy,
        _ facts: [String: AccessQuestion.Fact] = [:]
    ) -> [AccessQuestion] {
        let place = target.place
        let sources =
            !policy.mentions("aws:SourceArn")
            ? [:]
            : [
                "cloudwatch.amazonaws.com": alarms.map { place.arn("cloudwatch", "alarm:\($0.name)") },
                "events.rds.amazonaws.com": watched.instances.map { place.arn("rds", "db:\($0)") }
                    + watched.clusters.map { place.arn("rds", "cluster:\($0)") },
            ]
        return services.flatMap { service in
            let known: [AccessQuestion.Fact] = sources[service, default: []].map { .value($0) }
            return (known.isEmpty ? [.present] : known).map { source in
                // EventBridge names neither, neither to SNS nor to KMS: a condition on them lets none of its messages through.
                let isSilent = service == Self.eventBridge
                return AccessQuestion(
                    action, on: resource, by: .service(service),
                    facts.merging([
                        "aws:SecureTransport": .value("true"),
                        "aws:SourceAccount": isSilent ? .absent : .value(place.account),
                        "aws:SourceOwner": isSilent ? .absent : .value(place.account),
                        "aws:SourceArn": isSilent ? .absent : source,
                    ]) { given, _ in given })
            }
        }
    }
}

extension TopicSubject {
    /// What a policy of the topic says to its publishers.
    func publishing(by policy: AccessPolicy) -> Collected<TopicPublishing> {
        policy.publishing(context.publications("sns:Publish", on: arn, by: context.publishers, of: policy))
    }
}
