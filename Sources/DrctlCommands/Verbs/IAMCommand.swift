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

    @OptionGroup package var global: DocumentOptions

    @Argument(help: "audit, apply, drill, backup or restore.")
    package var duty: RolePolicy.Duty

    @Option(help: ArgumentHelp("The role's account, if the policies name several.", valueName: "id"))
    package var account: String?

    package init() {}

    /// The account whose role the statements are for: their ARNs are of that account.
    private func account(of policies: [RecoveryPolicy]) throws -> AccountID {
        let known = Set(policies.flatMap(\.scope.accounts)).sorted()
        let names = CountText.list(known.map(\.description))
        guard let account else {
            guard known.count == 1 else {
                throw CommandFailure(
                    .usage, "the policies apply to \(names), and a role is of one account",
                    hint: "choose it with --account")
            }
            return known[0]
        }
        guard let chosen = known.first(where: { $0.description == account }) else {
            throw CommandFailure(.usage, "account \(account) is not in scope.accounts (\(names))")
        }
        return chosen
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policies = try context.loadPolicies().map(\.policy)
        let statements = LeastPrivilege.statements(for: duty, of: policies, account: try account(of: policies))
        try context.emit(AccessPolicy(statements: statements).json.pretty)
        return .success
    }
}

extension RolePolicy.Duty: ExpressibleByArgument {}
