import AWSNames
import JSONWriting
import RecoveryModel

extension ReportFormat {
    /// OCSF Compliance Findings (class 2003): a list of events, what is met included.
    ///
    /// https://schema.ocsf.io/1.5.0/classes/compliance_finding
    package static let ocsf = ReportFormat("ocsf", of: [.audit]) { report, settings, output in
        guard let audit = report.audit else { return }
        let places = audit.findingPlaces
        OrderedJSON.generated(count: places.count) { index in
            audit.finding(at: places[index]).map { ComplianceEvent($0, $1, $2, settings).orderedJSON } ?? .null
        }.write { output.put($0) }
    }
}

/// One finding as an event.
private struct ComplianceEvent {
    let finding: Finding
    let target: TargetName
    let at: Instant
    let settings: RenderSettings

    init(_ finding: Finding, _ target: TargetName, _ at: Instant, _ settings: RenderSettings) {
        self.finding = finding
        self.target = target
        self.at = at
        self.settings = settings
    }

    var orderedJSON: OrderedJSON {
        let severity = finding.verdict == .met ? (1, "Informational") : finding.control.severity.ocsf
        return .object(
            [
                ("activity_id", .integer(1)), ("activity_name", "Create"),
                ("category_uid", .integer(2)), ("category_name", "Findings"),
                ("class_uid", .integer(2003)), ("class_name", "Compliance Finding"),
                ("type_uid", .integer(200301)), ("type_name", "Compliance Finding: Create"),
                ("time", .integer(at.milliseconds)),
                ("severity_id", .integer(severity.0)), ("severity", .string(severity.1)),
                ("status_id", .integer(status.0)), ("status", .string(status.1)),
                ("status_detail", .string(finding.outcome)),
                ("message", .string("\(finding.control.title): \(finding.resource.shown)")),
                ("metadata", metadata), ("finding_info", information), ("compliance", compliance),
                ("resources", .array([resource])),
            ]
                + (finding.fixes.isEmpty
                    ? [] : [("remediation", .object([("desc", .string(finding.fixes.joined(separator: "\n")))]))])
                + [("cloud", cloud), ("unmapped", unmapped)])
    }

    /// Of the finding itself: what somebody has accepted is suppressed, what is met is resolved.
    private var status: (Int, String) {
        switch finding.verdict {
        case .met: (4, "Resolved")
        case .violated, .unknown: (1, "New")
        case .waived: (3, "Suppressed")
        }
    }

    /// Of the check: what could not be checked is unknown, and what is waived fails.
    private var complianceStatus: (Int, String) {
        switch finding.verdict {
        case .met: (1, "Pass")
        case .violated, .waived: (3, "Fail")
        case .unknown: (0, "Unknown")
        }
    }

    private var metadata: OrderedJSON {
        .object([
            ("version", "1.5.0"), ("profiles", .list(["cloud"])), ("event_code", .text(finding.control.id)),
            (
                "product",
                .object([("name", "drctl"), ("vendor_name", "drctl"), ("version", .string(settings.version))])
            ),
        ])
    }

    private var information: OrderedJSON {
        .object([
            ("uid", .string(finding.id(at: target))), ("title", .string(finding.control.title)),
            ("desc", .string(finding.control.why)), ("created_time", .integer(at.milliseconds)),
            ("types", .list(["Recovery"])),
        ])
    }

    private var compliance: OrderedJSON {
        let frameworks = Framework.allCases.filter { framework in
            finding.control.standards.contains { framework.requirement(of: $0) != nil }
        }
        return .object([
            ("control", .text(finding.control.id)), ("desc", .string(finding.control.why)),
            ("requirements", .list(finding.control.standards.map(\.label))),
            ("standards", .list(frameworks.map(\.title))),
            ("status_id", .integer(complianceStatus.0)), ("status", .string(complianceStatus.1)),
        ])
    }

    private var resource: OrderedJSON {
        .object([
            ("uid", .string(finding.resourceID(at: target))), ("name", .string(finding.resource.name)),
            ("type", .string(finding.resource.kind.cloudFormationType ?? finding.resource.kind.rawValue)),
            ("region", .text(target.region)),
            ("cloud_partition", .string(Partition(region: target.region).rawValue)),
        ])
    }

    private var cloud: OrderedJSON {
        .object([
            ("provider", "AWS"), ("region", .text(target.region)),
            (
                "account",
                .object([
                    ("uid", .text(target.account)), ("name", .text(target.account)), ("type_id", .integer(10)),
                    ("type", "AWS Account"),
                ])
            ),
        ])
    }

    /// What OCSF has no words for.
    private var unmapped: OrderedJSON {
        .object([
            ("policy", .string(target.policy)), ("field", .string(finding.control.field)),
            ("verdict", .string(finding.verdict.word)), ("required", .string(finding.required)),
            ("observed", .text(finding.observed)),
        ])
    }
}

extension Severity {
    fileprivate var ocsf: (Int, String) {
        switch self {
        case .low: (2, "Low")
        case .medium: (3, "Medium")
        case .high: (4, "High")
        case .critical: (5, "Critical")
        }
    }
}
