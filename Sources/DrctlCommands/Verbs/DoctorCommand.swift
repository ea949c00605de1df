package import ArgumentParser
package import RecoveryModel
import RecoveryReports

/// `drctl doctor`: is everything there that the other verbs need?
package struct DoctorCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check policy, credentials, region, clock and tools, each with its fix",
        discussion: """
            Reads only, and works with nothing at all: it says what is missing. Exit code 0: ready; 77: no credentials; 65:
            no valid policy; 5: the policy is not for this account or region; 1: something else is missing.

              $ drctl doctor --policy policies/knowledge-base.yaml

            Before a verb, what it needs besides: permissions by IAM's simulator, quota and programs:

              $ drctl doctor --for recover --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Check what this verb needs: \(CountText.list(RolePolicy.Duty.allCases.map(\.rawValue), "or")).",
            valueName: "verb"))
    package var duty: RolePolicy.Duty?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        var doctor = Doctor(context, for: duty)
        try await doctor.examine()
        try context.render(doctor.checkup)
        return doctor.status
    }
}
