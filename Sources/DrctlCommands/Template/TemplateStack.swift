import AWSNames
import RecoveryEngine
import RecoveryModel

/// What a template is written in.
package enum TemplateLanguage: String, Sendable, CaseIterable {
    case cloudformation, terraform

    /// Of a file's name.
    var ending: String { self == .terraform ? ".tf.json" : ".json" }
}

/// What one template is of: a policy in one region.
struct TemplateStack: Sendable {
    let document: PolicyDocument
    let region: Region
    var language = TemplateLanguage.cloudformation

    var policy: RecoveryPolicy { document.policy }

    /// The file of its template in a folder.
    var file: String {
        policy.name + (policy.targetRegions.count == 1 ? "" : ".\(region)") + language.ending
    }

    /// Something of the stack that can be refused.
    ///
    /// - Throws: `CommandFailure`.
    func made<Value>(_ make: () throws(TemplateRefusal) -> Value) throws -> Value {
        do {
            return try make()
        } catch {
            throw CommandFailure(.refused, "\(policy.name): \(error)", hint: error.hint)
        }
    }
}

extension CommandContext {
    /// A stack for each policy and region: a stack is in one region.
    ///
    /// - Throws: `CommandFailure` when nothing is required in the region of `--region`.
    func templateStacks(_ documents: [PolicyDocument]) throws -> [TemplateStack] {
        let all = documents.flatMap { document in
            document.policy.targetRegions.map { TemplateStack(document: document, region: $0) }
        }
        guard let region = options.region else { return all }
        let chosen = all.filter { $0.region == region }
        guard !chosen.isEmpty else {
            let regions = Set(all.map(\.region)).sorted().map(\.rawValue)
            throw CommandFailure(
                .usage, "nothing is required in \(region)", hint: "the regions are \(CountText.list(regions))")
        }
        return chosen
    }

    /// The only stack, for what is about one.
    ///
    /// - Throws: `CommandFailure` when there are several.
    func onlyStack(_ stacks: [TemplateStack], for option: String) throws -> TemplateStack {
        guard stacks.count == 1 else {
            throw CommandFailure(
                .usage,
                "\(option) is about one template, and the policies give \(stacks.count): "
                    + CountText.list(stacks.map(\.file)),
                hint: "choose one with --policy and --region")
        }
        return stacks[0]
    }

    /// The template's text; how to deploy one that is too long for the call itself is said beside it.
    func templateText(_ template: JSONValue, of stack: TemplateStack) -> String {
        let text = template.pretty
        let size = text.utf8.count
        if size > TemplateRefusal.Limit.inlineSize, stack.language == .cloudformation {
            console.say(
                "\(stack.policy.name): \(CountText.of(size, "byte")), and CloudFormation takes "
                    + "\(CountText.of(TemplateRefusal.Limit.inlineSize, "byte")) in the call itself: deploy it with "
                    + "--s3-bucket BUCKET")
        }
        return text
    }
}
