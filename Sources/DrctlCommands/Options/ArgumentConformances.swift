public import AWSNames
public import ArgumentParser
public import Logging

// Command-line types stay here: the libraries below know nothing of arguments.

extension Region: ExpressibleByArgument {
    /// Any code that is not empty.
    public init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        self.init(argument)
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
