package import RecoveryModel

extension DrillRecord {
    package var markdown: String {
        var page: Markdown = "# \(verdict.word): \(summary)\n\n"
        page +=
            "Drill \(.code(drill)) of policy \(.code(policy)): \(.code(source)) in account \(.code(scope.account)), "
        page += "\(.code(scope.region)), \(startedAt), took \(ElapsedText.of(milliseconds: totalMilliseconds)). "
        page += "Restored: \(point).\n"
        if let marking { page += "\nRows \(marking.sentence).\n" }
        page += .heading(2, "Objectives")
        page += .header("Objective", "Measured", "Agreed", "")
        for measure in measures {
            let word = measure.met.map { $0 ? "met" : "**missed**" } ?? ""
            page += .row("\(measure.name)", "\(measure.measured)", "\(measure.target)", Markdown(stringLiteral: word))
        }
        page += .heading(2, "Phases")
        page += .header("Phase", "Took")
        for (phase, milliseconds, _) in timeline {
            page += .row("\(phase)", "\(ElapsedText.of(milliseconds: milliseconds))")
        }
        if let warming { page += "\n\(warming.sentence).\n" }
        if !checks.isEmpty {
            page += .heading(2, "Checks")
            page += .header("Verdict", "Check", "Expected", "Got", "Took", "Why")
            for result in checks {
                page += .row(
                    "\(result.verdict.rawValue)", "\(result.name)", "\(result.expected)", "\(result.got ?? "nothing")",
                    "\(ElapsedText.of(milliseconds: result.milliseconds))", "\(result.detail ?? "")")
            }
        }
        if !fidelity.isEmpty {
            page += .heading(2, "What a real restore would lose")
            page += .header("Setting", "Source", "Restored", "Remedy")
            for finding in fidelity {
                page += .row("\(finding.setting)", "\(finding.source)", "\(finding.restored)", "\(finding.remedy)")
            }
        }
        if !problems.isEmpty {
            page += .heading(2, "On the way")
            page += .header("Phase", "Operation", "Reason")
            for problem in problems {
                page += .row("\(problem.phase.rawValue)", "\(problem.operation)", "\(problem.reason)")
            }
        }
        if !calls.isEmpty {
            page += .heading(2, "Calls that changed something")
            page += .header("Call", "Resource", "Request", "Refused with")
            for call in calls {
                page += .row(.code(call.operation), .code(call.resource), .code(call.requestID), "\(call.error ?? "")")
            }
        }
        if !leftovers.isEmpty {
            page += .heading(2, "Still there")
            page += .header("Kind", "Id", "A day")
            for leftover in leftovers {
                page += .row(
                    "\(leftover.kind.word)\(leftover.region.map { " in \($0)" } ?? "")", .code(leftover.id),
                    "\(leftover.costPerDay.map(Dollars.text) ?? "unknown")")
            }
        }
        return page.text
    }
}
