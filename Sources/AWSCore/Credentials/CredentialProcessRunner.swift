public import AWSNames
import FoundationEssentials
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs a `credential_process`.
public struct CredentialProcessRunner: Sendable {
    /// The output and exit status.
    public struct Output: Sendable {
        /// Standard output, which contains secrets.
        public var text: Redacted<[UInt8]>
        /// Standard error.
        public var errorText: String
        /// How the process ended, for people; nil for success.
        public var status: String?

        /// Creates the value from its parts.
        public init(text: Redacted<[UInt8]>, errorText: String = "", status: String? = nil) {
            self.text = text
            self.errorText = errorText
            self.status = status
        }
    }

    /// The process could not be run.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// A description for people.
        public var description: String

        /// From its text.
        public init(_ description: String) { self.description = description }
    }

    /// Runs the program named first with the environment. Throws `Failure` or `CancellationError`.
    public var run: @Sendable (_ arguments: [String], _ environment: [String: String]) async throws -> Output

    /// From a function.
    public init(
        run: @escaping @Sendable (_ arguments: [String], _ environment: [String: String]) async throws -> Output
    ) {
        self.run = run
    }

    /// A child process, which may prompt on the terminal and is terminated with the task that waits for it.
    public static let system = CredentialProcessRunner { arguments, environment in
        guard let program = arguments.first else { throw Failure("no program") }
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(arguments.dropFirst())), environment: .custom(variables),
                input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
                output: .bytes(limit: 1 << 20), error: .string(limit: 64 << 10))
            try Task.checkCancellation()
            return Output(
                text: Redacted(result.standardOutput), errorText: result.standardError,
                status: result.terminationStatus.isSuccess ? nil : "\(result.terminationStatus)")
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw Failure("\(error)")
        }
    }
}
