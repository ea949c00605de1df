package import AWSCore
import AWSServices
package import RecoveryModel

/// Compares the policy, the last apply and the live state: what changed outside drctl, and who changed it.
///
/// It is read-only by construction: its inputs are an audit, a baseline and CloudTrail's event history.
package struct DriftFinder: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// The violations that differ from the state after the last apply.
    ///
    /// - Throws: Only `CancellationError`; without CloudTrail the differences are reported without authors.
    package func drift(
        _ audit: AuditResult, _ values: [ObservedValue], from baseline: AppliedBaseline?
    ) async throws -> DriftReport {
        let (present, applied) = (ObservedValues(values), baseline.map { ObservedValues($0.values) })
        var report = DriftReport(
            policy: audit.policy, account: audit.account, region: audit.region, at: audit.at,
            baselineAt: baseline?.at, differences: [],
            unknown: audit.findings.filter { if case .unknown = $0.verdict { true } else { false } })
        for finding in audit.findings {
            guard case .violated = finding.verdict, let now = finding.observed else { continue }
            let was = applied?[finding.control.id, finding.resource]
            // An age differs on every audit, so only its violation counts.
            guard was == nil || was?.value != present[finding.control.id, finding.resource]?.value else { continue }
            report.differences.append(
                DriftReport.Difference(
                    resource: finding.resource, control: finding.control.id, title: finding.control.title,
                    required: finding.required, was: was?.shown, now: now,
                    author: try await author(of: finding, since: baseline?.at)))
        }
        return report
    }

    /// The newest change of the resource in CloudTrail since the last apply.
    private func author(of finding: Finding, since: Instant?) async throws -> DriftReport.Author? {
        var input = CloudTrail.LookupEventsInput()
        input.lookupAttributes = [.init(attributeKey: .resourceName, attributeValue: finding.resource.name)]
        input.startTime = since.map { Timestamp(milliseconds: $0.milliseconds) }
        input.maxResults = 50
        do {
            let events = try await client.send(CloudTrail.lookupEvents, input).events ?? []
            let change = events.first { event in
                event.readOnly != "true" && Self.changes.contains { event.eventName?.hasPrefix($0) ?? false }
            }
            guard let change, let time = change.eventTime else { return nil }
            return DriftReport.Author(
                user: change.username ?? "unknown", event: change.eventName ?? "",
                at: Instant(milliseconds: time.milliseconds))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return nil
        }
    }

    private static let changes = [
        "Modify", "Put", "Delete", "Create", "Update", "Set", "Disable", "Enable", "Schedule", "Attach", "Detach",
        "Remove", "Add", "Reboot", "Unsubscribe",
    ]
}
