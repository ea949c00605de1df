package import AWSCore
import AWSServices
import RecoveryEngine
package import RecoveryModel

/// What tests of a policy's alarms have left: alarms in a state that a test has set, and probes.
package struct AlarmTestLeftovers: Sendable {
    /// What was found.
    package struct Found: Sendable {
        /// What was put back or deleted, for people.
        package var removed: [String] = []
        /// Tests that may still be running, for people.
        package var running: [String] = []
    }

    let client: AWSClient
    let policy: String
    /// The ARN of the policy's topic.
    let topic: String

    package init(client: AWSClient, policy: String, topic: String) {
        self.client = client
        self.policy = policy
        self.topic = topic
    }

    /// Puts back and deletes what tests have left that are over by now; names those that are not.
    package func remove(at now: Instant) async throws -> Found {
        var found = Found()
        let states = AlarmStates(client: client)
        for alarm in try await states.alarming() {
            guard let mark = alarm.mark, mark.policy == policy, let until = mark.until else { continue }
            guard until < now else {
                found.running.append("test \(mark.test) has alarm \(alarm.name) in ALARM until \(until.shown)")
                continue
            }
            let state = try await states.restore(alarm.name, marked: mark)
            found.removed.append("alarm \(alarm.name) put back to \(state), left by test \(mark.test)")
        }
        for (arn, tags) in try await probes() {
            let test = tags[AlarmTestTag.test] ?? ""
            guard let expires = tags[AlarmTestTag.expires].flatMap({ Instant($0) }), expires < now else {
                found.running.append("test \(test) has the queue \(arn) until \(tags[AlarmTestTag.expires] ?? "?")")
                continue
            }
            try await ProbeRemoval(client: client, topic: topic).remove(queue: arn)
            found.removed.append("queue \(arn) deleted, left by test \(test)")
        }
        return found
    }

    /// The queues of this policy's tests with their tags, by ARN.
    private func probes() async throws -> [(String, [String: String])] {
        var all: [(String, [String: String])] = []
        let pages = ResourceGroupsTaggingAPI.getResourcesPages
        let filter = ResourceGroupsTaggingAPI.TagFilter(key: AlarmTestTag.policy, values: [policy])
        for try await page in Pages(
            pages, .init(tagFilters: [filter], resourceTypeFilters: ["sqs"]),
            send: { try await client.send(pages.operation, $0) })
        {
            for resource in page.resourceTagMappingList ?? [] {
                guard let arn = resource.resourceARN,
                    arn.split(separator: ":").last?.hasPrefix(AlarmTestTag.prefix) == true
                else { continue }
                let tags = (resource.tags ?? []).compactMap { tag in
                    tag.key.flatMap { key in tag.value.map { (key, $0) } }
                }
                all.append((arn, Dictionary(tags) { first, _ in first }))
            }
        }
        return all.sorted { $0.0 < $1.0 }
    }
}
