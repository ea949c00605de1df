import JSONWriting
import RecoveryModel

extension ReportFormat {
    /// For programs, by the schemas of docs/schemas.
    package static let json = ReportFormat("json", of: Set(Report.Kind.allCases), readsOrigins: true) {
        report, settings, output in
        report.content.writeJSON(settings, to: &output)
    }
}

extension RunReport {
    func writeJSON(_ settings: RenderSettings, to output: inout ReportOutput) {
        var members: [OrderedJSON.Member] = [
            ("schema", .string("drctl/\(Value.kind.rawValue)/v2")),
            ("drctl", .string(settings.version)),
            ("at", .text(settings.at)),
            ("conclusion", .string(Value.conclusion(verdict))),
            ("counts", .counts(Value.counts(run.values))),
        ]
        if let baseline = comparisons.baseline { members.append(("baseline", baseline.orderedJSON)) }
        if let trend = comparisons.trend { members.append(("trend", AuditTrend(summaries: trend).orderedJSON)) }
        members += [
            ("targets", .generated(count: run.entries.count) { json(run.entries[$0]) }),
            ("uncovered", .array(run.uncovered.map(\.orderedJSON))),
        ]
        OrderedJSON.object(members).write { output.put($0) }
    }

    /// What became of a target: the members of a result, or the reason why there is none.
    private func json(_ entry: Run<Value>.Entry) -> OrderedJSON {
        let target = entry.target
        let name: [OrderedJSON.Member] = [
            ("policy", .string(target.policy)), ("account", .text(target.account)), ("region", .text(target.region)),
        ]
        switch entry.outcome {
        case .done(let value): return .object(name + value.members(place(target)) + [("failure", .null)])
        case .failed(let failure):
            return .object(
                name + [
                    ("failure", .object([("reason", .string(failure.description)), ("hint", .text(failure.hint))]))
                ])
        }
    }
}

extension UncoveredPlace {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("policy", .string(policy)), ("account", .text(account)), ("region", .text(region)),
            ("reason", .string(reason)),
        ])
    }
}
