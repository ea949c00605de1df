import RecoveryModel

extension ReportFormat {
    /// JUnit's XML, for the test reports of pipelines: a suite for each target, a case for each requirement.
    package static let junit = ReportFormat("junit", of: [.audit], readsOrigins: true) { report, settings, output in
        guard let audit = report.audit else { return }
        let counts = AuditResult.allCounts(audit.run.values)
        let (failed, uncovered) = (audit.run.failures.count, audit.run.uncovered.count)
        let gaps = audit.run.uncovered.count(where: audit.run.had)
        let numbers = Numbers(
            tests: counts.total + counts.consequences + failed + uncovered, failures: counts.violated,
            errors: counts.unknown + failed + gaps,
            skipped: counts.waived + counts.consequences + uncovered - gaps)
        output.write(
            xml: """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="drctl audit"\(numbers.attributes)>

                """)
        for entry in audit.run.entries {
            switch entry.outcome {
            case .done(let result): output.writeSuite(result, audit.place(entry.target))
            case .failed(let failure): output.writeSuite(entry.target, failure, settings.at)
            }
        }
        for place in audit.run.uncovered {
            output.writeSuite(place, isGap: audit.run.had(toCover: place), settings.at)
        }
        output.write(xml: "</testsuites>\n")
    }
}

/// The same five characters are escaped as in a page, and what XML forbids is made visible.
private typealias XML = HTML

/// What stands in the head of a suite.
private struct Numbers {
    var tests = 1
    var failures = 0
    var errors = 0
    var skipped = 0

    /// An audit is one look at AWS: no requirement takes a time of its own.
    var attributes: XML {
        " tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"0\""
    }
}

extension ReportOutput {
    fileprivate mutating func write(xml: XML) { put(xml.text) }

    private mutating func writeSuite(_ name: String, _ numbers: Numbers, at: Instant, _ body: (inout Self) -> Void) {
        // ISO 8601 without a zone, as JUnit writes it; the time is UTC.
        let time = at.description.prefix(19)
        write(xml: "  <testsuite name=\"\(name)\" timestamp=\"\(time)\"\(numbers.attributes)>\n")
        body(&self)
        write(xml: "  </testsuite>\n")
    }

    /// A target with its findings.
    fileprivate mutating func writeSuite(_ audit: AuditResult, _ place: FindingPlace) {
        let counts = FindingCounts(audit.findings)
        let numbers = Numbers(
            tests: counts.total + counts.consequences, failures: counts.violated, errors: counts.unknown,
            skipped: counts.waived + counts.consequences)
        writeSuite(place.target.shown, numbers, at: audit.at) { output in
            for finding in audit.findings {
                output.writeCase(
                    finding.resource.shown, "\(finding.control.id): \(finding.control.title)", finding.outcome(place))
            }
        }
    }

    /// A target without a result: an error, as what could not be checked is.
    fileprivate mutating func writeSuite(_ target: TargetName, _ failure: RunFailure, _ at: Instant) {
        writeSuite(target.shown, Numbers(errors: 1), at: at) { output in
            let hint = failure.hint.map { "hint: \($0)" } ?? ""
            output.writeCase(
                target.shown, "the target has a result",
                "<error type=\"failed\" message=\"\(failure)\">\(hint)</error>")
        }
    }

    /// A place that was not checked.
    fileprivate mutating func writeSuite(_ place: UncoveredPlace, isGap: Bool, _ at: Instant) {
        let element: XML = isGap ? "error" : "skipped"
        writeSuite(place.shown, isGap ? Numbers(errors: 1) : Numbers(skipped: 1), at: at) { output in
            output.writeCase(
                place.shown, "the place is covered",
                "<\(element) message=\"not covered by this run: \(place.reason)\"/>")
        }
    }

    private mutating func writeCase(_ resource: String, _ name: String, _ outcome: XML?) {
        write(xml: "    <testcase classname=\"\(resource)\" name=\"\(name)\" time=\"0\"")
        write(xml: outcome.map { ">\n      \($0)\n    </testcase>\n" } ?? "/>\n")
    }
}

extension Finding {
    /// What stands in its case; nil when it is met.
    fileprivate func outcome(_ place: FindingPlace) -> XML? {
        switch verdict {
        case .met: return nil
        case .unknown(let failure):
            return "<error type=\"unknown\" message=\"could not be checked: \(failure)\">\(origin(place))</error>"
        case .waived(let owner, let reason, let expires):
            return "<skipped type=\"waived\" message=\"waived until \(expires) by \(owner): \(reason)\"/>"
        case .violated where isConsequence:
            return
                "<skipped type=\"consequence\" message=\"the resource does not exist, which is a failure of its own\"/>"
        case .violated:
            let fixes = (remedy?.shown ?? []).map { label, text -> XML in "\n\(label): \(text)" }
            return """
                <failure type="violated" message="required \(required), observed \(observed ?? "nothing")">\
                \(control.severity.rawValue): \(control.why)\(.all(fixes))
                \(origin(place))</failure>
                """
        }
    }

    /// Where the policy asks for it.
    private func origin(_ place: FindingPlace) -> String {
        guard let location = place.location(of: self) else { return "asked for by \(control.field)" }
        return "asked for at \(location.file):\(location.line):\(location.column)"
    }
}
