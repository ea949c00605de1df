import AWSCore
import AWSServices
import RecoveryModel

/// Who changed a setting, by CloudTrail's event history of 90 days. Each question is asked once.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
actor ChangeAuthors {
    private enum Question: Hashable {
        case resource(String)
        case event(String)
    }

    private let client: AWSClient
    private let since: Instant?
    private var answers: [Question: Result<[Event], Failure>] = [:]
    /// Why not every event was read; nil when all were.
    private var limit: String?
    /// Of 50 events each, the newest first: CloudTrail answers two requests a second.
    private static let pages = 20

    /// Why CloudTrail did not tell.
    struct Failure: Error {
        var reason: String
    }

    /// What an event says.
    private struct Event: Sendable {
        var name: String
        var user: String
        var at: Instant
        /// The whole record, to find names in.
        var record: String
        var isRefused: Bool
    }

    init(client: AWSClient, since: Instant?) {
        self.client = client
        self.since = since
    }

    /// The newest call of one of the operations that was not refused and names the resource.
    ///
    /// - Parameter names: What CloudTrail may call the resource: its name, its ARN.
    /// - Throws: Only `CancellationError`.
    func author(of names: [String], by operations: Set<String>) async throws -> DriftReport.Authorship {
        // What no call changes has no author.
        guard !operations.isEmpty else { return .nobody }
        do {
            for name in names {
                let events = try await events(.resource(name))
                if let author = newest(events.filter { operations.contains($0.name) }) { return .known(author) }
            }
            // Not every service tells CloudTrail which resource a call is about.
            for operation in operations.sorted() {
                let events = try await events(.event(operation)).filter { event in
                    names.contains { event.record.contains("\"\($0)\"") }
                }
                if let author = newest(events) { return .known(author) }
            }
            if let limit { return .unavailable(limit) }
            return .nobody
        } catch let failure as Failure {
            return .unavailable(failure.reason)
        }
    }

    private func newest(_ events: [Event]) -> DriftReport.Author? {
        events.filter { !$0.isRefused }.max { $0.at < $1.at }.map {
            DriftReport.Author(user: $0.user, event: $0.name, at: $0.at)
        }
    }

    private func events(_ question: Question) async throws -> [Event] {
        if let known = answers[question] { return try known.get() }
        let result: Result<[Event], Failure>
        do {
            result = .success(try await ask(question))
        } catch let error as CancellationError {
            throw error
        } catch {
            result = .failure(Failure(reason: "\(error)"))
        }
        answers[question] = result
        return try result.get()
    }

    private func ask(_ question: Question) async throws -> [Event] {
        var input = CloudTrail.LookupEventsInput()
        switch question {
        case .resource(let name):
            input.lookupAttributes = [.init(attributeKey: .resourceName, attributeValue: name)]
        case .event(let name): input.lookupAttributes = [.init(attributeKey: .eventName, attributeValue: name)]
        }
        input.startTime = since.map { Timestamp(milliseconds: $0.milliseconds) }
        input.maxResults = 50
        var (events, pages) = ([Event](), 0)
        for try await page in client.pages(CloudTrail.lookupEventsPages, input) {
            events += (page.events ?? []).compactMap(Self.event)
            pages += 1
            if pages == Self.pages, page.nextToken != nil {
                limit =
                    "there are more than \(events.count) events since then; CloudTrail Lake or Athena can search them"
                break
            }
        }
        return events
    }

    private static func event(_ event: CloudTrail.Event) -> Event? {
        guard event.readOnly != "true", let name = event.eventName, let time = event.eventTime else { return nil }
        let record = event.cloudTrailEvent ?? ""
        let parsed = try? JSONValue(parsing: record)
        return Event(
            name: name, user: event.username ?? "unknown", at: Instant(milliseconds: time.milliseconds), record: record,
            isRefused: parsed?["errorCode"]?.text != nil)
    }
}
