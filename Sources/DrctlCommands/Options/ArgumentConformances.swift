public import AWSNames
public import ArgumentParser
public import Logging
public import RecoveryModel

// Command-line types stay in this module, so that the libraries do not depend on ArgumentParser.

extension Region: ExpressibleByArgument {
    /// Accepts any code that is not empty.
    public init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        self.init(argument)
    }
}

extension AccountID: ExpressibleByArgument {
    /// Twelve digits.
    public init?(argument: String) { self.init(argument) }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

extension TemplateLanguage: ExpressibleByArgument {}

extension Framework: ExpressibleByArgument {}

extension RolePolicy.Duty: ExpressibleByArgument {}

extension Severity: ExpressibleByArgument {}

extension FindingsReceiver: ExpressibleByArgument {}
