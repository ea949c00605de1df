import JSONWriting
import RecoveryModel

extension Finding {
    /// Every field is always present; null means that it does not apply.
    func orderedJSON(_ place: FindingPlace) -> OrderedJSON {
        .object([
            ("control", .text(control.id)),
            ("title", .string(control.title)),
            ("why", .string(control.why)),
            ("severity", .string(control.severity.rawValue)),
            ("field", .string(control.field)),
            ("standards", .list(control.standards.map(\.code))),
            ("resource", resource.orderedJSON),
            ("verdict", .string(verdict.word)),
            ("required", .string(required)),
            ("observed", .text(observed)),
            ("failure", failureJSON),
            ("waiver", waiverJSON),
            ("remedy", remedy.map(\.orderedJSON) ?? .null),
            ("id", .string(id(at: place.target))),
            ("location", place.location(of: self).map(\.orderedJSON) ?? .null),
        ])
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
