import AWSNames
import JSONWriting
import RecoveryModel

extension ReportFormat {
    /// The AWS Security Finding Format: a list for `aws securityhub batch-import-findings`, what is met included.
    ///
    /// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
    package static let asff = ReportFormat("asff", of: [.audit]) { report, _, output in
        guard let audit = report.audit else { return }
        let places = audit.findingPlaces
        OrderedJSON.generated(count: places.count) { index in
            audit.finding(at: places[index]).map { SecurityHubFinding($0, $1, at: $2).orderedJSON } ?? .null
        }.write { output.put($0) }
    }
}

/// The place of a finding in a run.
typealias FindingIndex = (entry: Int, index: Int)

extension RunReport<AuditResult> {
    /// Every finding of every target.
    var findingPlaces: [FindingIndex] {
        run.entries.indices.flatMap { entry in
            (run.entries[entry].value?.findings.indices).map { $0.map { (entry, $0) } } ?? []
        }
    }

    /// A finding with its target and its time.
    func finding(at place: FindingIndex) -> (Finding, TargetName, Instant)? {
        let entry = run.entries[place.entry]
        return entry.value.map { ($0.findings[place.index], entry.target, $0.at) }
    }
}

extension SecurityHubFinding {
    var orderedJSON: OrderedJSON {
        var members: [OrderedJSON.Member] = [
            ("SchemaVersion", .string(Self.schemaVersion)), ("Id", .string(id)), ("ProductArn", .string(productARN)),
            ("ProductName", "drctl"), ("CompanyName", "drctl"), ("GeneratorId", .string(generatorID)),
            ("AwsAccountId", .text(account)), ("Region", .text(region)), ("Types", .list(Self.types)),
            ("CreatedAt", .string(at)), ("UpdatedAt", .string(at)),
            ("Severity", .object([("Label", .string(severity))])), ("Title", .string(title)),
            ("Description", .string(details)),
        ]
        if let recommendation {
            members.append(
                ("Remediation", .object([("Recommendation", .object([("Text", .string(recommendation))]))])))
        }
        var compliance: [OrderedJSON.Member] = [("Status", .string(status.rawValue))]
        if !requirements.isEmpty { compliance.append(("RelatedRequirements", .list(requirements))) }
        if let reason {
            compliance.append(
                (
                    "StatusReasons",
                    .array([.object([("ReasonCode", .string(Self.reasonCode)), ("Description", .string(reason))])])
                ))
        }
        return .object(
            members + [
                ("ProductFields", .object(fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
                (
                    "Resources",
                    .array([
                        .object([
                            ("Type", .string(resourceType)), ("Id", .string(resourceID)),
                            ("Partition", .string(Partition(region: region).rawValue)), ("Region", .text(region)),
                        ])
                    ])
                ),
                ("Compliance", .object(compliance)),
                (
                    "Workflow",
                    .object([("Status", isSuppressed ? "SUPPRESSED" : status == .passed ? "RESOLVED" : "NEW")])
                ),
                ("RecordState", "ACTIVE"),
                (
                    "FindingProviderFields",
                    .object([
                        ("Severity", .object([("Label", .string(severity))])), ("Types", .list(Self.types)),
                    ])
                ),
            ])
    }

    /// Why a status is not available.
    package static let reasonCode = "DRCTL_COULD_NOT_CHECK"
}
