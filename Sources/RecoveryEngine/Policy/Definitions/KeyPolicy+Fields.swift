import AWSNames
import JSONWriting
import RecoveryModel

extension Record<KeyPolicy> {
    /// One entry of `keys`.
    static let key = Record(fields: [
        .required("alias", \.alias, .keyAlias, "The key's alias, without `alias/`."),
        .optional(
            "rotation", \.rotation, .days(90...2_560), "The rotation period of the key material.",
            fallback: .always(TimeSpan(1, .years), "1y")),
        .optional(
            "deletionWindow", \.deletionWindow, .days(7...30),
            "The waiting period between scheduling the key's deletion and the deletion.",
            fallback: .always(TimeSpan(30, .days), "30d")),
        .defaulted(
            "replicas", \.replicas, .list(of: .region),
            "Regions that must have a replica of the key: it is a multi-Region key then.", fallback: ""),
        .defaulted(
            "sharedWith", \.sharedWith, .list(of: .grantee),
            "Who outside `scope.accounts` may be granted use of the key: account IDs, ARNs of principals, organizations, "
                + "identity providers, "
                + "unique IDs such as `AROA…`, VPC endpoints, networks.", fallback: ""),
    ])
}

extension Shape where Value == String {
    fileprivate static let keyAlias = name(.keyAlias).checked { alias in
        if alias.hasPrefix("alias/") {
            return Refusal(
                "invalid-value", "`\(alias.prefix(60))` includes the prefix `alias/`",
                hint: "write `\(alias.dropFirst(6).prefix(60))`")
        }
        guard alias.hasPrefix("aws/") else { return nil }
        return Refusal(
            "invalid-value", "`\(alias.prefix(60))` is an AWS managed key", hint: "choose a name outside `aws/`")
    }
}

/// A key as others name it: `alias/NAME` or an ARN.
struct KeyReference {
    let text: String

    init?(_ text: String) {
        if text.hasPrefix("alias/") {
            guard NameRule.keyAlias.refusal(of: String(text.dropFirst(6))) == nil else { return nil }
        } else {
            guard let arn = ARN(text), arn.service == "kms",
                arn.resource.hasPrefix("key/") || arn.resource.hasPrefix("alias/")
            else { return nil }
        }
        self.text = text
    }

    static func refusal(of text: String) -> Refusal {
        let isBareAlias = NameRule.keyAlias.refusal(of: text) == nil
        return Refusal(
            "invalid-value", "`\(text.prefix(60))` is not a key",
            hint: isBareAlias
                ? "write `alias/\(text.prefix(60))` or the key's ARN" : "write `alias/NAME` or the key's ARN")
    }
}

extension Shape where Value == String {
    /// A reference to a key.
    static let keyReference = scalar(
        "key such as `alias/kb-dr`",
        schema: .members(["type": .string("string"), "pattern": .string("^(alias/.+|arn:[a-z-]+:kms:.+)$")]),
        print: { $0 }
    ) { scalar throws(Refusal) in
        guard let key = KeyReference(scalar.text) else { throw KeyReference.refusal(of: scalar.text) }
        return key.text
    }
}
