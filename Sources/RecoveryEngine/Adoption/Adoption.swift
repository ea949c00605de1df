import RecoveryModel

/// An entry of a policy while it is written from what was observed.
struct Adoption<Entry: Sendable & Equatable>: Sendable {
    var entry: Entry
    /// The fields, from the entry down, that are known not to hold and that a default would require otherwise.
    private(set) var nulls: Set<FieldPath> = []
    /// What could not be read: its fields are not written.
    private(set) var unread: [FieldPath: CollectionFailure] = [:]
    /// What is said of fields.
    private(set) var remarks: [FieldPath: [String]] = [:]

    init(_ entry: Entry) { self.entry = entry }

    /// Writes what was observed into a field; what could not be read is left out, and said.
    ///
    /// - Parameter isDefault: True for a field that has a default: known not to hold, it is written as `null`.
    mutating func take<Observed, Value>(
        _ observed: Collected<Observed>, at path: FieldPath, into place: WritableKeyPath<Entry, Value?>,
        isDefault: Bool = false, as read: (Observed) -> Value?
    ) {
        switch observed {
        case .unavailable(let failure): unread[path] = failure
        case .known(let value):
            entry[keyPath: place] = read(value)
            if isDefault, entry[keyPath: place] == nil { nulls.insert(path) }
        }
    }

    mutating func cannotRead(_ path: FieldPath, _ failure: CollectionFailure) { unread[path] = failure }

    mutating func remark(_ text: String, at path: FieldPath) { remarks[path, default: []].append(text) }

    /// Says of each field that the account holds weaker than the default what the default is, and why it matters.
    ///
    /// - Parameter findings: The verdicts of a policy of nothing but defaults on this entry's resources.
    mutating func compare(_ findings: [Finding]) {
        for finding in findings where finding.verdict == .violated {
            // What time alone makes good is no weaker value.
            if case .resolvesItself? = finding.remedy { continue }
            guard let path = finding.fieldInEntry, unread[path] == nil else { continue }
            remark("Weaker than drctl's default (\(finding.required)): \(finding.control.why)", at: path)
        }
    }

    /// True when the same may be asked of the resources of both: they can share an entry.
    func isAlike(_ other: Adoption, _ others: (Entry) -> Entry) -> Bool {
        others(entry) == others(other.entry) && nulls == other.nulls && unread == other.unread
            && remarks == other.remarks
    }

    /// Above each field, from the entry down.
    var comments: [FieldPath: [String]] {
        remarks.merging(unread.mapValues { ["not written, since it could not be read (\($0)): the default applies"] }) {
            $0 + $1
        }
    }
}

extension Finding {
    /// The field that asks for it, from the entry of a list down; nil for what no entry says.
    var fieldInEntry: FieldPath? {
        let parts = control.field.split(separator: ".").map(String.init)
        guard parts.count > 1, parts[0].hasSuffix("[]") else { return nil }
        return FieldPath(parts.dropFirst().map(FieldPath.Component.key))
    }
}

extension [Finding] {
    /// Whether all that a field asks for holds; a failure when what could not be read decides.
    func holds(_ field: String) -> Collected<Bool> {
        let own = filter { $0.control.field == field }
        if own.contains(where: { $0.verdict == .violated }) { return .known(false) }
        for finding in own {
            if case .unknown(let failure) = finding.verdict { return .unavailable(failure) }
        }
        return .known(true)
    }
}
