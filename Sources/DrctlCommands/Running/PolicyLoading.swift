import Files
import FoundationEssentials
import RecoveryEngine
package import RecoveryModel
import RecoveryReports

/// The policies of a run.
package struct LoadedPolicies: Sendable {
    /// The valid ones, by name.
    package let documents: [PolicyDocument]
    /// The files that hold none, each with the reason; a run says that it did not look at them.
    package let unread: [(file: String, reason: String)]

    package var policies: [RecoveryPolicy] { documents.map(\.policy) }
}

extension CommandContext {
    /// Reads the policies of `--policy`: files, folders of `.yaml` files, and `-` for the standard input.
    ///
    /// Warnings are printed; an error anywhere ends the command with exit code 65 before any call.
    ///
    /// - Throws: `CommandFailure`.
    package func loadPolicies() throws -> [PolicyDocument] {
        let (set, loaded) = try readPolicies()
        guard loaded.unread.isEmpty else { throw invalid(set) }
        return loaded.documents
    }

    /// The same for commands that only look: what is valid is looked at, and what is not is said.
    ///
    /// - Throws: `CommandFailure` when no policy is valid.
    package func loadValidPolicies() throws -> LoadedPolicies {
        let (set, loaded) = try readPolicies()
        guard !loaded.documents.isEmpty else { throw invalid(set) }
        return loaded
    }

    /// Everything that is in the files of `--policy`, valid or not, without a word about it.
    ///
    /// - Throws: `CommandFailure` when there is no file.
    func policySet() throws -> PolicySet {
        PolicySet.load(try policyFiles(), today: now().day, read: readPolicyFile)
    }

    /// The policy of a command that works on only one.
    ///
    /// - Throws: `CommandFailure`.
    package func loadPolicy() throws -> PolicyDocument {
        let documents = try loadPolicies()
        guard documents.count == 1, let document = documents.first else {
            let names = CountText.list(documents.map(\.policy.name))
            throw CommandFailure(
                .usage,
                "this command works on one policy, but \(CountText.list(options.policies)) has \(documents.count): "
                    + names,
                hint: "choose one with --policy FILE")
        }
        return document
    }

    private func readPolicies() throws -> (PolicySet, LoadedPolicies) {
        let set = try policySet()
        for diagnostic in set.diagnostics where diagnostic.severity != .note {
            console.report(diagnostic)
            if isOnGitHub { console.say("\(GitHubAnnotation(diagnostic))") }
        }
        let loaded = LoadedPolicies(
            documents: set.documents.filter { set.invalid[$0.file] == nil }
                .sorted { $0.policy.name < $1.policy.name },
            unread: set.invalid.sorted { $0.key < $1.key }.map { file, count in
                (file, "the policy has \(CountText.of(count, "error"))")
            })
        return (set, loaded)
    }

    private func invalid(_ set: PolicySet) -> CommandFailure {
        let errors = set.diagnostics.count { $0.severity == .error }
        return CommandFailure(.invalidPolicy, "the policy has \(CountText.of(errors, "error"))")
    }

    /// The files of all arguments, each once.
    private func policyFiles() throws -> [String] {
        var seen: Set<String> = []
        return try options.policies.flatMap(policyFiles).filter { seen.insert($0).inserted }
    }

    private func policyFiles(of path: String) throws -> [String] {
        guard path != standardInput else { return [path] }
        var isFolder = false
        // A link that leads nowhere, or to itself, is there, and its file says what is wrong with it.
        let isThere =
            FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            || (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
        guard isThere else {
            throw CommandFailure(
                .invalidPolicy, "policy file or folder \(path) not found",
                hint: "write one with `drctl init`, or name it with --policy FILE")
        }
        guard isFolder else { return [path] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw CommandFailure(.invalidPolicy, "the policy folder \(path) could not be read: \(Self.reason(error))")
        }
        let files = names.filter { ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.hasPrefix(".") }.sorted()
        guard !files.isEmpty else {
            throw CommandFailure(
                .invalidPolicy, "no policy (*.yaml) found in folder \(path)",
                hint: "write one with `drctl init`")
        }
        return files.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    private static func reason(_ error: any Error) -> String {
        let code = (error as? CocoaError)?.code
        return code == .fileReadNoPermission ? "permission denied" : "\(error)"
    }
}

/// What `--policy` calls the standard input.
private let standardInput = "-"

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
