import AWSCore
import AWSNames
package import ArgumentParser
import Files
import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

/// `drctl init`: a policy to start from.
package struct InitCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a policy to start from",
        discussion: """
            Asks nothing and overwrites nothing. The account is that of the credentials, where there are some: who they
            belong to is the only call. With --from-live it reads the account, changes nothing, and writes what is
            there: each value that is weaker than drctl's default has a comment with the default and its reason. Exit
            code 0: policies/NAME.yaml is written and valid, and with --from-live an audit finds nothing; 2: it is
            written, and an audit finds what is printed; 4: it is written, and something could not be read; 5: it exists
            already, and nothing was written.

              $ drctl init --name orders --database orders-prod
              $ drctl init --name orders --from-live --tag app=orders
              $ drctl init --name orders --from-live --region us-east-1 --also-region eu-west-1
              $ drctl init --name orders --from-live --instance orders-prod --bucket orders-backups
            """)

    @OptionGroup package var global: StarterOptions

    @Option(help: ArgumentHelp("The policy's name, which is that of its file.", valueName: "name"))
    package var name = "recovery"

    @Option(help: ArgumentHelp("The account (default: the credentials' own).", valueName: "id"))
    package var account: String?

    @Option(help: ArgumentHelp("A database that has to be recoverable; may be repeated.", valueName: "id"))
    package var database: [String] = []

    @OptionGroup package var live: LiveOptions
    @OptionGroup package var drill: DrillPlaceOptions

    package init() {}

    package func validate() throws {
        if let account, AccountID(account) == nil { throw ValidationError("--account must be twelve digits") }
        func isName(_ text: String) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy { $0 == 0x2D || $0.isAlphanumeric }
        }
        guard isName(name), (database + live.instance + live.cluster).allSatisfy(isName) else {
            throw ValidationError("names of policies and databases must be letters, digits and hyphens")
        }
        guard !live.fromLive || account == nil else {
            throw ValidationError("--from-live is about the account of the credentials, without --account")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let path = context.options.out ?? "policies/\(name).yaml"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .refused, "\(path) exists already; nothing was written",
                hint: "choose another name with --name, or run drctl policy check --policy \(path)")
        }
        if live.fromLive { return try await writeLive(path, context) }
        let configured = try? context.configuration().region?.value
        let known = context.options.region ?? configured
        let region = known ?? Region("us-east-1")
        let account = try await account(context, region)
        let starter = StarterPolicy(
            name: name, account: account, region: region, isRegionKnown: known != nil, databases: database,
            drill: drill.drill)
        let bytes = Array(starter.text.utf8)
        let checked = PolicySet.load([path], today: context.now().day) { _ in bytes }.diagnostics
        if let mistake = checked.first(where: { $0.severity == .error }) {
            throw CommandFailure(.usage, "no such policy can be written: \(mistake.summary)", hint: mistake.hint)
        }
        try write(bytes, to: path, context)
        context.console.say("Wrote \(path) for account \(account) in \(region)")
        for warning in checked where warning.severity == .warning { context.console.report(warning) }
        context.console.say("Edit it, then run drctl policy check and drctl doctor")
        return .success
    }

    private func write(_ bytes: [UInt8], to path: String, _ context: CommandContext) throws {
        if context.options.out == nil {
            try FileManager.default.createDirectory(atPath: "policies", withIntermediateDirectories: true)
        }
        try ResultFile(path).write { $0(bytes) }
    }

    /// Writes what is there, and says what of it a first audit finds.
    private func writeLive(_ path: String, _ context: CommandContext) async throws -> ExitStatus {
        let starter = try await context.liveStarter(
            live.selection(database), alsoIn: live.alsoRegion, name: name, drill: drill.drill, path: path)
        try write(Array(starter.text.utf8), to: path, context)
        context.console.say("Wrote \(path): \(starter.summary)")
        for line in starter.left { context.console.say("not written: \(line)") }
        for line in starter.unread { context.console.complain("could not be read: \(line)") }
        if !starter.remaining.isEmpty {
            context.console.say("An audit finds, whatever the policy asks for:")
            for line in starter.remaining { context.console.say("  \(line)") }
        }
        context.console.say("Read its comments, then run drctl policy check and drctl audit")
        return starter.status
    }

    /// The account that was named, or that of the credentials, or a placeholder, which `policy check` explains.
    private func account(_ context: CommandContext, _ region: Region) async throws -> String {
        if let account { return account }
        // Credentials that have to be asked for are none.
        var options = context.options
        options.noInput = true
        do {
            return try await CommandContext(options).withSession(region: region) { $0.account.description }
        } catch let error as CancellationError {
            throw error
        } catch {
            return StarterPolicy.placeholder
        }
    }
}

extension UInt8 {
    fileprivate var isAlphanumeric: Bool { Character(Unicode.Scalar(self)).isLetter || (0x30...0x39).contains(self) }
}
