import AWSNames
import Digests
import RecoveryModel
import Testing

@Suite struct EvidenceChainTests {
    private func chain(_ count: Int) throws -> (links: [EvidenceChain.Link], head: EvidenceChain.Head) {
        var links: [EvidenceChain.Link] = []
        var previous = EvidenceEnvelope.origin
        for number in 1...count {
            let envelope = EvidenceEnvelope(
                kind: "drill", policy: "kb", sequence: number, previous: previous,
                at: Instant(milliseconds: number * 1_000), freshUntil: nil, record: ["n": .integer(number)])
            let bytes = Array(try SignedEvidence(envelope: envelope, signature: nil).canonical().utf8)
            previous = SHA256.hex(bytes)
            links.append(EvidenceChain.Link(sequence: number, bytes: bytes))
        }
        return (links, EvidenceChain.Head(sequence: count, digest: previous))
    }

    private func problems(_ links: [EvidenceChain.Link], _ head: EvidenceChain.Head?) -> [String] {
        EvidenceChain.findings(policy: "kb", links: links, head: head, isSigned: nil).map(\.description)
    }

    @Test func `a chain as it was written has no findings`() throws {
        let (links, head) = try chain(4)
        #expect(problems(links, head).isEmpty)
        #expect(problems(Array(links.prefix(1)), nil).isEmpty)
        #expect(problems([], nil).isEmpty)
    }

    @Test func `an interrupted write of the newest link is not a finding`() throws {
        let (links, _) = try chain(4)
        let before = EvidenceChain.Head(sequence: 3, digest: SHA256.hex(links[2].bytes))
        #expect(problems(links, before).isEmpty)
    }

    @Test func `an edited link is found, wherever it is`() throws {
        for index in 0..<4 {
            var (links, head) = try chain(4)
            let text = String(decoding: links[index].bytes, as: UTF8.self)
            links[index].bytes = Array(text.replacing("\"n\":\(index + 1)", with: "\"n\":9").utf8)
            #expect(!problems(links, head).isEmpty, "link \(index + 1)")
        }
    }

    @Test func `a removed link is found, wherever it is`() throws {
        for index in 0..<4 {
            var (links, head) = try chain(4)
            links.remove(at: index)
            #expect(!problems(links, head).isEmpty, "link \(index + 1)")
        }
    }

    @Test func `reordered, cut-off and foreign links are found`() throws {
        var (links, head) = try chain(3)
        (links[0].bytes, links[1].bytes) = (links[1].bytes, links[0].bytes)
        #expect(problems(links, head).contains { $0.contains("claims to be record") })
        (links, head) = try chain(3)
        links[1].bytes.removeLast(5)
        #expect(problems(links, head).contains("record 2: cannot be read: truncated or damaged"))
        #expect(
            EvidenceChain.findings(policy: "other", links: try chain(1).links, head: nil, isSigned: nil)
                .map(\.problem) == ["belongs to policy kb"])
        #expect(problems(try chain(3).links, nil) == ["the head is missing"])
        #expect(
            problems(try chain(3).links, try chain(1).head)
                == ["the head is older than the chain: it was replaced by an earlier one"])
    }

    @Test func `with a key every link and the head must be signed`() throws {
        let (links, head) = try chain(2)
        let findings = EvidenceChain.findings(policy: "kb", links: links, head: head) { _, _ in false }
        #expect(findings.count == 3)
        #expect(EvidenceChain.findings(policy: "kb", links: links, head: head) { _, _ in true }.isEmpty)
    }
}

@Suite struct DrillHistoryTests {
    private func record(_ gibibytes: Double, _ seconds: Int) -> DrillRecord {
        let request = DrillRequest(
            id: DrillID(rawValue: "d-\(seconds)"), policy: "kb", policyDigest: "",
            scope: DrillScope(account: .init("123456789012")!, region: .init("us-east-1")),
            startedAt: Instant(milliseconds: seconds * 1_000), source: "s", protected: [], selection: .newest,
            target: DrillTarget(id: "t", subnetGroup: nil, securityGroups: []), rto: 3_600_000, rpo: 1, deadline: 1,
            checks: [], expires: Instant(milliseconds: 0))
        var objectives = MeasuredObjectives(rtoTarget: 3_600_000, rpoTarget: 1)
        objectives.rtoVerified = seconds * 1_000
        objectives.rtoAvailable = seconds * 900
        var record = DrillRecord(
            request: request, endedAt: Instant(milliseconds: 0), verdict: .verified, summary: "", objectives: objectives
        )
        let size = String(Int(gibibytes * 1_073_741_824))
        record.baseline = Answers(
            takenAt: Instant(milliseconds: 0),
            observations: [CheckObservation(name: CheckName.databaseSize, value: size, error: nil, milliseconds: 1)])
        record.phases = [
            PhaseTiming(
                phase: .restore, startedAt: Instant(milliseconds: 0), endedAt: Instant(milliseconds: seconds * 800))
        ]
        return record
    }

    @Test func `two drills are no trend`() {
        #expect(DrillHistory([record(1, 100), record(2, 200)]).projection == nil)
        #expect(DrillHistory([record(1, 100), record(1, 110), record(1, 120)]).projection == nil)
    }

    @Test func `restore time is projected along the size`() throws {
        let projection = try #require(DrillHistory([record(1, 160), record(2, 220), record(4, 340)]).projection)
        #expect(abs(projection.base - 100_000) < 1)
        #expect(abs(projection.perGiB - 60_000) < 1)
        #expect(projection.fit > 0.999)
        let limit = try #require(projection.bytes(untilMilliseconds: 700_000))
        #expect(abs(Double(limit) / 1_073_741_824 - 10) < 0.01)
    }

    @Test func `growth tells when the objective will be missed, and another database's drills do not`() throws {
        var records = [record(1, 160), record(2, 220), record(4, 340)]
        for (index, day) in [0, 10, 30].enumerated() {
            records[index].startedAt = Instant(milliseconds: day * 86_400_000)
            records[index].objectives.rtoTarget = 700_000
        }
        let history = DrillHistory(records)
        #expect(abs((history.growth ?? 0) / 107_374_182.4 - 1) < 0.01)
        // 6 GiB from 4 to 10, a tenth of one a day.
        let missed = try #require(history.rtoMissedAt)
        #expect(abs(missed - Instant(milliseconds: 90 * 86_400_000)) < 86_400)
        var other = record(50, 1)
        other.source = "orders"
        other.startedAt = Instant(milliseconds: -1)
        #expect(DrillHistory(records + [other]).projection == history.projection)
        for index in records.indices { records[index].startedAt = Instant(milliseconds: -index * 86_400_000) }
        #expect(DrillHistory(records).rtoMissedAt == nil, "it shrinks")
    }

    @Test func `the usual restore is the middle one of the last five`() {
        #expect(DrillHistory([]).usualRestore == nil)
        #expect(DrillHistory([record(1, 100), record(1, 300), record(1, 200)]).usualRestore == 160_000)
    }
}
