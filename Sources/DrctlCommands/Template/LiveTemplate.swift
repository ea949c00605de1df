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
            let (target, inventory) = try await collect(stack, open.session)
            var document = stack.document
            document.policy = try stack.made { () throws(TemplateRefusal) in
                try TemplateSynthesizer.named(stack.policy, by: ControlContext(target, inventory))
            }
            return TemplateStack(document: document, region: stack.region, language: stack.language)
        }
    }

    /// The template and the list for a stack that takes over what exists.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    func templateImport(of stack: TemplateStack) async throws -> TemplateImport {
        try await withTarget(of: stack.document, region: stack.region) { _, open in
            let (target, read) = try await collect(stack, open.session)
            var inventory = read
            let kinds = Set(target.policy.databases.map(\.kind))
            switch try await DeclaredDatabases(client: open.session.client).read(kinds) {
            case .known(let declared): inventory.declared = declared
            case .unavailable(let failure):
                throw CommandFailure(
                    .refused, "\(stack.policy.name): \(failure)",
                    hint: "an import needs every property of the databases")
            }
            let context = ControlContext(target, inventory)
            return try stack.made { () throws(TemplateRefusal) in
                try TemplateImport(context, isForTerraform: stack.language == .terraform)
            }
        }
    }

    private func collect(
        _ stack: TemplateStack, _ session: AWSSession
    ) async throws -> (target: Target, inventory: Inventory) {
        let target = Target(stack.policy, account: session.account, region: session.region)
        let collector = InventoryCollector(client: session.client, account: session.account, region: session.region)
        return (target, try await collector.collect(target, at: now(), .everything))
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
