extension KeyCondition {
    /// True when the value that somebody unnamed has for the key can meet the condition: where a wildcard or a variable
    /// leaves open who that is, or where only others are shut out.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
    var meetsOutsiders: Bool {
        if case .address = given.comparison {
            let ranges = values.compactMap(AddressRange.init)
            guard given.negates else { return ranges.contains(where: \.isNearlyEverything) }
            let halves = Set(ranges.filter { $0.prefix <= 1 })
            return !halves.contains { $0.prefix == 0 } && halves.count < 2
        }
        // Whom a denial of everybody shuts out is everybody.
        if given.negates { return !values.contains { $0 == "*" && given.comparison.hasWildcards } }
        return values.contains(where: isOpen)
    }

    private func isOpen(_ value: String) -> Bool {
        if variables, PolicyVariables.hasVariables(value) { return true }
        guard given.comparison.hasWildcards else { return false }
        switch key.lowercased() {
        case "aws:principalarn", "aws:sourcearn", "s3:dataaccesspointarn": return ARNPattern(value).meansOutsiders
        // A role's sessions, an organisation's units: what comes before is fixed.
        case "aws:userid": return Pattern(value.prefix { $0 != ":" }).isOpen
        case "aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths":
            return Pattern(value.prefix { $0 != "/" }).isOpen
        default: return Pattern(value).isOpen
        }
    }
}

extension ConditionOperator.Comparison {
    /// Whether `*` and `?` stand for other characters.
    var hasWildcards: Bool {
        switch self {
        case .like, .arn: true
        case .string, .number, .date, .bool, .binary, .address, .null: false
        }
    }
}
