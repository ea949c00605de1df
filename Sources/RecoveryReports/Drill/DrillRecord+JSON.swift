import JSONWriting
package import RecoveryModel

extension DrillRecord {
    /// The document that docs/schemas/drill.json describes, or docs/schemas/recovery.json that of a recovery.
    package var json: String { orderedJSON.document }

    private typealias Members = [(name: String, value: OrderedJSON)]

    private var orderedJSON: OrderedJSON { .object(identity + outcome + circumstances) }

    /// The verdict and the identity of the drill.
    private var identity: Members {
        [
            ("schema", .string("drctl/\(undertaking)/v\(version)")),
            ("verdict", .string(verdict.rawValue)),
            ("summary", .string(summary)),
            ("dataVerified", .bool(dataVerified)),
            (undertaking, .text(drill)),
            ("policy", .string(policy)),
            ("policyDigest", .string(policyDigest)),
            ("account", .text(scope.account)),
            ("region", .text(scope.region)),
            ("caller", .text(caller)),
            ("source", .string(source)),
        ] + (place.map { [("place", .string($0))] } ?? []) + [
            ("target", .string(target)),
            ("targetRegion", .text(elsewhere ?? scope.region)),
            ("startedAt", .text(startedAt)),
            ("endedAt", .text(endedAt)),
        ]
    }

    /// What was restored, how long it took, and what the checks found.
    private var outcome: Members {
        let point: OrderedJSON = recoveryPoint?.orderedJSON ?? .null
        let marked: OrderedJSON = marking?.orderedJSON ?? .null
        let before: OrderedJSON = event?.orderedJSON ?? .null
        let warmed: OrderedJSON = warming?.orderedJSON ?? .null
        return [
            ("recoveryPoint", point),
            ("marking", marked),
            ("event", before),
            ("objectives", objectives.orderedJSON),
            ("phases", .array(phases.map(\.orderedJSON))),
            ("checks", .array(checks.map(\.orderedJSON))),
            ("warming", warmed),
        ] + (recovery.map { [("outcome", $0.orderedJSON)] } ?? [])
    }

    /// The circumstances: guards, problems, leftovers, calls and versions.
    private var circumstances: Members {
        let cost: OrderedJSON = estimatedCost.map { .seconds($0) } ?? .null
        let tools: Members = versions.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }
        return [
            ("guards", .array(guards.map(\.orderedJSON))),
            ("fidelity", .array(fidelity.map(\.orderedJSON))),
            ("problems", .array(problems.map(\.orderedJSON))),
            ("leftovers", .array(leftovers.map(\.orderedJSON))),
            ("estimatedCostUSD", cost),
            ("calls", .array(calls.map(\.orderedJSON))),
            ("versions", .object(tools)),
        ]
    }
}

extension RecoveryPoint {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("kind", .string(kind.rawValue)), ("snapshot", .text(snapshot)), ("time", .text(time)),
            ("reason", .string(reason)), ("region", .text(region)), ("copyOf", .text(original)),
        ])
    }
}

extension Marking {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("table", .string(table)), ("before", .string(before)), ("instant", .text(instant)),
            ("after", .text(after)),
            ("restorableThen", .text(restorableThen)),
        ])
    }
}

extension SourceEvent {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("origin", .string(origin.rawValue)), ("id", .text(id)), ("name", .string(name)), ("at", .text(at)),
            ("author", .text(author)),
        ])
    }
}

extension Warming {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("method", .string(method.rawValue)), ("remark", .text(remark)), ("relations", .integer(relations)),
            ("bytes", .integer(bytes)), ("seconds", .seconds(Double(milliseconds) / 1_000)),
            (
                "failures",
                .array(
                    failures.map {
                        .object([("relation", .string($0.relation)), ("reason", .string($0.reason))])
                    })
            ),
        ])
    }
}

extension ChangingCall {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("operation", .string(operation)), ("resource", .string(resource)), ("requestID", .string(requestID)),
            ("error", .text(error)),
        ])
    }
}

extension MeasuredObjectives {
    fileprivate var orderedJSON: OrderedJSON {
        func milliseconds(_ value: Int?) -> OrderedJSON { value.map { .seconds(Double($0) / 1_000) } ?? .null }
        return .object([
            ("rtoTargetSeconds", milliseconds(rtoTarget)), ("rtoAvailableSeconds", milliseconds(rtoAvailable)),
            ("rtoVerifiedSeconds", milliseconds(rtoVerified)), ("rtoWarmedSeconds", milliseconds(rtoWarmed)),
            ("rtoMet", rtoMet.map { .bool($0) } ?? .null),
            ("rpoTargetSeconds", milliseconds(rpoTarget)), ("rpoRealisedSeconds", milliseconds(rpoRealised)),
            ("rpoBasis", .text(rpoBasis?.rawValue)), ("rpoMet", rpoMet.map { .bool($0) } ?? .null),
        ])
    }
}

extension PhaseTiming {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("phase", .string(phase.rawValue)), ("startedAt", .text(startedAt)), ("endedAt", .text(endedAt)),
            ("seconds", .seconds(Double(milliseconds) / 1_000)),
        ])
    }
}

extension CheckResult {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("name", .string(name)), ("verdict", .string(verdict.rawValue)), ("origin", .string(origin.rawValue)),
            ("expected", .string(expected)), ("got", .text(got)), ("detail", .text(detail)),
            ("seconds", .seconds(Double(milliseconds) / 1_000)), ("query", .string(query)),
            ("queryDigest", .string(queryDigest)),
        ])
    }
}

extension GuardFinding {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("id", .string(id)), ("outcome", .string(outcome.rawValue)), ("summary", .string(summary)),
            ("hint", .text(hint)),
        ])
    }
}

extension FidelityFinding {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("setting", .string(setting)), ("impact", .string(impact.rawValue)), ("source", .string(source)),
            ("restored", .string(restored)), ("remedy", .string(remedy)),
        ])
    }
}

extension DrillProblem {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("phase", .string(phase.rawValue)), ("operation", .string(operation)), ("reason", .string(reason)),
            ("hint", .text(hint)),
        ])
    }
}

extension Leftover {
    var orderedJSON: OrderedJSON {
        .object([
            ("kind", .string(kind.rawValue)), ("id", .string(id)), ("region", .text(region)),
            ("costPerDayUSD", costPerDay.map { .seconds($0) } ?? .null),
        ])
    }
}
