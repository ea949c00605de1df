package import ArgumentParser
import Files
import RecoveryEngine
import RecoveryModel

/// `drctl template`: the policy as CloudFormation, or as Terraform.
package struct TemplateCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print the policy as a CloudFormation template, or as Terraform",
        discussion: """
            A template holds for any account, and for any region when its policy is for one; one that names roles or a
            dashboard is deployed once an account. Several policies or regions give a template each, in the folder of
            --out. Makes no call, unless it is asked about an account. Exit code 2: --check found a difference; 5: the
            policy gives no template that CloudFormation would take.

              $ drctl template --policy policies/knowledge-base.yaml --out templates/knowledge-base.json
              $ drctl template --policy policies --out templates/
              $ drctl template --policy policies/knowledge-base.yaml --check templates/knowledge-base.json
              $ drctl template --policy policies/knowledge-base.yaml --import resources.json --out stack.json
              $ drctl template --policy policies/knowledge-base.yaml --conformance-pack --out pack.yaml
              $ drctl template --policy policies/knowledge-base.yaml --format terraform --out recovery.tf.json
            """)

    @OptionGroup package var global: RegionalDocumentOptions

    @Option(
        help: ArgumentHelp(
            "Compare the template of a file or of a deployed stack with the policy.", valueName: "file|stack"))
    package var check: String?

    @Flag(help: "Read the ids and engines of the policy's databases from the account.")
    package var fromLive = false

    @Option(
        name: .customLong("import"),
        help: ArgumentHelp(
            "Print a template of what exists, and write the list of resources to import to this file.",
            valueName: "file"))
    package var importList: String?

    @Flag(help: "Print a conformance pack: the managed rules of AWS Config that ask what the policy asks.")
    package var conformancePack = false

    @Option(help: "The language: cloudformation, or terraform, whose JSON has the same values.")
    package var format: TemplateLanguage = .cloudformation

    package init() {}

    package func validate() throws {
        guard format == .cloudformation || check == nil && !conformancePack else {
            throw ValidationError("--check and --conformance-pack are about CloudFormation")
        }
        guard importList == nil || check == nil && !fromLive && !conformancePack else {
            throw ValidationError(
                "--import is about the account as it is, without --check, --from-live and --conformance-pack")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let language = format
        var stacks = try context.templateStacks(try context.loadPolicies()).map { stack in
            TemplateStack(document: stack.document, region: stack.region, language: language)
        }
        if let importList {
            let stack = try context.onlyStack(stacks, for: "--import")
            try await write(try await context.templateImport(of: stack), of: stack, list: importList, context)
            return .success
        }
        if check != nil { stacks = [try context.onlyStack(stacks, for: "--check")] }
        if fromLive {
            var named: [TemplateStack] = []
            for stack in stacks { named.append(try await context.named(stack)) }
            stacks = named
        }
        let templates = try stacks.map { stack in
            try template(of: stack, context)
        }
        if let check { return try await context.checkTemplate(check, against: templates[0], of: stacks[0]) }
        try write(zip(stacks, templates).map { ($0.file, context.templateText($1, of: $0)) }, context)
        return .success
    }

    /// The template to stdout or the file of `--out`, the list to a file of its own.
    private func write(
        _ found: TemplateImport, of stack: TemplateStack, list: String, _ context: CommandContext
    ) async throws {
        if format == .terraform { return try writeTerraform(found, of: stack, list: list, context) }
        try ResultFile(list).write { $0(Array((found.resources.pretty + "\n").utf8)) }
        try context.emit(context.templateText(found.template, of: stack))
        context.console.say(
            "Wrote \(list): aws cloudformation create-change-set --change-set-type IMPORT --resources-to-import file://\(list)"
        )
        for line in found.left { context.console.say("not imported: \(line)") }
        let parameters = found.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        context.console.say(
            "then update the stack by `drctl template --from-live`, with --parameter-overrides "
                + parameters.joined(separator: " "))
    }

    /// The same as Terraform: what exists as it is, and the blocks that import it.
    private func writeTerraform(
        _ found: TemplateImport, of stack: TemplateStack, list: String, _ context: CommandContext
    ) throws {
        let terraform = try stack.made { () throws(TemplateRefusal) in
            try TerraformTemplate(found.template, importing: found.identifiers)
        }
        try ResultFile(list).write { $0(Array(((terraform.imports ?? [:]).pretty + "\n").utf8)) }
        try context.emit(terraform.configuration.pretty)
        context.console.say("Wrote \(list): blocks that import what exists, for the folder of the configuration")
        for line in terraform.left { context.console.say("not in Terraform: \(line)") }
        for line in found.left { context.console.say("not imported: \(line)") }
        let variables = found.parameters.sorted { $0.key < $1.key }.map { name, value in
            let list = value.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ", ")
            return name == TemplateParameter.securityGroups ? "-var '\(name)=[\(list)]'" : "-var '\(name)=\(value)'"
        }
        context.console.say(
            "then plan the policy by `drctl template --format terraform --from-live`, with "
                + variables.joined(separator: " "))
    }

    private func template(of stack: TemplateStack, _ context: CommandContext) throws -> JSONValue {
        try stack.made { () throws(TemplateRefusal) in
            if format == .terraform {
                let template = try TemplateSynthesizer.template(
                    for: stack.policy, of: stack.region, now: context.now(), isLimited: false)
                let terraform = try TerraformTemplate(template)
                for line in terraform.left { context.console.say("not in Terraform: \(line)") }
                return terraform.configuration
            }
            guard conformancePack else {
                return try TemplateSynthesizer.template(for: stack.policy, of: stack.region, now: context.now())
            }
            let pack = try ConformancePack(stack.policy, of: stack.region, now: context.now())
            for line in pack.left { context.console.say("not in the pack: \(line)") }
            return pack.template
        }
    }

    /// One to stdout or the file of `--out`, several into the folder of `--out`.
    private func write(_ texts: [(file: String, text: String)], _ context: CommandContext) throws {
        if texts.count == 1 { return try context.emit(texts[0].text) }
        guard let folder = context.options.out, folder.hasSuffix("/") else {
            throw CommandFailure(
                .usage,
                "the policies give \(CountText.of(texts.count, "template")), one for each policy and region: "
                    + CountText.list(texts.map(\.file)),
                hint: "write them into a folder with --out FOLDER/, or choose one with --policy and --region")
        }
        for (file, text) in texts {
            try ResultFile(folder + file).write { $0(Array((text + "\n").utf8)) }
        }
        context.console.say("Wrote \(CountText.of(texts.count, "template")) into \(folder)")
    }
}
