import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// The folder in which drctl remembers what it did: one file a policy, account and region, replaced atomically.
package struct StateStore: Sendable {
    /// Why a file of the folder cannot be used.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package var path: String
        package var reason: String
        package var description: String { "\(path): \(reason)" }
    }

    /// The one field that every version of a file has.
    private struct Version: Decodable {
        var version: Int
    }

    package let folder: String

    package init(folder: String) { self.folder = folder }

    /// Remembers what an apply left behind.
    ///
    /// - Throws: `Failure`.
    package func save(_ baseline: AppliedBaseline) throws {
        let path = path(baseline.policy, baseline.account, baseline.region)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try write(try encoder.encode(baseline), to: path)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(path: path, reason: "\(error)")
        }
    }

    /// What the last apply left behind; nil when there was none.
    ///
    /// - Throws: `Failure` when the file is there and cannot be read.
    package func baseline(policy: String, account: String, region: String) throws -> AppliedBaseline? {
        let path = path(policy, account, region)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            let version = try JSONDecoder().decode(Version.self, from: data).version
            guard version == AppliedBaseline.currentVersion else {
                throw Failure(
                    path: path,
                    reason: "its format is version \(version), and this drctl reads "
                        + "\(AppliedBaseline.currentVersion): run drctl apply, which writes it anew")
            }
            return try JSONDecoder().decode(AppliedBaseline.self, from: data)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(path: path, reason: "it is damaged; delete it and apply again")
        }
    }

    private func path(_ policy: String, _ account: String, _ region: String) -> String {
        "\(folder)/\(policy)/applied-\(account)-\(region).json"
    }

    /// A kill at any moment leaves the old file or the new one: written beside, synced, renamed.
    private func write(_ data: Data, to path: String) throws {
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        let temporary = "\(path).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path: temporary, reason: String(cString: strerror(errno))) }
        let written = data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let synced = written == data.count && fsync(descriptor) == 0
        close(descriptor)
        guard synced, rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw Failure(path: path, reason: reason)
        }
    }
}
