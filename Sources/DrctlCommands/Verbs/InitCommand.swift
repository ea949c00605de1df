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
            belong to is the only call. Exit code 0: policies/NAME.yaml is written and valid; 5: it exists already.

              $ drctl init --name orders --database orders-prod
            """)

    @OptionGroup package var global: StarterOptions

    @Option(help: ArgumentHelp("The policy's name, which is that of its file.", valueName: "name"))
    package var name = "recovery"

    @Option(help: ArgumentHelp("The account (default: the credentials' own).", valueName: "id"))
    package var account: String?

    @Option(help: ArgumentHelp("A database that has to be recoverable; may be repeated.", valueName: "id"))
    package var database: [String] = []

    package init() {}

    package func validate() throws {
        if let account, AccountID(account) == nil { throw ValidationError("--account must be twelve digits") }
        func isName(_ text: String) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy { $0 == 0x2D || $0.isAlphanumeric }
        }
        guard isName(name), database.allSatisfy(isName) else {
            throw ValidationError("--name and --database must be letters, digits and hyphens")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let path = context.options.out ?? "policies/\(name).yaml"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .refused, "\(path) exists already; nothing was written",
                hint: "choose another name with --name, or run drctl policy check --policy \(path)")
        }
        let configured = try? context.configuration().region?.value
        let known = context.options.region ?? configured
        let region = known ?? Region("us-east-1")
        let account = try await account(context, region)
        let starter = StarterPolicy(
            name: name, account: account, region: region, isRegionKnown: known != nil, databases: database)
        let bytes = Array(starter.text.utf8)
        let checked = PolicySet.load([path], today: context.now().day) { _ in bytes }.diagnostics
        if let mistake = checked.first(where: { $0.severity == .error }) {
            throw CommandFailure(.usage, "no such policy can be written: \(mistake.summary)", hint: mistake.hint)
        }
        if context.options.out == nil {
            try FileManager.default.createDirectory(atPath: "policies", withIntermediateDirectories: true)
        }
        try ResultFile(path).write { $0(bytes) }
        context.console.say("Wrote \(path) for account \(account) in \(region)")
        for warning in checked where warning.severity == .warning { context.console.report(warning) }
        context.console.say("Edit it, then run drctl policy check and drctl doctor")
        return .success
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

/// The text of a policy that is valid as it is and says what can be added.
private struct StarterPolicy {
    static let placeholder = "000000000000"

    var name: String
    var account: String
    var region: Region
    /// False for one that nobody has named.
    var isRegionKnown: Bool
    var databases: [String]

    var text: String {
        let remark =
            account == Self.placeholder ? " # REPLACE with your account's id, in quotes" : " # in quotes: it is a name"
        let ids = databases.isEmpty ? "app-prod" : databases.joined(separator: ", ")
        let example = databases.isEmpty ? " # REPLACE with your database's identifier" : ""
        return """
            # What has to be recoverable, how soon, and how little may be lost. Written by `drctl init`, and yours to edit:
            #
            #   drctl policy check      finds what is wrong with it
            #   drctl policy explain    prints every value, also those that follow from the objectives
            #   drctl audit             compares it with AWS
            #
            # Remove the # in front of what you want to add; docs/policy.md describes every word.
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata:
              name: \(name)
            scope:
              accounts: ["\(account)"]\(remark)
              regions: [\(region)]\(isRegionKnown ? "" : " # REPLACE with the region of your databases")
            objectives:
              rto: 4h # from the decision to restore until the data is verified
              rpo: 24h # the most data that may be lost

            databases:
              - select: {ids: [\(ids)]}\(example)
            #    backups:
            #      window: 02:00-03:00 # UTC
            #      retention: 30d

            # Who is notified when something is in the way of a recovery.
            #notifications:
            #  topic: \(name)-alerts
            #  subscribers:
            #    - {email: oncall@example.com} # has to confirm once

            # How it is proven: a restore beside production, into a place of its own, whose data is verified.
            #drill:
            #  every: 30d
            #  into:
            #    subnetGroup: recovery-drill
            #    securityGroups: [sg-0123456789abcdef0]
            #    instanceClass: db.t4g.medium
            #  checks:
            #    - {name: has data, query: select count(*) from a_table_of_yours, expect: {atLeast: 1}}

            """
    }
}
