import Digests

extension EvidenceChain {
    /// Verifies the chain offline: no record was edited, removed, added, reordered, replaced or back-dated.
    package func verification(by trust: EvidenceTrust, at now: Instant) -> ChainVerification {
        var walk = ChainWalk(self, trust, now)
        for name in strangers { walk.report(0, .changed, "\(name) is in a place where drctl writes no record") }
        for (link, record) in walk.records { walk.take(link, record) }
        walk.close(head: head)
        return walk.verification
    }
}

/// One walk along a chain, from its first record to its head.
private struct ChainWalk {
    let records: [(EvidenceChain.Link, SignedEvidence?)]
    private(set) var verification: ChainVerification
    private let trust: EvidenceTrust
    private let now: Instant
    private var keys: KeyRing
    /// The keys before the last record: a process that was killed before it wrote a new head left one by them.
    private var earlierKeys: KeyRing
    private var (previous, last) = (EvidenceEnvelope.origin, 0)
    private var (digests, lastTime): ([Int: String], Instant?) = ([0: EvidenceEnvelope.origin], nil)

    init(_ chain: EvidenceChain, _ trust: EvidenceTrust, _ now: Instant) {
        records = chain.links.map { ($0, try? SignedEvidence(bytes: $0.bytes)) }
        (self.trust, self.now) = (trust, now)
        keys = KeyRing(trust, records: records.compactMap(\.1))
        earlierKeys = keys
        verification = ChainVerification(
            policy: chain.policy, records: chain.links.count, findings: [], checksSignatures: trust.checksSignatures,
            isAnchored: false)
    }

    mutating func report(_ sequence: Int, _ weight: EvidenceChain.Finding.Weight, _ problem: String) {
        verification.findings.append(.init(sequence, weight, problem))
    }

    mutating func take(_ link: EvidenceChain.Link, _ record: SignedEvidence?) {
        let digest = SHA256.hex(link.bytes)
        if link.sequence <= last {
            report(link.sequence, .changed, "stored twice, or not a number of a record")
        } else if link.sequence > last + 1 {
            let missing =
                last + 1 == link.sequence - 1
                ? "record \(last + 1) is" : "records \(last + 1) to \(link.sequence - 1) are"
            report(0, .changed, "\(missing) missing")
        }
        if let record {
            judge(record, link)
        } else {
            report(link.sequence, .changed, "cannot be read: truncated or damaged")
        }
        digests[link.sequence] = digest
        (previous, last) = (digest, link.sequence)
    }

    private mutating func judge(_ record: SignedEvidence, _ link: EvidenceChain.Link) {
        let (envelope, number) = (record.envelope, link.sequence)
        if envelope.version > EvidenceEnvelope.currentVersion {
            report(number, .unproven, "written by a newer version of drctl")
        }
        if (try? record.canonical()) != String(decoding: link.bytes, as: UTF8.self) {
            report(number, .changed, "not in canonical form")
        }
        if envelope.policy != verification.policy { report(number, .changed, "belongs to policy \(envelope.policy)") }
        if envelope.sequence != number { report(number, .changed, "claims to be record \(envelope.sequence)") }
        if envelope.previous != previous {
            report(number, .changed, "does not follow the record before it: one of them was changed")
        }
        judgeTimes(envelope, number)
        judgeContent(envelope, number)
        for problem in envelope.found ?? [] {
            var finding = EvidenceChain.Finding(number, .changed, "was added to a chain with a problem: \(problem)")
            finding.isInherited = true
            verification.findings.append(finding)
        }
        earlierKeys = keys
        if trust.checksSignatures { judgeSignature(record, number) }
    }

    private mutating func judgeTimes(_ envelope: EvidenceEnvelope, _ number: Int) {
        if !envelope.at.hasPassed(at: now) {
            report(number, .changed, "its time is in the future (\(envelope.at.shown))")
        }
        if let lastTime, envelope.at < lastTime { report(number, .changed, "older than the record before it") }
        lastTime = envelope.at
        verification.newest = envelope.at
    }

    /// A record that cannot be read may be the one that speaks against all before it.
    private mutating func judgeContent(_ envelope: EvidenceEnvelope, _ number: Int) {
        do throws(EvidenceRecord.Unreadable) {
            let record = try EvidenceRecord(envelope)
            for problem in record.contradictions(of: envelope) { report(number, .changed, problem) }
        } catch {
            report(number, .unproven, "is \(error)")
        }
    }

    private mutating func judgeSignature(_ record: SignedEvidence, _ number: Int) {
        if let problem = keys.problem(of: record) {
            let isOlder = record.signature == nil && verification.firstSigned == nil
            return report(number, isOlder ? .unsigned : .changed, problem)
        }
        if verification.firstSigned == nil { verification.firstSigned = number }
        guard record.envelope.kind == KeyRotation.kind, let problem = keys.follow(record) else { return }
        report(number, .changed, problem)
    }

    mutating func close(head bytes: [UInt8]?) {
        judgeHead(bytes)
        for anchor in trust.anchors where anchor.policy == verification.policy {
            guard digests[anchor.count] == anchor.digest else {
                report(0, .changed, "record \(anchor.count) is not the one that the anchor names")
                continue
            }
            if anchor.count == last { verification.isAnchored = true }
        }
        if let atLeast = trust.atLeast, verification.records < atLeast {
            report(0, .changed, "\(CountText.of(verification.records, "record")), fewer than the \(atLeast) expected")
        }
        if let since = trust.since, verification.newest.map({ $0 < since }) ?? true {
            report(0, .changed, "no record since \(since.shown)")
        }
    }

    private mutating func judgeHead(_ bytes: [UInt8]?) {
        guard let bytes else {
            if verification.records > 0 { report(0, .changed, "the head is missing, which says where the chain ends") }
            return
        }
        guard let head = try? EvidenceHead(bytes: bytes) else {
            return report(0, .changed, "the head cannot be read, which says where the chain ends")
        }
        verification.head = head
        if head.version > EvidenceHead.currentVersion {
            return report(0, .unproven, "the head was written by a newer version of drctl")
        }
        if (try? head.canonical()) != String(decoding: bytes, as: UTF8.self) {
            report(0, .changed, "the head is not in canonical form")
        }
        if let policy = head.policy, policy != verification.policy {
            report(0, .changed, "the head belongs to policy \(policy)")
        }
        judgeEnd(head)
        if let at = head.at, !at.hasPassed(at: now) {
            report(0, .changed, "the time of the head is in the future (\(at.shown))")
        }
        // Before the first record there is nothing to sign for.
        guard trust.checksSignatures, last > 0 || head.count > 0 else { return }
        let ring = head.count == last - 1 ? earlierKeys : keys
        guard let problem = ring.problem(of: head) else { return }
        let isOlder = head.signature == nil && verification.firstSigned == nil
        report(0, isOlder ? .unproven : .changed, "the head: \(problem)")
    }

    private mutating func judgeEnd(_ head: EvidenceHead) {
        if head.count > last {
            report(0, .changed, "the chain ends at record \(last), but its head names record \(head.count)")
        } else if digests[head.count] != head.digest {
            report(0, .changed, "record \(head.count) is not the one that the head names")
        } else if head.count < last - 1 {
            report(0, .changed, "the head is older than the chain: it was replaced by an earlier one")
        } else if head.count == last - 1 {
            report(
                0, .unproven,
                "the head is one record behind: a process was stopped before it wrote it, or it is an earlier one")
        } else if let at = head.at, let lastTime, at < lastTime {
            report(0, .changed, "the head is older than the last record")
        }
    }
}
