import JSONWriting
import RecoveryModel

extension [Finding] {
    /// The findings one after the other; what is said of a control is made once for all of its findings.
    func orderedJSON(_ place: FindingPlace) -> OrderedJSON {
        let controls = ControlMembers(self)
        return .generated(count: count) { self[$0].orderedJSON(place, controls) }
    }
}

extension Finding {
    /// Every field is always present; null means that it does not apply.
    fileprivate func orderedJSON(_ place: FindingPlace, _ controls: ControlMembers) -> OrderedJSON {
        let own: [OrderedJSON.Member] = [
            ("resource", resource.orderedJSON),
            ("verdict", .string(verdict.word)),
            ("required", .string(required)),
            ("observed", .text(observed)),
            ("isConsequence", .bool(isConsequence)),
            ("failure", failureJSON),
            ("waiver", waiverJSON),
            ("remedy", remedy.map(\.orderedJSON) ?? .null),
            ("id", .string(id(at: place.target))),
            ("location", place.location(of: self).map(\.orderedJSON) ?? .null),
        ]
        return .object(controls[control] + own)
    }

    private var failureJSON: OrderedJSON {
        guard case .unknown(let failure) = verdict else { return .null }
        return .object([("operation", .string(failure.operation)), ("reason", .string(failure.reason))])
    }

    private var waiverJSON: OrderedJSON {
        guard case .waived(let owner, let reason, let expires) = verdict else { return .null }
        return .object([("owner", .string(owner)), ("reason", .string(reason)), ("expires", .string(expires))])
    }
}

/// What the findings of a control say of it.
private struct ControlMembers: Sendable {
    private var members: [ObjectIdentifier: [OrderedJSON.Member]] = [:]

    init(_ findings: [Finding]) {
        for control in findings.lazy.map(\.control) where members[ObjectIdentifier(control)] == nil {
            members[ObjectIdentifier(control)] = Self.members(of: control)
        }
    }

    subscript(control: ControlDescription) -> [OrderedJSON.Member] {
        members[ObjectIdentifier(control)] ?? Self.members(of: control)
    }

    private static func members(of control: ControlDescription) -> [OrderedJSON.Member] {
        [
            ("control", .text(control.id)),
            ("title", .string(control.title)),
            ("why", .string(control.why)),
            ("severity", .string(control.severity.rawValue)),
            ("field", .string(control.field)),
            ("standards", .list(control.standards.map(\.code))),
        ]
    }
}

extension Diagnostic.Location {
    var orderedJSON: OrderedJSON {
        .object([("file", .string(file)), ("line", .integer(line)), ("column", .integer(column))])
    }
}

extension ResourceReference {
    var orderedJSON: OrderedJSON {
        .object([("kind", .string(kind.rawValue)), ("name", .string(name)), ("arn", .text(arn))])
    }
}

extension Remedy {
    fileprivate var orderedJSON: OrderedJSON {
        switch self {
        case .changes(let changes):
            Self.changes(changes.map(\.facts))
        case .procedure(let text): Self.words("procedure", text)
        case .resolvesItself(let text): Self.words("wait", text)
        }
    }

    private static func changes(_ facts: [ChangeFacts]) -> OrderedJSON {
        .object([
            ("kind", "changes"), ("changes", .array(facts.map(\.orderedJSON))),
            ("disruption", .text(facts.map(\.disruption).max()?.text)), ("instruction", .null),
        ])
    }

    private static func words(_ kind: String, _ text: String) -> OrderedJSON {
        .object([
            ("kind", .string(kind)), ("changes", .array([])), ("disruption", .null), ("instruction", .string(text)),
        ])
    }
}

extension ChangeFacts {
    /// The change and the calls it makes; values are left out, since the summary shows documents and names.
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("summary", .string(line)), ("resource", resource.orderedJSON), ("actions", .list(actions)),
        ])
    }
}
