import AWSNames
package import RecoveryModel

/// What the last apply left behind: the observed value of every control. Drift is measured from it.
package struct AppliedBaseline: Sendable, Codable, Equatable {
    package struct Value: Sendable, Codable, Hashable {
        package var resource: ResourceReference
        package var control: ControlID
        package var observed: String
    }

    /// The format; only 1 is read.
    package var version = 1
    package var policy: String
    package var account: String
    package var region: String
    package var at: Instant
    package var values: [Value]

    /// Of the audit that followed an apply.
    package init(of audit: AuditResult) {
        policy = audit.policy
        account = audit.account.description
        region = audit.region.rawValue
        at = audit.at
        values = audit.findings.compactMap { finding in
            finding.observed.map { Value(resource: finding.resource, control: finding.control.id, observed: $0) }
        }
    }

    /// What the control had on the resource; nil when it was not observed then.
    package func observed(_ control: ControlID, on resource: ResourceReference) -> String? {
        values.first {
            $0.control == control && $0.resource.kind == resource.kind && $0.resource.name == resource.name
        }?
        .observed
    }
}
