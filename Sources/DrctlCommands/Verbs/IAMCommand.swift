import AWSNames
package import ArgumentParser
import RecoveryEngine
import RecoveryModel

/// `drctl iam`: the least-privilege policy of a duty.
package struct IAMCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "iam",
        abstract: "Print the least-privilege IAM policy for a duty",
        discussion: """
            Makes no call. The statements follow from the calls that drctl makes for the duty with these policies and options.

              $ drctl iam --for audit --policy policies/knowledge-base.yaml
              $ drctl iam --for drill --evidence s3://kb-evidence --policy policies/knowledge-base.yaml
            """)

    /// One duty, or all of them.
    package enum Job: String, CaseIterable, Sendable, ExpressibleByArgument {
        case audit, plan, apply, drift, drill, backup, restore, recover
        case alarmsTest = "alarms-test"
        case rotate, cost
        case all

        var duties: Set<RolePolicy.Duty> {
            RolePolicy.Duty(rawValue: rawValue).map { [$0] } ?? Set(RolePolicy.Duty.allCases)
        }
    }

    @OptionGroup package var global: DocumentOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "What the role is for: \(CountText.list(Job.allCases.map(\.rawValue), "or")).", valueName: "duty"))
    package var job: Job?

    @Argument(help: ArgumentHelp("The same as --for.", valueName: "duty"))
    package var duty: Job?

    @Option(help: ArgumentHelp("The role's account, if the policies name several.", valueName: "id"))
    package var account: String?

    @Flag(help: "Print managed policies of at most 6,144 characters each, as a JSON array.")
    package var managed = false

    @Option(help: ArgumentHelp("The job's --evidence, if in a bucket.", valueName: "s3://bucket/prefix"))
    package var evidence: String?

    @Option(
        name: .customLong("signing-key"),
        help: ArgumentHelp("The drill's --signing-key, if a secret.", valueName: "secretsmanager:name"))
    package var signingKey: String?

    @Option(help: ArgumentHelp("The drill's --secret.", valueName: "name|arn"))
    package var secret: String?

    @Option(name: .customLong("iam-user"), help: ArgumentHelp("The drill's --iam-user.", valueName: "name"))
    package var iamUser: String?

    @Option(help: ArgumentHelp("The audit's --history, if in a bucket.", valueName: "s3://bucket/prefix"))
    package var history: String?

    @Option(name: .customLong("send-to"), help: ArgumentHelp("The audit's --send-to.", valueName: "service"))
    package var sendTo: FindingsReceiver?

    @Flag(help: "The job is run with --organization.")
    package var organization = false

    @Flag(help: "The plan or apply is run with --prune.")
    package var prune = false

    package init() {}

    package mutating func validate() throws {
        if job != nil, duty != nil { throw ValidationError("use only one of --for and the argument") }
        if job == nil, duty == nil {
            throw ValidationError("missing --for \(CountText.list(Job.allCases.map(\.rawValue), "or"))")
        }
        if let evidence, JobOptions.Prefix(url: evidence) == nil {
            throw ValidationError("--evidence must be s3://bucket/prefix: a folder needs no permission of AWS")
        }
        if let history, JobOptions.Prefix(url: history) == nil {
            throw ValidationError("--history must be s3://bucket/prefix: a folder needs no permission of AWS")
        }
        if let signingKey, !signingKey.hasPrefix(Self.stored) {
            throw ValidationError("--signing-key must be secretsmanager:name: a file needs no permission of AWS")
        }
    }

    private static let stored = "secretsmanager:"

    private var options: JobOptions {
        var options = JobOptions()
        options.evidence = evidence.flatMap { JobOptions.Prefix(url: $0) }
        options.secrets = [signingKey.map { String($0.dropFirst(Self.stored.count)) }, secret].compactMap { $0 }
        options.iamUser = iamUser
        options.history = history.flatMap { JobOptions.Prefix(url: $0) }
        options.sendsFindings = sendTo == .securityHub
        options.organization = organization
        options.prunes = prune
        return options
    }

    /// The account whose role the statements are for: their ARNs are of that account.
    private func account(of policies: [RecoveryPolicy]) throws -> AccountID {
        let known = Set(policies.flatMap(\.scope.accounts)).sorted()
        let others = (job ?? duty) == .recover ? policies.flatMap { $0.recover?.into ?? [] }.map(\.account) : []
        let names = CountText.list(known.map(\.description))
        guard let account else {
            guard known.count == 1 else {
                throw CommandFailure(
                    .usage, "the policies apply to \(names), and a role is of one account",
                    hint: "choose it with --account")
            }
            return known[0]
        }
        guard let chosen = (known + others).first(where: { $0.description == account }) else {
            throw CommandFailure(
                .usage, "account \(account) is not in scope.accounts (\(names))",
                hint: others.isEmpty
                    ? nil : "a role that recovers elsewhere is of \(CountText.list(others.map { "\($0)" }))")
        }
        return chosen
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        guard let chosen = job ?? duty else { return .usage }
        let policies = try context.loadPolicies().map(\.policy)
        // A job that is run so would be refused.
        if evidence != nil { for policy in policies { _ = try context.evidencePlace(evidence, of: policy) } }
        let statements = LeastPrivilege.statements(
            for: chosen.duties, of: policies, account: try account(of: policies), job: options)
        guard !statements.isEmpty else {
            throw CommandFailure(
                .usage, "the policies give `\(chosen.rawValue)` nothing to do, so there is no permission to grant",
                hint:
                    "`backup` and `restore` need a bucket for backups in `storage`, `drill` needs `databases`, `rotate` "
                    + "needs a database with `backups.monthly` and without `awsBackup`")
        }
        if managed {
            try context.emit(JSONValue.array(PolicySize.managed(statements).map(\.json)).pretty)
            return .success
        }
        let policy = AccessPolicy(statements: statements)
        let length = PolicySize.of(policy)
        if length > PolicySize.managed {
            let tooLong = length > PolicySize.inlineOfRole ? "a role or " : ""
            context.console.say(
                "\(CountText.number(length)) characters are too long for \(tooLong)a managed policy "
                    + "(\(CountText.number(PolicySize.managed))): --managed divides them")
        }
        try context.emit(policy.json.pretty)
        return .success
    }
}
