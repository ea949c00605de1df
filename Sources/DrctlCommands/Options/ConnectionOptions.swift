package import ArgumentParser
package import Logging

/// The options of verbs that call AWS: as whom, where, and how.
package struct ConnectionOptions: ParsableArguments, OptionValues {
    @Option(help: ArgumentHelp("The profile of the AWS configuration.", valueName: "name"))
    package var profile: String?

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

    @Flag(name: .customLong("no-input"), help: "Never prompt; fail where input would be needed.")
    package var noInput = false

    @Option(help: ArgumentHelp("The timeout of one request to AWS.", valueName: "seconds"))
    package var timeout: Int?

    @Option(
        name: .customLong("max-in-flight"),
        help: ArgumentHelp("The number of concurrent requests per service.", valueName: "count"))
    package var maxInFlight: Int?

    @Option(
        name: .customLong("max-rate"),
        help: ArgumentHelp(
            "The most requests per second to one service in an account and region.", valueName: "count"))
    package var maxRate: Double?

    @Option(
        name: .customLong("log-level"), help: "The log level: trace, debug, info, notice, warning, error or critical.")
    package var logLevel: Logger.Level = .warning

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
        if let maxRate, !(0.1...100_000).contains(maxRate) {
            throw ValidationError("--max-rate must be between 0.1 and 100,000 requests per second")
        }
    }

    func fill(_ options: inout RunOptions) {
        options.profile = profile
        options.endpointURL = endpointURL
        options.assumeRole = assumeRole
        options.externalID = externalID
        options.roleSessionName = roleSessionName
        options.roleDuration = roleDuration
        options.noInput = noInput
        options.timeout = timeout
        options.maxInFlight = maxInFlight
        options.maxRate = maxRate
        options.logLevel = logLevel
    }
}
