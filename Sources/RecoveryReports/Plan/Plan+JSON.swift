import JSONWriting
import RecoveryModel

extension Plan {
    func members(_ place: FindingPlace) -> [OrderedJSON.Member] {
        [
            ("at", .text(at)),
            ("conclusion", .string(verdict.word)),
            ("counts", .counts(Self.counts([self]))),
            ("steps", .generated(count: steps.count) { steps[$0].orderedJSON(number: $0 + 1, at: at) }),
            ("leftOut", .integer(leftOut)),
            ("left", unfixable.orderedJSON(place)),
            ("unknown", unknown.orderedJSON(place)),
            ("orphans", orphans.orderedJSON),
            ("cost", cost?.orderedJSON ?? .null),
        ]
    }
}

extension PlanCost {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("monthlyUSD", .money(change.known)), ("reason", .text(change.reason)), ("besides", .list(besides)),
            ("pricesOf", .text(pricesOf)),
        ])
    }
}

extension Step {
    fileprivate func orderedJSON(number: Int, at instant: Instant) -> OrderedJSON {
        .object([
            ("number", .integer(number)),
            ("summary", .string(facts.line)),
            ("resource", facts.resource.orderedJSON),
            ("actions", .list(facts.actions)),
            ("effect", .string(facts.effect.rawValue)),
            ("settings", .array((facts.details + facts.contents).map(\.orderedJSON))),
            ("documents", .array(facts.documents.map { .array($0.parts.map(\.orderedJSON)) })),
            ("disruption", .text(facts.disruption.text)),
            ("timing", timing(at: instant).orderedJSON),
            ("reversal", .string(facts.reversal.word)),
            ("takesAway", .list(facts.takesAway)),
            ("disturbs", .list(disturbs)),
            ("weakens", .list(weakens)),
            ("manager", .text(manager)),
            ("obstacles", .array(obstacles.map(\.orderedJSON))),
            ("precondition", facts.precondition.map(\.orderedJSON) ?? .null),
            ("calls", calls.map { .array($0.calls.map(\.orderedJSON)) } ?? .null),
            ("callsRemark", .text(calls?.remark)),
            ("reasons", .array(reasons.map(\.orderedJSON))),
        ])
    }
}

extension PlanObstacle {
    fileprivate var orderedJSON: OrderedJSON {
        .object([("cause", .string(cause)), ("fix", .string(fix)), ("certain", .bool(isCertain))])
    }
}

extension ChangeFacts.Setting {
    fileprivate var orderedJSON: OrderedJSON {
        .object([("name", .string(name)), ("before", .text(before)), ("after", .text(after))])
    }
}

extension PlannedCall {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("service", .string(service)), ("operation", .string(operation)), ("region", .string(region)),
            ("parameters", parameters.orderedJSON), ("repeated", .bool(isRepeated)),
        ])
    }
}

extension StepTiming {
    fileprivate var orderedJSON: OrderedJSON {
        var (window, opens, closes): (WeeklyWindow?, Instant?, Instant?) = (nil, nil, nil)
        var settings: [String] = []
        switch self {
        case .atOnce: break
        case .inWindow(let open, let until): (window, closes) = (open, until)
        case .queued(let next, let start, let names): (window, opens, settings) = (next, start, names)
        case .left(let next, let start): (window, opens) = (next, start)
        }
        return .object([
            ("when", .string(word)), ("window", .text(window)), ("opens", .text(opens)), ("closes", .text(closes)),
            ("settings", .list(settings)),
        ])
    }
}

extension DocumentEdit.Part {
    fileprivate var orderedJSON: OrderedJSON {
        func fields(_ fields: [DocumentField]) -> OrderedJSON {
            .array(fields.map { .object([("name", .string($0.name)), ("value", .string($0.value))]) })
        }
        return .object([
            ("part", .string(name)), ("change", .string(kind.rawValue)), ("before", fields(before)),
            ("after", fields(after)),
        ])
    }
}

extension ChangeFacts.Precondition {
    fileprivate var orderedJSON: OrderedJSON {
        .object([("document", .string(document)), ("digest", .string(digest))])
    }
}

extension Step.Reason {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("control", .text(control)), ("title", .string(title)), ("required", .string(required)),
            ("observed", .string(observed)),
        ])
    }
}
