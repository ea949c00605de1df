import Files
import FoundationEssentials
import RecoveryEngine
package import RecoveryModel
import RecoveryReports

/// The policies of `--policy`, each with where its values were written.
package struct LoadedPolicies: Sendable {
    /// The valid ones, by name.
    package let documents: [PolicyDocument]
    /// The files that hold none, each with the reason.
    package let unread: [(file: String, reason: String)]

    /// What a run needs of them.
    package var ofRun: RunPolicies { RunPolicies(policies: documents.map(\.policy), unread: unread) }
}

/// The policies of a run. They do not know where each value was written: for a thousand databases that is more than what AWS
/// shows of them.
package struct RunPolicies: Sendable {
    /// The valid ones, by name.
    package var policies: [RecoveryPolicy]
    /// The files that hold none, each with the reason; a run says that it did not check them.
    package var unread: [(file: String, reason: String)] = []
}

extension CommandContext {
    /// Reads the policies of `--policy`: files, folders of `.yaml` files, and `-` for the standard input.
    ///
    /// Warnings are printed; an error anywhere ends the command with exit code 65 before any call.
    ///
    /// - Throws: `CommandFailure`.
    package func loadPolicies() throws -> [PolicyDocument] {
        let (set, loaded) = try readPolicies()
        guard loaded.unread.isEmpty else { throw invalid(set, loaded) }
        return loaded.documents
    }

    /// The same for read-only commands, which check what is valid and name what is not.
    ///
    /// - Throws: `CommandFailure` when no policy is valid.
    package func loadValidPolicies() throws -> LoadedPolicies {
        let (set, loaded) = try readPolicies()
        guard !loaded.documents.isEmpty else { throw invalid(set, loaded) }
        return loaded
    }

    /// Everything that is in the files of `--policy`, valid or not, without a word about it.
    ///
    /// - Throws: `CommandFailure` when an argument means no file.
    func policySet() throws -> PolicySet {
        let found = try PolicyFiles(options.policies)
        if let first = found.failures.first { throw first.failure }
        return PolicySet.load(found.files, today: now().day, read: readPolicyFile)
    }

    /// The policy of a command that works on one database: the only one, or among several the one that names it.
    ///
    /// - Throws: `CommandFailure`.
    package func loadPolicy(of database: String? = nil) throws -> PolicyDocument {
        let documents = try loadPolicies()
        let naming = documents.filter { document in
            database.map { id in document.policy.databases.contains { $0.select.ids.contains(id) } } ?? false
        }
        if let only = documents.count == 1 ? documents.first : naming.count == 1 ? naming.first : nil { return only }
        let names = CountText.list((naming.isEmpty ? documents : naming).map(\.policy.name))
        let problem =
            switch (database, naming.isEmpty) {
            case (nil, _): "this command works on one database, and there are \(documents.count) policies: \(names)"
            case (let id?, true): "none of the \(documents.count) policies names \(id): \(names)"
            case (let id?, false): "\(id) is named by several policies: \(names)"
            }
        throw CommandFailure(
            .usage, problem,
            hint: database == nil
                ? "choose one with --policy FILE, or a database that one of them names with --instance"
                : "choose one with --policy FILE")
    }

    private func readPolicies() throws -> (PolicySet, LoadedPolicies) {
        let found = try PolicyFiles(options.policies)
        let set = PolicySet.load(found.files, today: now().day, read: readPolicyFile)
        for (_, failure) in found.failures { console.complain(failure.message, hint: failure.hint) }
        for folder in found.unread {
            console.say("\(folder) is a folder inside a folder, and is not read: name it with --policy too")
        }
        for diagnostic in set.diagnostics where diagnostic.severity != .note {
            console.report(diagnostic)
            if isOnGitHub { console.say("\(GitHubAnnotation(diagnostic))") }
        }
        let loaded = LoadedPolicies(
            documents: set.documents.filter { set.invalid[$0.file] == nil }
                .sorted { $0.policy.name < $1.policy.name },
            unread: found.failures.map { ($0.path, $0.failure.message) }
                + set.invalid.sorted { $0.key < $1.key }.map { file, count in
                    (file, "the policy has \(CountText.of(count, "error"))")
                })
        return (set, loaded)
    }

    private func invalid(_ set: PolicySet, _ loaded: LoadedPolicies) -> CommandFailure {
        let errors = set.diagnostics.count { $0.severity == .error }
        return CommandFailure(
            .invalidPolicy,
            errors > 0
                ? "the policy has \(CountText.of(errors, "error"))"
                : "\(CountText.of(loaded.unread.count, "policy", plural: "policies")) could not be read")
    }
}

/// A policy file's bytes; a huge file is not read to its end, and a pipe that nobody writes to is not waited for.
private func readPolicyFile(_ path: String) throws -> [UInt8] {
    let mebibytes = 1
    do {
        guard let bytes = try InputFile(path == standardInput ? "/dev/stdin" : path, mebibytes: mebibytes).read() else {
            throw PolicyFileError(description: "there is no such file")
        }
        return bytes
    } catch let failure as FileFailure {
        let remark = failure.cause == .larger(mebibytes: mebibytes) ? "; a policy can have at most 1 MiB" : ""
        throw PolicyFileError(description: failure.reason + remark)
    }
}

/// Why a policy file could not be read.
private struct PolicyFileError: Error, CustomStringConvertible {
    let description: String
}
