import ArgumentParser

/// The options that say how much of the policies' scopes a run has to check.
package struct CoverageOptions: ParsableArguments {
    @Flag(help: "Check every account of the AWS organization instead of the policies' accounts.")
    package var organization = false

    @Flag(
        name: .customLong("require-all"),
        help: "Fail (exit code 4) when an account or region of the policies is not checked.")
    package var requireAll = false

    package init() {}

    /// The options as plain values.
    var values: Coverage { Coverage(organization: organization, requiresAll: requireAll) }
}

/// How much of the policies' scopes a run checks.
struct Coverage: Sendable {
    /// Whether the organization's accounts take the place of the policies' accounts.
    var organization = false
    /// Whether every place has to be checked.
    var requiresAll = false
}
