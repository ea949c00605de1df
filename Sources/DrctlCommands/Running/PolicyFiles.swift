import FoundationEssentials
import Glibc

/// The files that the arguments of `--policy` mean.
struct PolicyFiles {
    /// Each once, whatever it is called, in the order of the arguments.
    private(set) var files: [String] = []
    /// The arguments that mean none, each with the reason.
    private(set) var failures: [(path: String, failure: CommandFailure)] = []
    /// Folders inside folders, which are not read.
    private(set) var unread: [String] = []

    /// - Throws: `CommandFailure` when no argument means a file.
    init(_ arguments: [String]) throws {
        var seen: Set<String> = []
        for path in arguments {
            do throws(CommandFailure) {
                for file in try files(of: path) where seen.insert(Self.identity(file)).inserted { files.append(file) }
            } catch {
                failures.append((path, error))
            }
        }
        if files.isEmpty, let first = failures.first { throw first.failure }
    }

    private mutating func files(of path: String) throws(CommandFailure) -> [String] {
        guard path != standardInput else { return [path] }
        let manager = FileManager.default
        var isFolder = false
        // A link that leads nowhere, or to itself, is there, and its file says what is wrong with it.
        let isThere =
            manager.fileExists(atPath: path, isDirectory: &isFolder)
            || (try? manager.destinationOfSymbolicLink(atPath: path)) != nil
        guard isThere else {
            throw CommandFailure(
                .invalidPolicy, "policy file or folder \(path) not found",
                hint: "write one with `drctl init`, or name it with --policy FILE")
        }
        guard isFolder else { return [path] }
        let folder = path.hasSuffix("/") ? path : path + "/"
        let names: [String]
        do {
            names = try manager.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            let reason = (error as? CocoaError)?.code == .fileReadNoPermission ? "permission denied" : "\(error)"
            throw CommandFailure(.invalidPolicy, "the policy folder \(path) could not be read: \(reason)")
        }
        let files = names.filter { name in
            let lower = name.lowercased()
            return lower.hasSuffix(".yaml") || lower.hasSuffix(".yml")
        }
        for name in names where !files.contains(name) {
            var isInner = false
            if manager.fileExists(atPath: folder + name, isDirectory: &isInner), isInner {
                unread.append(folder + name)
            }
        }
        guard !files.isEmpty else {
            throw CommandFailure(
                .invalidPolicy, "no policy (*.yaml) found in folder \(path)",
                hint: "write one with `drctl init`")
        }
        return files.map { folder + $0 }
    }

    /// The same for every name of one file; the name itself for what is no file.
    private static func identity(_ file: String) -> String {
        guard file != standardInput, let resolved = realpath(file, nil) else { return file }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// What `--policy` calls the standard input.
let standardInput = "-"
