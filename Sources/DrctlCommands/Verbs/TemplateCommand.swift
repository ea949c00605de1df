import AWSNames
package import ArgumentParser
import Files
import RecoveryEngine
import RecoveryModel

/// `drctl template`: the policy as CloudFormation.
package struct TemplateCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print the policy as a CloudFormation template",
        discussion: """
            Makes no call. A template holds for any account, and for any region when its policy is for one. Several policies
            or regions give a template each, in the folder of --out.

              $ drctl template --policy policies/knowledge-base.yaml --out templates/knowledge-base.json
              $ drctl template --policy policies --out templates/
            """)

    @OptionGroup package var global: RegionalDocumentOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policies = try context.loadPolicies().map(\.policy)
        let stacks = try stacks(of: policies, context)
        let texts = try stacks.map { try text(of: $0, context) }
        if texts.count == 1 {
            try context.emit(texts[0])
            return .success
        }
        let names = stacks.map { Self.name($0, isAlone: $0.policy.targetRegions.count == 1) }
        guard let folder = context.options.out, folder.hasSuffix("/") else {
            throw CommandFailure(
                .usage,
                "the policies give \(CountText.of(stacks.count, "template")), one for each policy and region: "
                    + CountText.list(names),
                hint: "write them into a folder with --out FOLDER/, or choose one with --policy and --region")
        }
        for (text, name) in zip(texts, names) {
            try ResultFile(folder + name).write { $0(Array((text + "\n").utf8)) }
        }
        context.console.say("Wrote \(CountText.of(stacks.count, "template")) into \(folder)")
        return .success
    }

    /// The template of a stack; how to deploy one that is too long for the call itself is said beside it.
    private func text(
        of stack: (policy: RecoveryPolicy, region: Region), _ context: CommandContext
    ) throws -> String {
        do {
            let text = try TemplateSynthesizer.template(for: stack.policy, of: stack.region, now: context.now()).pretty
            let size = text.utf8.count
            if size > TemplateRefusal.Limit.inlineSize {
                context.console.say(
                    "\(stack.policy.name): \(CountText.of(size, "byte")), and CloudFormation takes "
                        + "\(CountText.of(TemplateRefusal.Limit.inlineSize, "byte")) in the call itself: deploy it with "
                        + "--s3-bucket BUCKET")
            }
            return text
        } catch {
            throw CommandFailure(.refused, "\(stack.policy.name): \(error)", hint: error.hint)
        }
    }

    /// A template for each policy and region: a stack is in one region.
    private func stacks(
        of policies: [RecoveryPolicy], _ context: CommandContext
    ) throws -> [(policy: RecoveryPolicy, region: Region)] {
        let all = policies.flatMap { policy in policy.targetRegions.map { (policy: policy, region: $0) } }
        guard let region = context.options.region else { return all }
        let chosen = all.filter { $0.region == region }
        guard !chosen.isEmpty else {
            let regions = Set(all.map(\.region)).sorted().map(\.rawValue)
            throw CommandFailure(
                .usage, "nothing is required in \(region)", hint: "the regions are \(CountText.list(regions))")
        }
        return chosen
    }

    private static func name(_ stack: (policy: RecoveryPolicy, region: Region), isAlone: Bool) -> String {
        stack.policy.name + (isAlone ? "" : ".\(stack.region)") + ".json"
    }
}
