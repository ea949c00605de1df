import Files
import FoundationEssentials
package import RecoveryModel

/// Who holds a lock of applies, since when, and until when.
package struct LockHolder: Codable, Sendable, Hashable {
    /// Such as `anna@build-7 (pid 4711)`.
    package var owner: String
    package var since: Instant
    /// Nil for a lock that ends with its process.
    package var until: Instant?
    /// Grows with every holder: who comes late with an older number is not let in.
    package var fence: Int
    /// Whether it was given back.
    package var isReleased = false

    package init(owner: String, since: Instant, until: Instant? = nil, fence: Int = 0) {
        self.owner = owner
        self.since = since
        self.until = until
        self.fence = fence
    }

    /// For people.
    package var shown: String {
        "\(owner) since \(since)" + (until.map { ", at the longest until \($0)" } ?? "")
    }

    static func decoded(_ bytes: [UInt8]) -> LockHolder? {
        try? JSONDecoder().decode(LockHolder.self, from: Data(bytes))
    }

    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
    }
}

/// Somebody else is applying the policy.
package struct LockHeld: Error, Sendable, CustomStringConvertible {
    package var policy: String
    /// Nil when the lock does not say.
    package var holder: LockHolder?

    package var description: String {
        "another apply of \(policy) is running: \(holder?.shown ?? "its holder has not said who it is")"
    }
}

/// Keeps two applies of a policy from running at once on this machine; the kernel lets go when the process ends.
package final class LocalApplyLock: Sendable {
    private let file: LockFile

    /// Takes the lock.
    ///
    /// - Throws: `LockHeld`, `FileFailure`.
    package init(_ store: StateStore, policy: String, as holder: LockHolder) throws {
        guard let file = try LockFile(Self.name(policy), in: store.files) else {
            let text = try LockFile.holder(of: Self.name(policy), in: store.files) ?? ""
            throw LockHeld(policy: policy, holder: LockHolder.decoded(Array(text.utf8)))
        }
        self.file = file
        try file.note(String(decoding: holder.encoded, as: UTF8.self))
    }

    /// Who holds it at this moment; nil when nobody does.
    ///
    /// - Throws: `FileFailure`.
    package static func holder(_ store: StateStore, policy: String) throws -> LockHolder? {
        try LockFile.holder(of: name(policy), in: store.files).map { text in
            LockHolder.decoded(Array(text.utf8)) ?? LockHolder(owner: "an unknown process", since: Instant(seconds: 0))
        }
    }

    private static func name(_ policy: String) -> String { "\(policy)/apply.lock" }
}
