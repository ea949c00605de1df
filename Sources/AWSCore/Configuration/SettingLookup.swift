/// Finds a setting like the AWS CLI: flag, then environment, then profile; blank counts as not set.
struct SettingLookup {
    var sources: ConfigurationSources
    /// Nil when the profile does not exist.
    var profile: ConfigurationSection?

    func text(flag: (name: String, value: String?)? = nil, _ variables: [String], property: String?) -> Setting<String>?
    {
        if let flag, let value = flag.value { return Setting(value, origin: .flag(flag.name)) }
        for name in variables {
            if let value = sources.variable(name) { return Setting(value, origin: .environment(name)) }
        }
        guard let property, let value = profile?.text(property), let found = profile?.properties[property] else {
            return nil
        }
        return Setting(value, origin: .file(found.location))
    }

    /// A property of the profile's nested section, such as `addressing_style` under `s3 =`.
    func nested(_ section: String, _ name: String) -> Setting<String>? {
        guard let found = profile?.properties[section]?.nested[name], !found.value.isEmpty else { return nil }
        return Setting(found.value, origin: .file(found.location))
    }

    func boolean(_ variable: String, property: String?, standard: Bool) throws -> Setting<Bool> {
        guard let found = text([variable], property: property) else { return Setting(standard, origin: .standard) }
        switch found.value.lowercased() {
        case "true": return Setting(true, origin: found.origin)
        case "false": return Setting(false, origin: found.origin)
        default: throw found.invalid("true or false")
        }
    }

    func number(_ variable: String, property: String, range: ClosedRange<Int>) throws -> Setting<Int>? {
        guard let found = text([variable], property: property) else { return nil }
        guard let number = Int(found.value), range.contains(number) else {
            throw found.invalid("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return Setting(number, origin: found.origin)
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ found: Setting<String>?, standard: Choice
    ) throws -> Setting<Choice> {
        guard let found else { return Setting(standard, origin: .standard) }
        guard let choice = Choice(rawValue: found.value.lowercased()) else {
            throw found.invalid(Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return Setting(choice, origin: found.origin)
    }
}

extension Setting<String> {
    func invalid(_ expected: String) -> ConfigurationError {
        ConfigurationError(origin: origin.description, problem: "'\(value)' is not valid: expected \(expected)")
    }

    func url() throws -> Setting<HTTPURL> {
        guard let url = HTTPURL(value) else {
            throw ConfigurationError(
                origin: origin.description, problem: "not a valid endpoint URL",
                hint: "write it with scheme and host, such as https://rds.eu-west-1.amazonaws.com")
        }
        if let problem = url.problemAsEndpoint {
            throw ConfigurationError(
                origin: origin.description, problem: "the endpoint URL \(problem)",
                hint: "write it with scheme and host, such as https://rds.eu-west-1.amazonaws.com")
        }
        return Setting<HTTPURL>(url, origin: origin)
    }
}
