package import AWSNames
package import ArgumentParser
package import Logging
package import RecoveryReports

/// The options of every command.
package struct GlobalOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A policy file, a folder of them, or - for the standard input; may be repeated (default: policies).",
            valueName: "file|folder"))
    package var policy: [String] = []

    @Option(help: ArgumentHelp("The profile of the AWS configuration.", valueName: "name"))
    package var profile: String?

    @Option(
        help: ArgumentHelp("Only this region of the policies (default: each region that they name).", valueName: "code")
    )
    package var region: Region?

    @Option(
        name: .customLong("endpoint-url"), help: ArgumentHelp("The endpoint to use instead of AWS.", valueName: "url"))
    package var endpointURL: String?

    @Option(name: .customLong("assume-role"), help: ArgumentHelp("The role to assume.", valueName: "arn"))
    package var assumeRole: String?

    @Option(
        name: .customLong("external-id"),
        help: ArgumentHelp("The external ID that the role's trust policy requires.", valueName: "id"))
    package var externalID: String?

    @Option(
        name: .customLong("role-session-name"),
        help: ArgumentHelp("The role session name, as shown in CloudTrail.", valueName: "name"))
    package var roleSessionName: String?

    @Option(
        name: .customLong("role-duration"),
        help: ArgumentHelp("The duration of the role session.", valueName: "seconds"))
    package var roleDuration: Int?

    @Option(
        name: .shortAndLong,
        help:
            "The output format: text, json or markdown; audits and records of drills also html, audits also sarif and junit."
    )
    package var output: ReportFormat = .text

    @Option(help: ArgumentHelp("Write the result to this file instead of stdout.", valueName: "file"))
    package var out: String?

    @Option(
        help: ArgumentHelp(
            "The folder for drctl's state (default: $DRCTL_STATE or .drctl).", valueName: "folder"))
    package var state: String?

    @Option(
        name: .customLong("log-level"), help: "The log level: trace, debug, info, notice, warning, error or critical.")
    package var logLevel: Logger.Level = .warning

    @Flag(name: .shortAndLong, help: "Print only the result and errors.")
    package var quiet = false

    @Flag(name: .customLong("no-color"), help: "Disable colours; NO_COLOR does the same.")
    package var noColor = false

    @Flag(name: .customLong("no-input"), help: "Never prompt; fail where input would be needed.")
    package var noInput = false

    @Option(help: ArgumentHelp("The timeout of one request to AWS.", valueName: "seconds"))
    package var timeout: Int?

    @Option(
        name: .customLong("max-in-flight"),
        help: ArgumentHelp("The number of concurrent requests per service.", valueName: "count"))
    package var maxInFlight: Int?

    package init() {}

    package mutating func validate() throws {
        if let timeout, timeout < 1 { throw ValidationError("--timeout must be at least 1 second") }
        if let roleDuration, !(900...43_200).contains(roleDuration) {
            throw ValidationError("--role-duration must be between 900 and 43,200 seconds")
        }
        let forRole = [
            ("--external-id", externalID != nil), ("--role-session-name", roleSessionName != nil),
            ("--role-duration", roleDuration != nil),
        ]
        if assumeRole == nil, let option = forRole.first(where: \.1)?.0 {
            throw ValidationError("\(option) requires --assume-role")
        }
        if let maxInFlight, maxInFlight < 1 { throw ValidationError("--max-in-flight must be at least 1") }
    }

    /// The options as plain values, which any task can use.
    package struct Values: Sendable {
        /// Files, folders and `-`; at least one.
        package var policies: [String]
        package var profile: String?
        package var region: Region?
        package var endpointURL: String?
        package var assumeRole: String?
        package var externalID: String?
        package var roleSessionName: String?
        package var roleDuration: Int?
        package var output: ReportFormat
        package var out: String?
        package var state: String?
        package var logLevel: Logger.Level
        package var quiet: Bool
        package var noColor: Bool
        package var noInput: Bool
        package var timeout: Int?
        package var maxInFlight: Int?
    }

    /// The options as plain values.
    package var values: Values {
        Values(
            policies: policy.isEmpty ? ["policies"] : policy, profile: profile, region: region,
            endpointURL: endpointURL, assumeRole: assumeRole,
            externalID: externalID, roleSessionName: roleSessionName, roleDuration: roleDuration, output: output,
            out: out, state: state, logLevel: logLevel, quiet: quiet, noColor: noColor, noInput: noInput,
            timeout: timeout, maxInFlight: maxInFlight)
    }
}

extension ReportFormat: ExpressibleByArgument {
    package init?(argument: String) {
        guard let format = ReportFormat.named(argument) else { return nil }
        self = format
    }

    package var defaultValueDescription: String { name }
    package static var allValueStrings: [String] { all.map(\.name) }
}
