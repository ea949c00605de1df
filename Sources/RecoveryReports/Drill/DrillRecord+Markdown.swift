package import RecoveryModel

extension DrillRecord {
    package var markdown: String {
        var page: Markdown = "# \(verdictWord): \(summary)\n\n"
        page +=
            "\(recovery == nil ? "Drill" : "Recovery") \(.code(drill)) of policy \(.code(policy)): \(.code(source)) in account \(.code(scope.account)), "
        page += "\(.code(scope.region)), \(startedAt.shown), took \(ElapsedText.of(milliseconds: totalMilliseconds)). "
        page += "\(pointLabel): \(point).\n"
        if let marking { page += "\nMarker rows \(marking.sentence).\n" }
        if let recovery {
            page += .heading(2, "Recovered database")
            page += .header("", "")
            for (name, value) in recovery.lines { page += .row("\(name)", "\(value)") }
        }
        page += .heading(2, "Objectives")
        page += .header("Objective", "Measured", "Target", "")
        for measure in measures {
            let word = measure.met.map { $0 ? "met" : "**missed**" } ?? ""
            page += .row("\(measure.name)", "\(measure.measured)", "\(measure.target)", Markdown(stringLiteral: word))
        }
        page += .heading(2, "Phases")
        page += .header("Phase", "Duration")
        for (phase, milliseconds, _) in timeline {
            page += .row("\(phase)", "\(ElapsedText.of(milliseconds: milliseconds))")
        }
        if let warming { page += "\n\(warming.sentence).\n" }
        if !checks.isEmpty {
            page += .heading(2, "Checks")
            page += .header("Verdict", "Check", "Expected", "Actual", "Duration", "Detail")
            for result in checks {
                page += .row(
                    "\(result.verdict.rawValue)", "\(result.name)", "\(result.expectedShown)", "\(result.gotShown)",
                    "\(ElapsedText.of(milliseconds: result.milliseconds))", "\(result.detail ?? "")")
            }
        }
        if !fidelity.isEmpty {
            page += .heading(2, "\(fidelityTitle)")
            page += .header("Setting", "Source", "Restored", "Fix")
            for finding in fidelity {
                page += .row("\(finding.setting)", "\(finding.source)", "\(finding.restored)", "\(finding.remedy)")
            }
        }
        if !problems.isEmpty {
            page += .heading(2, "Problems")
            page += .header("Phase", "Operation", "Reason")
            for problem in problems {
                page += .row("\(problem.phase.rawValue)", "\(problem.operation)", "\(problem.reason)")
            }
        }
        if !calls.isEmpty {
            page += .heading(2, "Changing calls")
            page += .header("Call", "Resource", "Request ID", "Error")
            for call in calls {
                page += .row(.code(call.operation), .code(call.resource), .code(call.requestID), "\(call.error ?? "")")
            }
        }
        if !leftovers.isEmpty {
            page += .heading(2, "Not deleted")
            page += .header("Kind", "ID", "Cost per day")
            for leftover in leftovers {
                page += .row(
                    "\(leftover.kind.word)\(leftover.region.map { " in \($0)" } ?? "")", .code(leftover.id),
                    "\(leftover.costPerDay.map(Dollars.text) ?? "unknown")")
            }
        }
        return page.text
    }
}
