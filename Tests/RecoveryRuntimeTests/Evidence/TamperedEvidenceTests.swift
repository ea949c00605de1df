import AWSCore
import RecoveryModel
import RecoveryRuntime
import Testing

/// Evidence against somebody who can write all of it: every combination of two things that can be done to a chain.
@Suite struct TamperedEvidenceTests {
    /// Adds the record of that number, a short one since there are thousands of chains; the last one speaks against recovery.
    private static func add(
        _ number: Int, to store: EvidenceStore, policy: String = "kb"
    ) async throws -> EvidenceStore.Stored {
        try await ShortRecord.add(
            number == 3 ? "notVerified" : "verified", to: store, policy: policy, at: Drilled.storedAt(number))
    }

    /// A chain of three records, the last of which failed, with all that it was on the way.
    private struct Written {
        var files: [String: [UInt8]]
        /// The whole content after each number of records.
        var stages: [[String: [UInt8]]]
        var anchor: EvidenceAnchor

        init(_ key: Ed25519PrivateKey?) async throws {
            let storage = MemoryEvidence()
            let store = EvidenceStore(storage: storage, key: key)
            stages = [[:]]
            var last: EvidenceAnchor?
            for number in 1...3 {
                last = try await TamperedEvidenceTests.add(number, to: store).anchor
                stages.append(storage.content)
            }
            files = storage.content
            anchor = try #require(last)
        }

        var heads: [[UInt8]] { stages.compactMap { $0["kb/head.json"] } }
    }

    private static let now = Instant(seconds: 1_000)

    /// What somebody does who knows how a chain is built: make all of it again, or go back to an earlier time.
    private static let telling = [
        ("edit 3", "a head of the present end"), ("edit 3", "a head of the present end, by a key of one's own"),
        ("remove 2", "links joined again"), ("remove 2", "links joined again, by a key of one's own"),
        ("remove 3", "a head of the present end"), ("remove 3", "the head of 2 records"),
    ]

    private func foreign(_ key: Ed25519PrivateKey?) async throws -> [String: [UInt8]] {
        let storage = MemoryEvidence()
        for number in 1...3 {
            _ = try await Self.add(number, to: EvidenceStore(storage: storage, key: key), policy: "orders")
        }
        return storage.content
    }

    /// Runs the body for every combination of two.
    private func combinations(
        of written: Written, _ key: Ed25519PrivateKey?,
        _ body: (_ what: String, _ files: [String: [UInt8]], _ store: EvidenceStore) async throws -> Void
    ) async throws {
        let all = try Tampering.all(
            heads: written.heads, foreign: try await foreign(key), attacker: try Ed25519PrivateKey())
        var tried: Set = [written.files]
        for first in all {
            for second in all {
                var files = written.files
                first.change(&files)
                second.change(&files)
                guard tried.insert(files).inserted else { continue }
                let store = EvidenceStore(storage: MemoryEvidence(files), key: nil)
                try await body("\(first), then \(second)", files, store)
            }
        }
    }

    @Test func `signed evidence that was changed is never unchanged, and never believed`() async throws {
        let key = try Ed25519PrivateKey()
        let written = try await Written(key)
        let trust = EvidenceTrust.keys([try key.publicKey()])
        var anchored = trust
        anchored.anchors = [written.anchor]
        var tried = 0
        try await combinations(of: written, key) { what, files, store in
            tried += 1
            // Everything as it once was cannot be told from that time by what is in the folder: the anchor can.
            if !written.stages.contains(files) {
                let reading = try await store.reading(of: "kb", by: trust, at: Self.now)
                #expect(![.unchanged, .consistent].contains(reading.verification.verdict), "\(what)")
                #expect(reading.proven.value == nil, "\(what)")
            }
            let reading = try await store.reading(of: "kb", by: anchored, at: Self.now)
            #expect([.changed, .unproven].contains(reading.verification.verdict), "\(what)")
            #expect(reading.proven.value == nil, "\(what)")
        }
        #expect(tried > 500)
        let whole = EvidenceStore(storage: MemoryEvidence(written.files), key: nil)
        let reading = try await whole.reading(of: "kb", by: anchored, at: Self.now)
        #expect(reading.verification.verdict == .unchanged && reading.proven.value != nil)
    }

