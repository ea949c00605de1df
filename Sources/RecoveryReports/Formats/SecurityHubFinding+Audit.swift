import AWSNames
package import RecoveryModel

extension SecurityHubFinding {
    /// Every finding of an audit: what is met too, since it resolves an earlier one.
    package static func all(_ audit: AuditResult) -> [SecurityHubFinding] {
        audit.findings.map { SecurityHubFinding($0, audit.target, at: audit.at) }
    }

    init(_ finding: Finding, _ target: TargetName, at: Instant) {
        let partition = Partition(region: target.region).rawValue
        let isMet = finding.verdict == .met
        var isSuppressed = false
        if case .waived = finding.verdict { isSuppressed = true }
        let status: Status =
            switch finding.verdict {
            case .met: .passed
            case .violated, .waived: .failed
            case .unknown: .notAvailable
            }
        var fields = [
            "drctl/Policy": target.policy, "drctl/Control": finding.control.id.description,
            "drctl/Field": finding.control.field, "drctl/Required": finding.required,
            "drctl/Verdict": finding.verdict.word,
        ]
        fields["drctl/Observed"] = finding.observed
        self.init(
            id: finding.id(at: target).visible(atMost: 512),
            productARN:
                "arn:\(partition):securityhub:\(target.region):\(target.account):product/\(target.account)/default",
            generatorID: "drctl/\(finding.control.id)", account: target.account, region: target.region,
            at: at.description, title: "\(finding.control.title): \(finding.resource.shown)".visible(atMost: 256),
            details: "\(finding.control.why) \(finding.outcome)".visible(atMost: 1_024),
            severity: isMet ? "INFORMATIONAL" : finding.control.severity.rawValue.uppercased(), status: status,
            reason: finding.failure.map { "\($0)".visible(atMost: 1_024) }, isSuppressed: isSuppressed,
            recommendation: finding.fixes.isEmpty ? nil : finding.fixes.joined(separator: "; ").visible(atMost: 512),
            requirements: finding.control.standards.prefix(32).map(\.label),
            resourceType: finding.resource.kind.hubType,
            resourceID: finding.resourceID(at: target).visible(atMost: 512),
            fields: fields.filter { !$0.value.isEmpty }.mapValues { $0.visible(atMost: 1_024) })
    }
}

extension ResourceKind {
    /// https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html
    fileprivate var hubType: String {
        switch self {
        case .database: "AwsRdsDbInstance"
        case .cluster: "AwsRdsDbCluster"
        case .bucket: "AwsS3Bucket"
        case .key: "AwsKmsKey"
        case .role: "AwsIamRole"
        case .topic: "AwsSnsTopic"
        case .alarm: "AwsCloudWatchAlarm"
        case .eventSubscription: "AwsRdsEventSubscription"
        case .secret: "AwsSecretsManagerSecret"
        default: "Other"
        }
    }
}
