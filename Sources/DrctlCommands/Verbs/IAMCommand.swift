import AWSNames
package import ArgumentParser
import RecoveryEngine
package import RecoveryModel

/// `drctl iam`: the least-privilege policy of a duty.
package struct IAMCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "iam",
        abstract: "Print the least-privilege IAM policy for a duty",
        discussion: """
            Makes no call. The statements follow from the calls that drctl makes for the duty.

              $ drctl iam audit --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    @Argument(help: "audit, apply, drill, backup or restore.")
    package var duty: RolePolicy.Duty

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policy = try context.loadPolicy().policy
        guard let account = policy.scope.accounts.first,
            let region = context.options.region ?? policy.scope.regions.first
        else { throw CommandFailure(.invalidPolicy, "the policy's scope names no account or region") }
        let statements = LeastPrivilege.statements(for: duty, on: Target(policy, account: account, region: region))
        try context.emit(AccessPolicy(statements: statements).json.pretty)
        return .success
    }
}

extension RolePolicy.Duty: ExpressibleByArgument {}
