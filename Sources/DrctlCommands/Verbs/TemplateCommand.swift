import AWSNames
package import ArgumentParser
import RecoveryEngine
import RecoveryModel

/// `drctl template`: the policy as CloudFormation.
package struct TemplateCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print the policy as a CloudFormation template",
        discussion: """
            Makes no call. The template holds for any account, and for any region when the policy is for one; else it is for
            the region of --region.

              $ drctl template --policy policies/knowledge-base.yaml --out templates/knowledge-base.json
            """)

    @OptionGroup package var global: RegionalDocumentOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policy = try context.loadPolicy().policy
        let region = try region(of: policy, context)
        try context.emit(TemplateSynthesizer.template(for: policy, of: region, now: context.now()).pretty)
        return .success
    }

    /// The region that the template is for. One stack is in one region.
    private func region(of policy: RecoveryPolicy, _ context: CommandContext) throws -> Region {
        let regions = policy.targetRegions
        let names = CountText.list(regions.map(\.rawValue))
        guard let region = context.options.region else {
            guard regions.count == 1 else {
                throw CommandFailure(
                    .usage, "the policy requires something in \(names), and a template is for one region",
                    hint: "choose it with --region")
            }
            return regions[0]
        }
        guard regions.contains(region) else {
            throw CommandFailure(.usage, "nothing is required in \(region)", hint: "the policy's regions are \(names)")
        }
        return region
    }
}
