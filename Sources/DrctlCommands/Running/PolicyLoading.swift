import Files
import FoundationEssentials
import RecoveryEngine
package import RecoveryModel

extension CommandContext {
    /// Reads the policies of `--policy`, which is a file or a folder of `.yaml` files.
    ///
    /// Warnings are printed; errors end the command with exit code 65 before any call.
    ///
    /// - Throws: `CommandFailure`.
    package func loadPolicies() throws -> [PolicyDocument] {
        let set = PolicySet.load(try policyFiles(), today: now().day, read: readPolicyFile)
        for diagnostic in set.diagnostics where diagnostic.severity != .note {
            console.report(diagnostic)
        }
        let errors = set.diagnostics.count { $0.severity == .error }
        guard errors == 0 else {
            throw CommandFailure(
                .invalidPolicy, "the policy has \(CountText.of(errors, "error"))")
        }
        return set.documents.sorted { $0.policy.name < $1.policy.name }
    }

    /// The policy of a command that works on only one.
    ///
    /// - Throws: `CommandFailure`.
    package func loadPolicy() throws -> PolicyDocument {
        let documents = try loadPolicies()
        guard documents.count == 1, let document = documents.first else {
            let names = CountText.list(documents.map(\.policy.name))
            throw CommandFailure(
                .usage, "this command works on one policy, but \(options.policy) has \(documents.count): \(names)",
                hint: "choose one with --policy FILE")
        }
        return document
    }

    private func policyFiles() throws -> [String] {
        let path = options.policy
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandFailure(
                .invalidPolicy, "policy file or folder \(path) not found",
                hint: "pass --policy FILE, or run drctl in the folder that contains `policies`")
        }
        guard isFolder else { return [path] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let files = names.filter { ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.hasPrefix(".") }.sorted()
        guard !files.isEmpty else {
            throw CommandFailure(.invalidPolicy, "no policy (*.yaml) found in folder \(path)")
        }
        return files.map { "\(path)/\($0)" }
    }
}

/// A policy file's bytes; a huge file is not read to its end, and a pipe that nobody writes to is not waited for.
private func readPolicyFile(_ path: String) throws -> [UInt8] {
    let mebibytes = 1
    do {
        guard let bytes = try InputFile(path, mebibytes: mebibytes).read() else {
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
