public import AWSNames
import FoundationEssentials
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// How a `credential_process` is run.
public struct CredentialProcessRunner: Sendable {
    /// What it printed and how it ended.
    public struct Output: Sendable {
        /// Standard output: holds secrets.
        public var text: Redacted<[UInt8]>
        /// Standard error.
        public var errorText: String
        /// How it ended, for people; nil for success.
        public var status: String?

        /// From its parts.
        public init(text: Redacted<[UInt8]>, errorText: String = "", status: String? = nil) {
            self.text = text
            self.errorText = errorText
            self.status = status
        }
    }

    /// It could not be run to its end.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// For people.
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

    /// A child process: it may ask the person at the terminal, and is ended with the task that waits for it.
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
