import JSONWriting
import RecoveryModel

extension ReportFormat {
    /// SARIF 2.1.0, for code scanning: every violation at the line of the policy that asks for more.
    ///
    /// https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
    package static let sarif = ReportFormat("sarif", of: [.audit], readsOrigins: true) { report, settings, output in
        guard let audit = report.audit else { return }
        SARIFLog(audit, settings).document.write { output.put($0) }
    }
}

/// An audit as SARIF names things: one run of the tool, a rule for each control that occurs, a result for each finding.
private struct SARIFLog {
    private let report: RunReport<AuditResult>
    private let settings: RenderSettings
    /// Sorted by id.
    private let rules: [ControlDescription]
    private let ruleIndices: [ControlID: Int]
    /// The findings that are results: the target's place in the run, and the finding's in the target.
    private let findings: [(entry: Int, index: Int)]

    init(_ report: RunReport<AuditResult>, _ settings: RenderSettings) {
        self.report = report
        self.settings = settings
        var controls: [ControlID: ControlDescription] = [:]
        var findings: [(entry: Int, index: Int)] = []
        for (number, entry) in report.run.entries.enumerated() {
            for (index, finding) in (entry.value?.findings ?? []).enumerated() {
                guard report.verbose || finding.verdict != .met else { continue }
                findings.append((number, index))
                controls[finding.control.id] = finding.control
            }
        }
        self.findings = findings
        rules = controls.values.sorted { $0.id < $1.id }
        ruleIndices = Dictionary(uniqueKeysWithValues: zip(rules.map(\.id), 0...))
    }

    var document: OrderedJSON {
        .object([
            ("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"),
            ("version", "2.1.0"),
            ("runs", .array([run])),
        ])
    }

    private var run: OrderedJSON {
        .object([
            ("tool", .object([("driver", driver)])),
            ("invocations", .array([invocation])),
            // As libyaml counts them.
            ("columnKind", "unicodeCodePoints"),
            ("results", .generated(count: findings.count) { [self] in result(findings[$0]) }),
        ])
    }

    private var driver: OrderedJSON {
        .object([
            ("name", "drctl"),
            ("version", .string(settings.version)),
            ("rules", .array(rules.map(\.rule))),
            (
                "notifications",
                .array([
                    .object([("id", "target-failed"), ("shortDescription", .message("A target has no result"))]),
                    .object([
                        ("id", "place-not-covered"),
                        ("shortDescription", .message("The policy names a place that the run did not check")),
                    ]),
                ])
            ),
        ])
    }

    /// What the tool itself has to say: targets that failed and places that were not checked are no results.
    private var invocation: OrderedJSON {
        let failures = report.run.failures
        let notifications =
            failures.map { target, failure in
                let hint = failure.hint.map { " (hint: \($0))" } ?? ""
                return Self.notification("target-failed", "error", "\(target.shown): \(failure)\(hint)")
            }
            + report.run.uncovered.map { place in
                Self.notification(
                    "place-not-covered", report.run.had(toCover: place) ? "error" : "warning",
                    "\(place.shown): \(place.reason)")
            }
        return .object([
            ("executionSuccessful", .bool(failures.isEmpty && !report.run.isTooNarrow)),
            ("endTimeUtc", .text(settings.at)),
            ("toolExecutionNotifications", .array(notifications)),
        ])
    }

    private static func notification(_ id: String, _ level: OrderedJSON, _ text: String) -> OrderedJSON {
        .object([
            ("descriptor", .object([("id", .string(id))])), ("level", level), ("message", .message(text)),
        ])
    }

    private func result(_ place: (entry: Int, index: Int)) -> OrderedJSON {
        let entry = report.run.entries[place.entry]
        guard let finding = entry.value?.findings[place.index] else { return .null }
        let isFailure = finding.kind == "fail"
        return .object([
            ("ruleId", .text(finding.control.id)),
            ("ruleIndex", .integer(ruleIndices[finding.control.id, default: -1])),
            ("kind", .string(finding.kind)),
            // §3.27.10: whatever is no failure has the level "none".
            ("level", isFailure ? .string(finding.control.severity.level) : "none"),
            ("message", .message(finding.message(at: entry.target))),
            ("locations", .array([location(of: finding, report.place(entry.target))])),
            ("partialFingerprints", .object([("drctl/v1", .string(finding.id(at: entry.target)))])),
            // §3.27.23: all results have them, or none has.
            ("suppressions", .array(finding.suppressions)),
        ])
    }

