import Digests
import RecoveryModel
import Testing

@Suite struct EvidenceChainTests {
    static let now = Instant(seconds: 1_000)

    private func chain(_ count: Int) throws -> EvidenceChain {
        var links: [EvidenceChain.Link] = []
        var previous = EvidenceEnvelope.origin
        for number in 1...count {
            let envelope = try ShortRecord.envelope(number, after: previous)
            let bytes = Array(try SignedEvidence(envelope: envelope, signature: nil).canonical().utf8)
            previous = SHA256.hex(bytes)
            links.append(.init(sequence: number, bytes: bytes))
        }
        let head = EvidenceHead(policy: "kb", count: count, digest: previous, at: Instant(seconds: count))
        return EvidenceChain(policy: "kb", links: links, head: Array(try head.canonical().utf8))
    }

    private func verification(_ chain: EvidenceChain, at now: Instant = now) -> ChainVerification {
        chain.verification(by: .nobody, at: now)
    }

    private func problems(_ chain: EvidenceChain, at now: Instant = now) -> [String] {
        verification(chain, at: now).findings.map(\.description)
    }

    @Test func `a chain as it was written is consistent, and unchanged only where something proves it`() throws {
        let chain = try chain(4)
        #expect(verification(chain).verdict == .consistent && verification(chain).findings.isEmpty)
        #expect(verification(EvidenceChain(policy: "kb", links: [], head: nil)).verdict == .consistent)
        var trust = EvidenceTrust.nobody
        trust.anchors = [try #require(EvidenceHead(bytes: chain.head ?? []).anchor)]
        #expect(chain.verification(by: trust, at: Self.now).verdict == .unchanged)
        trust.anchors[0].count = 3
        #expect(chain.verification(by: trust, at: Self.now).verdict == .changed)
        trust.anchors[0].policy = "orders"
        #expect(chain.verification(by: trust, at: Self.now).verdict == .consistent, "another policy's anchor")
    }

    @Test func `a stamp covers its record and those before it, and contradicts times that cannot be`() throws {
        let chain = try chain(4)
        func findings(_ stamps: [(Int, Instant?)]) -> [String] {
            chain.judged(
                by: stamps.map { .init(sequence: $0.0, at: $0.1, problem: $0.1 == nil ? "of another" : nil) },
                of: .timestamp
            ).findings.map(\.description)
        }
        #expect(findings([(4, Instant(seconds: 5))]) == [])
        #expect(chain.judged(by: [.init(sequence: 4, at: Instant(seconds: 5))], of: .timestamp).newest?.sequence == 4)
        #expect(findings([]) == ["no timestamp covers records 1 to 4: run `drctl evidence timestamp`"])
        #expect(
            findings([(3, Instant(seconds: 5))]) == ["no timestamp covers record 4: run `drctl evidence timestamp`"])
        #expect(
            findings([(2, nil), (4, Instant(seconds: 9))]) == ["record 2: its timestamp proves nothing: of another"])
        // Records are of the seconds 1 to 4: one written after a stamp cannot be older than it.
        let late = Instant(seconds: 3 + Int(EvidenceChain.clockTolerance) + 1)
        #expect(findings([(2, late), (4, late)]).count == 1)
        #expect(findings([(2, late), (4, late)]).first?.hasPrefix("record 3: it says that it is of ") == true)
        #expect(findings([(4, Instant(seconds: 4 - Int(EvidenceChain.clockTolerance)))]) == [])
        #expect(
            findings([(4, Instant(seconds: 3 - Int(EvidenceChain.clockTolerance)))]).first?.contains(
                "was stamped before")
                == true)
    }

    @Test func `an anchor is read as it is printed, and from a copy of the head`() throws {
        let chain = try chain(2)
        let text = String(decoding: chain.head ?? [], as: UTF8.self)
        let anchor = try #require(EvidenceAnchor(text))
        #expect(EvidenceAnchor("\(anchor)\n") == anchor)
        for wrong in ["", "kb:2:abc", "kb:x:\(anchor.digest)", ":2:\(anchor.digest)", "\(anchor) \(anchor)", "{}"] {
            #expect(EvidenceAnchor(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `a head of drctl 0,1 stays readable`() throws {
        var chain = try chain(3)
        let digest = SHA256.hex(chain.links[2].bytes)
        chain.head = Array("{\"digest\":\"\(digest)\",\"sequence\":3}".utf8)
        #expect(verification(chain).verdict == .consistent)
        #expect(try EvidenceHead(bytes: chain.head ?? []).signedText() == "3:\(digest)")
        chain.links.removeLast()
        #expect(verification(chain).verdict == .changed)
    }

    @Test func `a head that is one behind, as a killed process leaves it, proves nothing and shows no change`() throws {
        var later = try chain(4)
        later.head = try chain(3).head
        #expect(verification(later).verdict == .unproven)
        later.head = try chain(2).head
        #expect(verification(later).verdict == .changed)
    }

    @Test func `without a head that can be read the end is unknown`() throws {
        for count in [1, 3] {
            var chain = try chain(count)
            let head = try #require(chain.head)
            for bytes in [nil, [], Array(head.dropLast(9)), Array(head) + [10]] {
                chain.head = bytes
                #expect(verification(chain).verdict == .changed, "\(count), \(bytes?.count ?? -1) bytes")
            }
        }
    }

    @Test func `an edited, removed or doubled record is found, wherever it is`() throws {
        for index in 0..<4 {
            let whole = try chain(4)
            var chain = whole
            let text = String(decoding: chain.links[index].bytes, as: UTF8.self)
            chain.links[index].bytes = Array(text.replacing("db-\(index + 1)", with: "db-9").utf8)
            #expect(verification(chain).verdict == .changed, "edited \(index + 1)")
            chain = whole
            chain.links.remove(at: index)
            #expect(verification(chain).verdict == .changed, "removed \(index + 1)")
            chain = whole
            chain.links.insert(chain.links[index], at: index)
            #expect(verification(chain).verdict == .changed, "doubled \(index + 1)")
        }
    }

    @Test func `reordered, cut-off, foreign and misplaced records are found`() throws {
        var chain = try chain(3)
        (chain.links[0].bytes, chain.links[1].bytes) = (chain.links[1].bytes, chain.links[0].bytes)
        #expect(problems(chain).contains { $0.contains("claims to be record") })
        chain = try self.chain(3)
        chain.links[1].bytes.removeLast(5)
        #expect(problems(chain).contains("record 2: cannot be read: truncated or damaged"))
        chain = try self.chain(1)
        chain.policy = "other"
        #expect(
            problems(chain) == ["record 1: belongs to policy kb", "the head belongs to policy kb"])
        chain = try self.chain(1)
        chain.strangers = ["kb/1/record.json"]
        #expect(problems(chain) == ["kb/1/record.json is in a place where drctl writes no record"])
        chain = try self.chain(5)
        chain.links.removeSubrange(1...3)
        #expect(problems(chain).first == "records 2 to 4 are missing")
    }

    @Test func `a time in the future is refused, as far as clocks do not explain it`() throws {
        let chain = try chain(3)
        #expect(verification(chain, at: Instant(seconds: -200)).verdict == .consistent)
        #expect(problems(chain, at: Instant(seconds: -400)).count == 4, "three records and the head")
    }

    @Test func `what is expected has to be there`() throws {
        let chain = try chain(3)
        var trust = EvidenceTrust.nobody
        (trust.atLeast, trust.since) = (3, Instant(seconds: 3))
        #expect(chain.verification(by: trust, at: Self.now).findings.isEmpty)
        (trust.atLeast, trust.since) = (4, Instant(seconds: 4))
        #expect(
            chain.verification(by: trust, at: Self.now).findings.map(\.description) == [
                "3 records, fewer than the 4 expected", "no record since 1970-01-01 00:00:04 UTC",
            ])
    }

    @Test func `with a key every record and the head must be signed`() throws {
        let chain = try chain(2)
        let trust = EvidenceTrust(keys: ["k": "PEM"]) { _, _, _ in true }
        let verification = chain.verification(by: trust, at: Self.now)
        #expect(verification.findings.map(\.weight) == [.unsigned, .unsigned, .unproven])
        #expect(verification.verdict == .unproven && verification.firstProven == .max)
    }
}
