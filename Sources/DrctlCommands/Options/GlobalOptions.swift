package import AWSNames
package import ArgumentParser
package import Logging

/// The options that every verb has.
package struct GlobalOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A policy file, or a folder of them.", valueName: "file|folder"))
    package var policy = "policies"

    @Option(help: ArgumentHelp("A profile of the AWS configuration.", valueName: "name"))
    package var profile: String?

    @Option(help: ArgumentHelp("The region; the policy's first one by default.", valueName: "code"))
    package var region: Region?

    @Option(name: .customLong("endpoint-url"), help: ArgumentHelp("Ask this instead of AWS.", valueName: "url"))
    package var endpointURL: String?

    @Option(name: .customLong("assume-role"), help: ArgumentHelp("Work as this role.", valueName: "arn"))
    package var assumeRole: String?

    @Option(name: .customLong("external-id"), help: ArgumentHelp("What the role's owner asks for.", valueName: "id"))
    package var externalID: String?

    @Option(name: .customLong("role-session-name"), help: ArgumentHelp("Seen in CloudTrail.", valueName: "name"))
    package var roleSessionName: String?

    @Option(name: .customLong("role-duration"), help: ArgumentHelp("Of the role's session.", valueName: "seconds"))
    package var roleDuration: Int?

    @Option(name: .shortAndLong, help: "How results are written: text, json or markdown.")
    package var output: OutputFormat = .text

    @Option(help: ArgumentHelp("Write the result to a file instead of stdout.", valueName: "file"))
    package var out: String?

    @Option(
        help: ArgumentHelp(
            "What drctl remembers is kept here (default: $DRCTL_STATE or .drctl).", valueName: "folder"))
    package var state: String?

    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical.")
    package var logLevel: Logger.Level = .warning

    @Flag(name: .shortAndLong, help: "Say nothing but the result and errors.")
    package var quiet = false

    @Flag(name: .customLong("no-color"), help: "No colours; NO_COLOR does the same.")
    package var noColor = false

    @Flag(name: .customLong("no-input"), help: "Never ask; what would have to be asked is refused.")
    package var noInput = false

    @Option(help: ArgumentHelp("For one request to AWS.", valueName: "seconds"))
    package var timeout: Int?

    @Option(
        name: .customLong("max-in-flight"), help: ArgumentHelp("Requests at a time for a service.", valueName: "count"))
    package var maxInFlight: Int?

    package init() {}

    package mutating func validate() throws {
        if let timeout, timeout < 1 { throw ValidationError("--timeout must be 1 second or more") }
        if let roleDuration, !(900...43_200).contains(roleDuration) {
            throw ValidationError("--role-duration must be from 900 to 43200 seconds")
        }
        let forRole = [
            ("--external-id", externalID != nil), ("--role-session-name", roleSessionName != nil),
            ("--role-duration", roleDuration != nil),
        ]
        if assumeRole == nil, let option = forRole.first(where: \.1)?.0 {
            throw ValidationError("\(option) needs --assume-role")
        }
        if let maxInFlight, maxInFlight < 1 { throw ValidationError("--max-in-flight must be 1 or more") }
    }

    /// The options as plain values, which any task may hold.
    package struct Values: Sendable {
        package var policy: String
        package var profile: String?
        package var region: Region?
        package var endpointURL: String?
        package var assumeRole: String?
        package var externalID: String?
        package var roleSessionName: String?
        package var roleDuration: Int?
        package var output: OutputFormat
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
            policy: policy, profile: profile, region: region, endpointURL: endpointURL, assumeRole: assumeRole,
            externalID: externalID, roleSessionName: roleSessionName, roleDuration: roleDuration, output: output,
            out: out, state: state, logLevel: logLevel, quiet: quiet, noColor: noColor, noInput: noInput,
            timeout: timeout, maxInFlight: maxInFlight)
    }
}

/// How results are written.
package enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json, markdown
}
