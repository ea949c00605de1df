import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

extension CommandContext {
    /// The policy of a stack with its databases named as they are in the account.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    func named(_ stack: TemplateStack) async throws -> TemplateStack {
        try await withTarget(of: stack.document, region: stack.region) { _, open in
            let session = open.session
            let target = Target(stack.policy, account: session.account, region: session.region)
            let inventory = try await InventoryCollector(
                client: session.client, account: session.account, region: session.region
            ).collect(target, at: now())
            var document = stack.document
            document.policy = try stack.made { () throws(TemplateRefusal) in
                try TemplateSynthesizer.named(stack.policy, by: ControlContext(target, inventory))
            }
            return TemplateStack(document: document, region: stack.region)
        }
    }

    /// The template of a deployed stack, as it was given to CloudFormation.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    func deployedTemplate(_ name: String, of stack: TemplateStack) async throws -> String {
        try await withTarget(of: stack.document, region: stack.region) { _, open in
            let output = try await open.session.client.send(
                CloudFormation.getTemplate, .init(stackName: name, templateStage: .original))
            guard let body = output.templateBody else {
                throw CommandFailure(.failed, "CloudFormation has no template of stack \(name)")
            }
            return body
        }
    }
}
