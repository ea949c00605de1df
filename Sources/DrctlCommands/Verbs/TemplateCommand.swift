package import ArgumentParser
import RecoveryEngine
import RecoveryModel

/// `drctl template`: the policy as CloudFormation.
package struct TemplateCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print the policy as a CloudFormation template",
        discussion: """
            Makes no call. The template holds for any account and region.

              $ drctl template --policy policies/knowledge-base.yaml --out templates/knowledge-base.json
            """)

    @OptionGroup package var global: GlobalOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy()
        try context.emit(TemplateSynthesizer.template(for: document.policy, now: context.now()).pretty)
        return .success
    }
}
