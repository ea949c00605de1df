package import ArgumentParser
import RecoveryEngine
import RecoveryModel

/// The policy whose `selfManaged` entry a verb of backups follows, where no option says otherwise.
package struct BackupPolicyOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Take what is not given from this policy's `selfManaged`.", valueName: "file|folder"))
    package var policy: [String] = []

    @Option(
        help: ArgumentHelp("The database: of the policy's entries, or of the backups in a place.", valueName: "name"))
    package var database: String?

    package init() {}
}

extension CommandContext {
    /// The policy whose entry the options choose, with all that were read; nil without a policy.
    ///
    /// - Throws: `CommandFailure`.
    func selfManagedPolicy(
        _ options: BackupPolicyOptions
    ) throws -> (policy: RecoveryPolicy, entry: SelfManagedPolicy, all: [RecoveryPolicy])? {
        guard let entry = try selfManaged(options) else { return nil }
        var named = self.options
        named.policies = options.policy
        let all = try CommandContext(named).policySet().documents.map(\.policy)
        return all.first { $0.selfManaged.contains(entry) }.map { ($0, entry, all) }
    }

    /// The entry that the options choose; nil without a policy.
    ///
    /// - Throws: `CommandFailure`.
    func selfManaged(_ options: BackupPolicyOptions) throws -> SelfManagedPolicy? {
        guard !options.policy.isEmpty else { return nil }
        var named = self.options
        named.policies = options.policy
        let policies = try CommandContext(named).loadPolicies().map(\.policy)
        let entries = policies.flatMap(\.selfManaged).filter {
            options.database == nil || $0.database == options.database
        }
        if let only = entries.first, entries.count == 1 {
            guard let stanza = only.pgBackRest else { return only }
            throw CommandFailure(
                .usage, "\(only.database) is backed up by pgBackRest, stanza \(stanza.stanza)",
                hint: "`pgbackrest` makes, lists and expires its backups; `drctl drill run` restores them")
        }
        let names = Set(policies.flatMap(\.selfManaged).map(\.database)).sorted()
        guard !names.isEmpty else {
            throw CommandFailure(
                .usage, "the policy has no database outside RDS", hint: "add one to `selfManaged`, or use options alone"
            )
        }
        throw CommandFailure(
            .usage,
            options.database.map { "the policy's `selfManaged` has \(entries.isEmpty ? "no" : "more than one") \($0)" }
                ?? "the policy has several databases outside RDS",
            hint: "choose one with --database: " + CountText.list(names, "or"))
    }
}

extension ServerOptions {
    /// These, or else those of an entry.
    func or(_ entry: SelfManagedPolicy?) -> ServerOptions {
        guard let source = entry?.source, [urlFile, service, secret, compose].allSatisfy({ $0 == nil }) else {
            return self
        }
        var options = self
        (options.urlFile, options.service, options.secret) = (source.urlFile, source.service, source.secret)
        options.compose = source.compose
        return options
    }
}
