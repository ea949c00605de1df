import AWSNames
import Digests
import RecoveryModel
import Testing

/// Chains of one record of each kind, and what its content says beside its envelope.
@Suite("The content of a record of evidence")
struct RecordContentTests {
    private static let at = Instant(seconds: 10_000)
    private static let scope = DrillScope(account: AccountID("123456789012")!, region: Region("us-east-1"))

    /// A record of every kind as drctl writes it, an hour before it is stored.
    private static func written(_ kind: String) throws -> any Encodable {
        let start = at - TimeSpan(1, .hours)
        switch kind {
        case RecoveryRollback.evidenceKind:
            return RecoveryRollback(
                recovery: DrillID(rawValue: "r"), policy: "kb", database: "d", at: start, renamed: [])
        case AlarmTestRecord.evidenceKind:
            return AlarmTestRecord(
                id: "t", policy: "kb", account: scope.account, region: scope.region, caller: "c", topic: "t",
                usedProbe: true, startedAt: start)
        case KeyRotation.kind: return KeyRotation(key: "n", pem: "N", previousKey: "o", previousPEM: "O")
        case KeptInventory.kind: return KeptInventory(policy: "kb", scope: scope, databases: [])
        default:
            let request = DrillRequest(
                id: DrillID(rawValue: "d"), policy: "kb", policyDigest: "", scope: scope, startedAt: start,
                source: "kb-prod", protected: [], selection: .newest,
                target: DrillTarget(id: "t", subnetGroup: nil, securityGroups: []), rto: 1, rpo: 1, deadline: 1,
                checks: [], expires: at)
            return DrillRecord(
                request: request, endedAt: start + TimeSpan(30, .minutes), verdict: .verified, summary: "",
                objectives: MeasuredObjectives(rtoTarget: 1, rpoTarget: 1))
        }
    }

    static let timed = [
        DrillRecord.evidenceKind, RecoveryMission.evidenceKind, RecoveryRollback.evidenceKind,
        AlarmTestRecord.evidenceKind,
    ]
    static let kinds = timed + [KeyRotation.kind, KeptInventory.kind]

    /// What is found in a chain of one record, whose members are changed before it is stored.
    private func verification(_ kind: String, _ change: [String: JSONValue] = [:]) throws -> ChainVerification {
        let policy = kind == KeptInventory.kind ? KeptInventory.chain(of: "kb") : "kb"
        guard case .object(let members) = try CanonicalJSON.value(of: Self.written(kind)) else { fatalError() }
        let envelope = EvidenceEnvelope(
            kind: kind, policy: policy, sequence: 1, previous: EvidenceEnvelope.origin, at: Self.at, freshUntil: nil,
            record: .object(members.merging(change) { $1 }))
        let bytes = Array(try SignedEvidence(envelope: envelope, signature: nil).canonical().utf8)
        let head = EvidenceHead(policy: policy, count: 1, digest: SHA256.hex(bytes), at: Self.at)
        return EvidenceChain(
            policy: policy, links: [.init(sequence: 1, bytes: bytes)], head: Array(try head.canonical().utf8)
        ).verification(by: .nobody, at: Self.at)
    }

    private func problems(_ kind: String, _ change: [String: JSONValue] = [:]) throws -> [String] {
        try verification(kind, change).findings.map(\.description)
    }

    @Test(arguments: kinds) func `is read for every kind that drctl writes, and there is nothing to find`(
        _ kind: String
    ) throws {
        #expect(try problems(kind) == [])
        #expect(try verification(kind).verdict == .consistent)
    }

    @Test func `is named where a word of it is not known, and proves nothing either way`() throws {
        let unread = "record 1: is of kind drill, whose content this version of drctl cannot read"
        #expect(try problems("drill", ["verdict": "dataMissing"]) == [unread])
        let found = try verification("drill", ["verdict": "dataMissing"])
        #expect(found.verdict == .unproven && !found.doubts.isEmpty)
        #expect(try problems("drill", ["verdict": "notVerified"]) == [])
    }

    @Test(arguments: kinds) func `is named where members of it are missing, whatever its kind`(_ kind: String) throws {
        let absent = [
            DrillRecord.evidenceKind: "verdict", RecoveryMission.evidenceKind: "verdict",
            RecoveryRollback.evidenceKind: "renamed", AlarmTestRecord.evidenceKind: "alarms", KeyRotation.kind: "pem",
            KeptInventory.kind: "databases",
        ]
        let member = try #require(absent[kind])
        #expect(
            try problems(kind, [member: .null])
                == ["record 1: is of kind \(kind), whose content this version of drctl cannot read"])
    }

    @Test func `is named where its kind or its version is not known`() throws {
        #expect(try problems("restore-report").first?.contains("of kind restore-report, which this version") == true)
        #expect(
            try problems("drill", ["version": 99]) == [
                "record 1: is of kind drill in version 99, which this version of drctl does not know"
            ])
        #expect(try verification(KeptInventory.kind, ["version": 99]).verdict == .unproven)
    }

    @Test(arguments: timed) func `is not of a time after it was stored, as far as clocks do not explain it`(
        _ kind: String
    ) throws {
        let members = kind == RecoveryRollback.evidenceKind ? ["at"] : ["startedAt", "endedAt"]
        func moved(by seconds: Int) throws -> ChainVerification {
            let time = try CanonicalJSON.value(of: Self.at + TimeSpan(seconds: seconds))
            return try verification(kind, Dictionary(uniqueKeysWithValues: members.map { ($0, time) }))
        }
        let tolerance = Int(EvidenceChain.clockTolerance)
        #expect(try moved(by: tolerance).findings.isEmpty)
        for seconds in [tolerance + 1, 10 * 365 * 86_400] {
            let found = try moved(by: seconds)
            #expect(found.verdict == .changed, "\(seconds)")
            #expect(found.findings.first?.problem.contains("has impossible times (") == true, "\(seconds)")
        }
    }

    @Test(arguments: [DrillRecord.evidenceKind, RecoveryMission.evidenceKind, AlarmTestRecord.evidenceKind])
    func `does not end before it begins`(_ kind: String) throws {
        let end = try CanonicalJSON.value(of: Instant(seconds: 1))
        #expect(try verification(kind, ["endedAt": end]).verdict == .changed)
    }

    @Test(arguments: timed + [KeptInventory.kind]) func `belongs to the policy of its chain`(_ kind: String) throws {
        let found = try verification(kind, ["policy": "orders"])
        #expect(found.verdict == .changed)
        #expect(found.findings.first?.problem.hasSuffix("orders") == true)
    }
}
