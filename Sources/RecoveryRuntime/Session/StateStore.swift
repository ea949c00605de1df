import Files
import FoundationEssentials
package import RecoveryModel

/// The folder in which drctl remembers what it did: one file a policy, account and region.
package struct StateStore: Sendable {
    /// The folder, as the user named it.
    package let folder: String
    let files: Folder

    package init(folder: String) {
        self.folder = folder
        files = Folder(folder)
    }

    /// Remembers what an apply left behind.
    ///
    /// - Throws: `FileFailure`; then what was remembered before is as it was.
    package func save(_ baseline: AppliedBaseline) throws {
        try files.replace(name(baseline.policy, baseline.account, baseline.region), with: try Self.bytes(baseline))
    }

    /// Finds out, before anything is changed, whether what an apply will do and leave behind can be remembered.
    ///
    /// - Parameter baseline: What would be remembered now: of what is left behind some is longer.
    /// - Throws: `FileFailure`.
    package func requireRoom(for baseline: AppliedBaseline, plan: Plan, at instant: Instant) throws {
        // With a document before and after.
        let line = 8 << 10
        try files.requireRoom(
            for: name(baseline.policy, baseline.account, baseline.region),
            bytes: 2 * Self.bytes(baseline).count + line * 2 * plan.steps.count)
        guard !plan.steps.isEmpty else { return }
        try files.requireRoom(for: ApplyJournal.name(of: plan, at: instant), bytes: line)
    }

    /// What the last apply left behind; nil when there was none.
    ///
    /// - Throws: `FileFailure` when the file is there and cannot be read.
    package func baseline(policy: String, account: String, region: String) throws -> AppliedBaseline? {
        let name = name(policy, account, region)
        guard let bytes = try files.read(name) else { return nil }
        func damage(_ problem: String) -> FileFailure { FileFailure(.read, files.path(of: name), .content(problem)) }
        let damaged = damage("it is damaged; delete it and run drctl apply again")
        // The one field that every version of a file has.
        guard let text = String(validating: bytes, as: UTF8.self), let document = try? JSONValue(parsing: text),
            case .integer(let version)? = document["version"]
        else { throw damaged }
        guard version == AppliedBaseline.currentVersion else {
            throw damage(
                "its format is version \(version), and this drctl reads \(AppliedBaseline.currentVersion): run drctl "
                    + "apply, which writes it anew")
        }
        guard let baseline = AppliedBaseline(document) else { throw damaged }
        return baseline
    }

    private func name(_ policy: String, _ account: String, _ region: String) -> String {
        "\(policy)/applied-\(account)-\(region).json"
    }

    private static func bytes(_ baseline: AppliedBaseline) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(baseline))
    }
}
