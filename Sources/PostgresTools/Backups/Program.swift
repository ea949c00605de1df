/// A program with its arguments, none of which is secret, and the whole of its environment.
package struct Program: Sendable, Equatable {
    /// As errors name it.
    package var name: String
    package var path: String
    package var arguments: [String]
    package var environment: [String: String]

    package init(
        _ name: String, path: String, arguments: [String], environment: [String: String] = ["LC_ALL": "C"]
    ) {
        self.name = name
        self.path = path
        self.arguments = arguments
        self.environment = environment
    }
}

/// Why a pipeline did not do its work: the program that is to blame, and what it said.
package struct PipelineFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package var program: String
    package var message: String
    package var description: String { "\(program) failed: \(message)" }
}
