package import RecoveryModel

/// Something that a template has otherwise than the policy asks for.
package struct TemplateDifference: Sendable, Equatable {
    /// A logical id, or the name of a parameter, condition or output with that word.
    package var subject: String
    /// From the resource down, such as `BackupRetentionPeriod`; empty for all of it.
    package var path: String
    /// Nil where the template has nothing.
    package var template: JSONValue?
    /// Nil where the policy asks for nothing.
    package var policy: JSONValue?

    /// One line for people: what the template has, and what the policy gives.
    package var shown: String {
        switch (template, policy) {
        case (nil, _) where path.isEmpty: "\(subject): not in the template"
        case (_, nil) where path.isEmpty: "\(subject): in the template, not in the policy"
        default: "\(subject) \(path): \(Self.shown(template)) → \(Self.shown(policy))"
        }
    }

    private static func shown(_ value: JSONValue?) -> String {
        guard let value else { return "none" }
        let text = value.text ?? value.compact
        return text.count > longest ? "\(text.prefix(longest))…" : text
    }

    private static let longest = 120
}

/// Compares two templates by what CloudFormation makes of them: the order of members, of sets, and the ways to write one
/// value do not matter.
package enum TemplateComparison {
    /// Where the first has something else than the second; sorted.
    package static func differences(of template: JSONValue, from policy: JSONValue) -> [TemplateDifference] {
        var differences = sections(of: template, from: policy).flatMap { word, theirs, ours in
            Set(theirs.keys).union(ours.keys).sorted().flatMap { id in
                compare(word + id, "", theirs[id]?.comparable, ours[id]?.comparable)
            }
        }
        let texts = (template["Description"], policy["Description"])
        if texts.0 != texts.1 {
            differences.append(
                TemplateDifference(
                    subject: "the template's", path: "Description", template: texts.0, policy: texts.1))
        }
        return differences
    }

    /// The members of both by section, with the word that their names are shown with.
    private static func sections(
        of template: JSONValue, from policy: JSONValue
    ) -> [(word: String, template: [String: JSONValue], policy: [String: JSONValue])] {
        [("", "Resources"), ("parameter ", "Parameters"), ("condition ", "Conditions"), ("output ", "Outputs")].map {
            ($0.0, template[$0.1]?.members ?? [:], policy[$0.1]?.members ?? [:])
        }
    }

    private static func compare(
        _ subject: String, _ path: String, _ template: JSONValue?, _ policy: JSONValue?
    ) -> [TemplateDifference] {
        guard template != policy else { return [] }
        if case .object(let theirs)? = template, case .object(let ours)? = policy,
            !theirs.isFunction && !ours.isFunction
        {
            return Set(theirs.keys).union(ours.keys).sorted().flatMap { name in
                let inner = name == "Properties" ? path : path.isEmpty ? name : "\(path).\(name)"
                return compare(subject, inner, theirs[name], ours[name])
            }
        }
        return [TemplateDifference(subject: subject, path: path, template: template, policy: policy)]
    }
}

extension [String: JSONValue] {
    /// True for a reference or a function, whose parts mean nothing alone.
    fileprivate var isFunction: Bool {
        guard count == 1, let name = keys.first else { return false }
        return name == "Ref" || name.hasPrefix("Fn::")
    }
}

extension JSONValue {
    /// The members of an object; none for anything else.
    var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }

    /// The one way in which equal values are written here: scalars as text, a list of one as its element, what has names
    /// by name, sets in order.
    fileprivate var comparable: JSONValue {
        switch self {
        case .bool, .integer, .number: return .string(compact)
        case .null, .string: return self
        case .object(let members):
            if members.count == 1, case .string(let path)? = members["Fn::GetAtt"] {
                let parts = path.split(separator: ".", maxSplits: 1).map { JSONValue.string(String($0)) }
                return ["Fn::GetAtt": .array(parts)]
            }
            if members.isFunction { return .object(members.mapValues(\.ordered)) }
            return .object(members.mapValues(\.comparable))
        case .array(let elements):
            let all = elements.map(\.comparable)
            if let named = Self.named(all) { return named }
            if all.count == 1, all[0].text != nil || all[0]["Ref"] != nil { return all[0] }
            return .array(all.sorted { $0.compact < $1.compact })
        }
    }

    /// The arguments of a function, whose order counts.
    private var ordered: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.ordered))
        case .object(let members): .object(members.mapValues(\.ordered))
        case .bool, .integer, .number: .string(compact)
        case .null, .string: self
        }
    }

    /// By what the elements are known in CloudFormation, when all of them have one and no two the same.
    private static func named(_ elements: [JSONValue]) -> JSONValue? {
        for key in ["Sid", "Id", "PolicyName", "Key", "Name"] {
            let names = elements.compactMap { $0[key]?.text }
            guard !elements.isEmpty, names.count == elements.count, Set(names).count == names.count else { continue }
            return .object(Dictionary(uniqueKeysWithValues: zip(names, elements)))
        }
        return nil
    }
}