    @Test func `evidence without signatures is never unchanged, and consistent only when all of it was made again`()
        async throws
    {
        let written = try await Written(nil)
        var anchored = EvidenceTrust.nobody
        anchored.anchors = [written.anchor]
        let trust = EvidenceTrust.keys([try Ed25519PrivateKey().publicKey()])
        try await combinations(of: written, nil) { what, files, store in
            let seen = try await store.reading(of: "kb", by: .nobody, at: Self.now).verification
            let isRemade = what.contains("joined again") || what.contains("present end")
            let isEarlier = written.stages.contains(files)
            #expect(
                [.changed, .unproven].contains(seen.verdict)
                    || (seen.verdict == .consistent && (isRemade || isEarlier)),
                "\(what): \(seen.verdict)")
            // The anchor proves every record when only the head, which nobody signed, was made again.
            if written.files.contains(where: { $0.key.hasSuffix("record.json") && files[$0.key] != $0.value }) {
                #expect(try await store.reading(of: "kb", by: anchored, at: Self.now).proven.value == nil, "\(what)")
            }
            #expect(try await store.reading(of: "kb", by: trust, at: Self.now).proven.value == nil, "\(what)")
        }
    }

    @Test func `drills of a whole chain are believed, and those of a damaged one are not`() async throws {
        let key = try Ed25519PrivateKey()
        let storage = MemoryEvidence()
        let store = EvidenceStore(storage: storage, key: key)
        for number in 1...3 { try await Drilled.add(number, number == 3 ? .notVerified : .verified, to: store) }
        let trust = EvidenceTrust.keys([try key.publicKey()])
        let whole = try await store.reading(of: "kb", by: trust, at: Self.now)
        #expect(whole.proven.value?.map(\.verdict) == [.verified, .verified, .notVerified])
        _ = try await storage.write([], to: "kb/00000003/record.json", exclusively: false)
        let damaged = try await store.reading(of: "kb", by: trust, at: Self.now)
        #expect(damaged.drills.count == 2 && damaged.proven.value == nil)
        #expect(damaged.proven.failure?.reason.hasPrefix("record 3: cannot be read") == true)
    }

    @Test func `a drill that is added afterwards does not cover up what was done`() async throws {
        let key = try Ed25519PrivateKey()
        let written = try await Written(key)
        let trust = EvidenceTrust.keys([try key.publicKey()])
        try await combinations(of: written, key) { what, files, store in
            // The chain as it once was, and as a killed process leaves it, is continued as such.
            let before = try await store.reading(of: "kb", by: trust, at: Self.now)
            guard before.verification.verdict == .changed else { return }
            let storage = MemoryEvidence(files)
            let writer = EvidenceStore(storage: storage, key: key)
            do { _ = try await Self.add(7, to: writer) } catch is EvidenceFailure { return }
            let after = try await writer.reading(of: "kb", by: trust, at: Self.now)
            #expect(after.verification.verdict == .changed, "\(what)")
            #expect(after.proven.value == nil, "\(what)")
        }
    }

    @Test func `what is found of each attack, by what the reader has, stays as reviewed`() async throws {
        let key = try Ed25519PrivateKey()
        let (plain, signed) = (try await Written(nil), try await Written(key))
        var anchored = EvidenceTrust.keys([try key.publicKey()])
        anchored.anchors = [signed.anchor]
        let readers: [(name: String, written: Written, trust: EvidenceTrust)] = [
            ("nothing", plain, .nobody), ("the public key", signed, .keys([try key.publicKey()])),
            ("key and anchor", signed, anchored),
        ]
        let attacker = try Ed25519PrivateKey()
        var rows: [String: [String]] = [:]
        for reader in readers {
            let single = try Tampering.all(
                heads: reader.written.heads, foreign: try await foreign(key), attacker: attacker)
            let named = Dictionary(uniqueKeysWithValues: single.map { ($0.description, $0) })
            let pairs = try Self.telling.map { try #require(named[$0]) + #require(named[$1]) }
            for attack in single + pairs {
                var files = reader.written.files
                attack.change(&files)
                let store = EvidenceStore(storage: MemoryEvidence(files), key: nil)
                let verdict = try await store.reading(of: "kb", by: reader.trust, at: Self.now).verification.verdict
                rows[attack.description, default: []].append(
                    files == reader.written.files ? "nothing to find" : verdict.rawValue)
            }
        }
        let told = rows.filter { !$0.value.allSatisfy { $0 == "nothing to find" } }
        let lines = told.keys.sorted().map { "| \($0) | " + told[$0, default: []].joined(separator: " | ") + " |" }
        let head = """
            # What is found of each attack

            On a chain of three records, by somebody who can read and write all of the folder and has a key of his own. The
            reader has:

            | attack | \(readers.map(\.name).joined(separator: " | ")) |
            |---|---|---|---|

            """
        try Golden.expect(head + lines.joined(separator: "\n") + "\n", in: "Tests/Goldens/engine/evidence-attacks.md")
    }
}
