import AWSCore
import RecoveryModel
import RecoveryRuntime
import Synchronization

/// Evidence in memory, which a test can change as somebody could who may write the folder.
final class MemoryEvidence: EvidenceStorage {
    private let files = Mutex<[String: [UInt8]]>([:])

    init(_ content: [String: [UInt8]] = [:]) { files.withLock { $0 = content } }

    var place: String { "memory" }

    /// Everything in it.
    var content: [String: [UInt8]] { files.withLock { $0 } }

    func names(prefix: String) async throws -> [String] {
        files.withLock { $0.keys.filter { $0.hasPrefix(prefix) }.sorted() }
    }

    func read(_ name: String) async throws -> [UInt8]? { files.withLock { $0[name] } }

    func write(_ bytes: [UInt8], to name: String, exclusively: Bool) async throws -> Bool {
        files.withLock { files in
            if exclusively, files[name] != nil { return false }
            files[name] = bytes
            return true
        }
    }
}

/// A drill for evidence.
enum Drilled {
    /// A record of a drill that ended at a second.
    static func record(_ number: Int, _ verdict: DrillVerdict = .verified, policy: String = "kb") -> DrillRecord {
        let request = DrillRequest(
            id: DrillID(rawValue: "drill-\(number)"), policy: policy, policyDigest: "",
            scope: DrillScope(account: ScriptedAWS.account, region: ScriptedAWS.region),
            startedAt: Instant(seconds: number * 100), source: "kb-prod", protected: [], selection: .newest,
            target: DrillTarget(id: "t", subnetGroup: nil, securityGroups: []), rto: 1, rpo: 1, deadline: 1, checks: [],
            expires: Instant(seconds: 0))
        return DrillRecord(
            request: request, endedAt: Instant(seconds: number * 100 + 10), verdict: verdict, summary: "",
            objectives: MeasuredObjectives(rtoTarget: 1, rpoTarget: 1))
    }

    /// When the record of that number is stored.
    static func storedAt(_ number: Int) -> Instant { Instant(seconds: number * 100 + 20) }

    /// Adds the record of that number.
    @discardableResult
    static func add(
        _ number: Int, _ verdict: DrillVerdict = .verified, to store: EvidenceStore, policy: String = "kb"
    ) async throws -> EvidenceStore.Stored {
        try await store.add(
            record(number, verdict, policy: policy), kind: DrillRecord.evidenceKind, policy: policy,
            at: storedAt(number),
            freshUntil: nil, files: [:])
    }
}
