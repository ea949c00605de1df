/// One setting of a document's part, for people.
package struct DocumentField: Sendable, Hashable {
    /// By its AWS name; empty when the part has one value only.
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension String {
    package var fields: [DocumentField] { [DocumentField("", self)] }
}

extension JSONValue {
    package var fields: [DocumentField] { flattened("").sorted { $0.name < $1.name } }

    /// The values inside objects, by the names that lead to them.
    fileprivate func flattened(_ path: String) -> [DocumentField] {
        guard case .object(let members) = self, !members.isEmpty else { return [DocumentField(path, spaced)] }
        return members.flatMap { name, value in value.flattened(path.isEmpty ? name : "\(path) \(name)") }
    }

    /// With blanks, so that a long value can be broken into lines; texts stand without quotes.
    fileprivate var spaced: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): text
        case .array(let elements):
            elements.contains { if case .array = $0 { true } else if case .object = $0 { true } else { false } }
                ? "[\(elements.map(\.spaced).joined(separator: ", "))]" : elements.map(\.spaced).joined(separator: ", ")
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.spaced)" }.joined(separator: ", ")
                + "}"
        }
    }
}

extension AccessStatement {
    /// In the order of IAM's documentation; the Sid is the part's name.
    package var fields: [DocumentField] {
        let order = ["Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"]
        func rank(_ field: DocumentField) -> (Int, String) {
            let element = field.name.split(separator: " ").first.map(String.init) ?? ""
            return (order.firstIndex(of: element) ?? order.count, field.name)
        }
        return json.flattened("").filter { $0.name != "Sid" }.sorted { rank($0) < rank($1) }
    }
}

extension BucketLifecycle.Part {
    package var fields: [DocumentField] {
        switch self {
        case .rule(let rule): rule.fields
        case .setting(let text): text.fields
        }
    }
}

extension LifecycleRule {
    /// By the names of PutBucketLifecycleConfiguration; what is not set is left out.
    fileprivate var fields: [DocumentField] {
        func moves(_ list: [Transition]) -> String? {
            list.isEmpty
                ? nil
                : list.map { move in
                    let when = move.days.map(Shown.days) ?? move.date?.description ?? ""
                    return "after \(when) to \(move.storageClass)"
                }.joined(separator: ", ")
        }
        let tags = filter.tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
        let values: [(String, String?)] = [
            ("Status", enabled ? "Enabled" : "Disabled"), ("Filter Prefix", filter.prefix),
            ("Filter Tags", tags.isEmpty ? nil : tags),
            ("Filter ObjectSizeGreaterThan", filter.sizeGreaterThan?.description),
            ("Filter ObjectSizeLessThan", filter.sizeLessThan?.description), ("Transitions", moves(transitions)),
            ("Expiration", expireDays.map { "after \(Shown.days($0))" } ?? expireDate?.description),
            ("ExpiredObjectDeleteMarker", expireDeleteMarkers?.description),
            ("NoncurrentVersionExpiration", noncurrentExpireDays.map { "after \(Shown.days($0))" }),
            ("NewerNoncurrentVersions", noncurrentKeep?.description),
            ("NoncurrentVersionTransitions", moves(noncurrentTransitions)),
            ("AbortIncompleteMultipartUpload", abortUploadsDays.map { "after \(Shown.days($0))" }),
        ]
        return values.compactMap { name, value in value.map { DocumentField(name, $0) } }
    }
}
