import AWSNames
import Files
import FoundationEssentials
package import RecoveryModel

extension StateStore {
    /// What the applies of a policy did, oldest first. A journal that cannot be read is an entry too, with the reason.
    ///
    /// - Throws: `FileFailure` when the folder cannot be read.
    package func applies(of policy: String) throws -> [PastApply] {
        let folder = files.folder(policy).folder("applies")
        return try folder.files().filter { $0.hasSuffix(".jsonl") }.map { name in
            do {
                return try Self.past(try folder.read(name) ?? [], file: folder.path(of: name))
            } catch {
                return PastApply(policy: policy, file: folder.path(of: name), problem: "\(error)")
            }
        }
    }

    private static func past(_ bytes: [UInt8], file: String) throws -> PastApply {
        let decoder = JSONDecoder()
        var lines = bytes.split(separator: UInt8(ascii: "\n")).map { Data($0) }
        guard let first = lines.first, let header = try? decoder.decode(ApplyJournal.Header.self, from: first),
            header.schema == ApplyJournal.schema
        else { throw JournalDamage(description: "its first line is not that of a journal") }
        lines.removeFirst()
        // A process that was killed leaves a line without its end.
        if bytes.last != UInt8(ascii: "\n") { _ = lines.popLast() }
        var past = PastApply(policy: header.policy, file: file, problem: nil)
        (past.account, past.region) = (header.account, header.region)
        (past.at, past.caller, past.planned) = (header.at, header.caller, header.steps)
        for data in lines {
            guard let line = try? decoder.decode(ApplyJournal.Line.self, from: data) else {
                past.problem = "a line of it is damaged"
                continue
            }
            if line.outcome == "begun" {
                past.steps.append(
                    .init(number: line.step, change: line.change, begunAt: line.at, call: line.call))
            } else if let index = past.steps.lastIndex(where: { $0.number == line.step }) {
                (past.steps[index].outcome, past.steps[index].reason) = (line.outcome, line.reason)
            }
        }
        return past
    }
}

/// Why a journal cannot be read.
private struct JournalDamage: Error, CustomStringConvertible {
    let description: String
}