    private func location(of finding: Finding, _ place: FindingPlace) -> OrderedJSON {
        let (target, resource) = (place.target, finding.resource)
        let name = resource.arn ?? "\(target.account)/\(target.region)/\(resource.kind.rawValue)/\(resource.name)"
        let logical: OrderedJSON = .array([
            .object([
                ("name", .string(resource.name)), ("fullyQualifiedName", .string(name)), ("kind", "resource"),
            ])
        ])
        guard let origins = place.origins else { return .object([("logicalLocations", logical)]) }
        let written = origins.location(of: finding)
        let file = URIReference.of(written?.file ?? origins.file)
        let region = written.map { location in
            OrderedJSON.object([("startLine", .integer(location.line)), ("startColumn", .integer(location.column))])
        }
        let physical: [OrderedJSON.Member] = [("artifactLocation", .object([("uri", .string(file))]))]
        return .object([
            ("physicalLocation", .object(physical + (region.map { [("region", $0)] } ?? []))),
            ("logicalLocations", logical),
        ])
    }
}

extension ControlDescription {
    /// Code scanning ranks rules by the score that stands in `security-severity`, a number in a string.
    fileprivate var rule: OrderedJSON {
        let claims = standards.isEmpty ? "" : " Standards: \(standards.map(\.label).joined(separator: ", "))."
        return .object([
            ("id", .text(id)),
            ("shortDescription", .message(title)),
            ("fullDescription", .message(why)),
            ("help", .message("\(why) The policy asks for it by \(field).\(claims)")),
            ("defaultConfiguration", .object([("level", .string(severity.level))])),
            (
                "properties",
                .object([
                    ("tags", .list(["security", "recovery"])), ("security-severity", .string(severity.score)),
                    ("standards", .list(standards.map(\.code))),
                ])
            ),
        ])
    }
}

extension Severity {
    fileprivate var level: String {
        switch self {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low: "note"
        }
    }

    /// Within the bounds of the level of that name: critical from 9.0, high from 7.0, medium from 4.0.
    fileprivate var score: String {
        switch self {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "2.0"
        }
    }
}

extension Finding {
    /// §3.27.9: what is waived failed, and is suppressed.
    fileprivate var kind: String {
        switch verdict {
        case .violated, .waived: "fail"
        case .unknown: "open"
        case .met: "pass"
        }
    }

    fileprivate func message(at target: TargetName) -> String {
        let what = "\(resource.shown) in account \(target.account), \(target.region): \(control.title)"
        if case .unknown(let failure) = verdict { return "\(what): could not be checked: \(failure)" }
        let fix = (remedy?.shown ?? []).map { "\($0.label): \($0.text)" }.joined(separator: "; ")
        return "\(what): required \(required), observed \(observed ?? "nothing")" + (fix.isEmpty ? "" : " (\(fix))")
    }

    fileprivate var suppressions: [OrderedJSON] {
        guard case .waived(let owner, let reason, let expires) = verdict else { return [] }
        return [
            .object([
                ("kind", "external"), ("status", "accepted"), ("justification", .string(reason)),
                ("properties", .object([("owner", .string(owner)), ("expires", .string(expires))])),
            ])
        ]
    }
}

extension OrderedJSON {
    /// Text for people, in which nothing is a placeholder (§3.11.5) or a link (§3.11.6).
    fileprivate static func message(_ text: String) -> OrderedJSON {
        var escaped = ""
        for character in text.visible {
            switch character {
            case "{", "}": escaped += "\(character)\(character)"
            case "[", "]", "\\": escaped += "\\\(character)"
            default: escaped.append(character)
            }
        }
        return .object([("text", .string(escaped))])
    }
}

/// The path of a file as a URI reference (RFC 3986).
private enum URIReference {
    /// Relative to wherever the path is; an absolute path becomes a URI of its own.
    static func of(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return (path.hasPrefix("/") ? "file://" : "") + String(decoding: bytes, as: UTF8.self)
    }
}
