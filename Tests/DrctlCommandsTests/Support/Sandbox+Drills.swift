import Foundation

/// Drills of the knowledge base, with policies and state folders of the test's own.
extension Sandbox {
    static let policy = "policies/knowledge-base.yaml"

    /// What the first apply of that policy replaces and somebody has to allow.
    static let allowed = ["--allow-replace", "roles.trust-exact", "--allow-replace", "roles.no-extra-policies"]

    /// What drctl remembers: ledgers, evidence.
    var state: String { folder + "/state" }

    /// Runs a verb of `drctl drill`.
    ///
    /// - Parameter state: As another machine would have it; the sandbox's own by default.
    func drill(
        _ verb: String, _ arguments: [String] = [], policy: String = Sandbox.policy, state: String? = nil,
        extra: [String: String] = [:], under wrapper: [String] = [],
        meanwhile: @escaping @Sendable (Binary.Running) async throws -> Void = { _ in }
    ) async throws -> Binary.Outcome {
        let pace = ["run", "resume", "selftest", "cleanup"].contains(verb) ? ["--poll-interval", "0.1"] : []
        let variables = environment.merging(["DRCTL_STATE": state ?? self.state]) { $1 }.merging(extra) { $1 }
        return try await Binary.run(
            ["drill", verb, "--policy", policy] + pace + arguments, variables, under: wrapper, meanwhile: meanwhile)
    }

    /// The knowledge base's policy with texts replaced, each of which must be there; returns its path.
    func policy(_ edits: [Edit]) throws -> String {
        guard !edits.isEmpty else { return Self.policy }
        var text = try String(contentsOfFile: "\(Binary.root)/\(Self.policy)", encoding: .utf8)
        for edit in edits {
            guard text.contains(edit.old) else { throw Failure(description: "the policy has no \"\(edit.old)\"") }
            text = text.replacing(edit.old, with: edit.new, maxReplacements: 1)
        }
        let path = "\(folder)/policy-\(UUID().uuidString).yaml"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    /// One text in place of another.
    struct Edit: Sendable {
        var old: String
        var new: String

        init(_ old: String, _ new: String) { (self.old, self.new) = (old, new) }

        /// A table for the rows of a marked instant.
        static func marker(_ table: String) -> Edit {
            Edit("  source: latest\n", "  source: latest\n  marker: \(table)\n")
        }

        /// One more check of the policy.
        static func check(_ name: String, _ query: String, expect: String) -> Edit {
            Edit("\n  checks:\n", "\n  checks:\n    - {name: \(name), query: \"\(query)\", expect: \(expect)}\n")
        }
    }

    /// The text of the newest ledger in a state folder; empty when there is none.
    static func newestLedger(in state: String) -> (path: String, text: String) {
        let folder = state + "/drills"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let name = names.filter({ $0.hasSuffix(".jsonl") }).max() else { return ("", "") }
        return ("\(folder)/\(name)", (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? "")
    }

    /// Files of drctl's own that hold a text.
    func filesMentioning(_ text: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: state).filter { path in
            let data = FileManager.default.contents(atPath: "\(state)/\(path)") ?? Data()
            return String(decoding: data, as: UTF8.self).contains(text)
        }
    }
}
