package import AWSCore
import AWSServices
package import RecoveryEngine
package import RecoveryModel

/// Reads the events of a database: the calls that CloudTrail lists, and RDS events.
package struct SourceEvents: Sendable {
    /// CloudTrail's event history covers 90 days:
    /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
    private static let callsKept = TimeSpan(90, .days)
    /// RDS retains events for 14 days:
    /// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeEvents.html
    private static let noticesKept = TimeSpan(14, .days)
    /// LookupEvents allows two calls per second, so a search is limited; the newest events come first.
    private static let pageLimit = 20

    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// The events that could match. Throws when either source cannot be read, since the event may be among the missing
    /// ones.
    package func seen(
        _ query: EventQuery, of instance: String, _ kind: DatabaseKind, now: Instant
    ) async throws -> EventsSeen {
        let callsSince = now - Self.callsKept
        // One minute of tolerance for a clock that differs.
        let noticesSince = now - Self.noticesKept + TimeSpan(1, .minutes)
        if query.isID {
            let found = try await calls(.init(attributeKey: .eventId, attributeValue: query.text), since: callsSince)
            return EventsSeen(
                events: found.events, callsSince: callsSince, noticesSince: noticesSince, isComplete: true)
        }
        async let listed = calls(.init(attributeKey: .resourceName, attributeValue: instance), since: callsSince)
        let noticed = try await notices(of: instance, kind, since: noticesSince)
        let called = try await listed
        return EventsSeen(
            events: called.events + noticed, callsSince: callsSince, noticesSince: noticesSince,
            isComplete: called.isComplete)
    }

    private func calls(
        _ attribute: CloudTrail.LookupAttribute, since: Instant
    ) async throws -> (events: [SourceEvent], isComplete: Bool) {
        var input = CloudTrail.LookupEventsInput()
        input.lookupAttributes = [attribute]
        input.startTime = Timestamp(milliseconds: since.milliseconds)
        input.maxResults = 50
        var events: [SourceEvent] = []
        for _ in 0..<Self.pageLimit {
            let page = try await client.send(CloudTrail.lookupEvents, input)
            events += (page.events ?? []).compactMap(Self.call)
            guard let next = page.nextToken, !next.isEmpty else { return (events, true) }
            input.nextToken = next
        }
        return (events, false)
    }

    /// Nil for calls that failed or only read, since they changed nothing.
    private static func call(_ event: CloudTrail.Event) -> SourceEvent? {
        guard let name = event.eventName, let time = event.eventTime, event.readOnly != "true" else { return nil }
        let record = event.cloudTrailEvent.flatMap { try? JSONValue(parsing: $0) }
        if let error = record?["errorCode"], error != .null { return nil }
        return SourceEvent(
            origin: .cloudTrail, id: event.eventId, name: name, at: Instant(milliseconds: time.milliseconds),
            author: event.username)
    }

    /// The RDS events of a database.
    func notices(of instance: String, _ kind: DatabaseKind, since: Instant) async throws -> [SourceEvent] {
        var input = RDS.DescribeEventsInput(
            sourceIdentifier: instance, sourceType: kind == .cluster ? .dbCluster : .dbInstance)
        input.startTime = Timestamp(milliseconds: since.milliseconds)
        var events: [SourceEvent] = []
        repeat {
            let page = try await client.send(RDS.describeEvents, input)
            events += (page.events ?? []).compactMap { event in
                guard let sentence = event.message, let date = event.date else { return nil }
                return SourceEvent(
                    origin: .rds, id: nil, name: sentence, at: Instant(milliseconds: date.milliseconds))
            }
            input.marker = page.marker
        } while !(input.marker ?? "").isEmpty
        return events
    }
}
