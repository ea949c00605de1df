import RecoveryModel

/// Reading a baseline. It has tens of thousands of values in a large account, which a decoder for any type takes longer for
/// than AWS takes to be asked.
extension AppliedBaseline {
    /// Nil when something is missing, or is no baseline's.
    init?(_ document: JSONValue) {
        guard let policy = document["policy"]?.text, let account = document["account"]?.text,
            let region = document["region"]?.text, let at = document["at"]?.text.flatMap({ Instant($0) }),
            case .integer(let version)? = document["version"], case .array(let elements)? = document["values"],
            let digest = document["policyDigest"].optionalText
        else { return nil }
        var values: [ObservedValue] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            guard let value = ObservedValue(element) else { return nil }
            values.append(value)
        }
        self.init(policy: policy, account: account, region: region, at: at, policyDigest: digest, values: values)
        self.version = version
    }
}

extension ObservedValue {
    fileprivate init?(_ element: JSONValue) {
        guard let place = element["resource"], let kind = place["kind"]?.text.flatMap(ResourceKind.init(rawValue:)),
            let name = place["name"]?.text, let arn = place["arn"].optionalText, let control = element["control"]?.text,
            let value = element["value"], let shown = element["shown"]?.text
        else { return nil }
        self.init(
            resource: ResourceReference(kind, name, arn: arn), control: ControlID(control), value: value, shown: shown)
        switch element["isMet"] {
        case nil, .null: break
        case .bool(let isMet): self.isMet = isMet
        default: return nil
        }
    }
}

extension Optional<JSONValue> {
    /// A text that may be left out; nil for anything else.
    fileprivate var optionalText: String?? {
        switch self {
        case nil, .null: .some(nil)
        case .string(let text): .some(text)
        default: nil
        }
    }
}
