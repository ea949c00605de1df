import Digests
package import RecoveryModel

/// What is kept of a policy, with what the chain that it is in proves.
package struct EvidenceReading: Sendable {
    package var verification: ChainVerification
    /// Every drill that can be read, believed or not, oldest first.
    package var drills: [(sequence: Int, record: DrillRecord)] = []
    /// Every recovery that can be read, likewise.
    package var recoveries: [(sequence: Int, record: DrillRecord)] = []
    /// Every test of alarms that can be read, likewise.
    package var alarmTests: [(sequence: Int, record: AlarmTestRecord)] = []
    /// The evidence's location, for people.
    package var place: String

    init(_ chain: EvidenceChain, _ verification: ChainVerification, place: String) {
        self.verification = verification
        self.place = place
        for (sequence, _, record) in chain.records {
            switch record {
            case .drill(let drill): drills.append((sequence, drill))
            case .recovery(let recovery): recoveries.append((sequence, recovery))
            case .alarmTest(let test): alarmTests.append((sequence, test))
            case .rollback, .inventory, .rotation: break
            }
        }
    }

    /// The drills that can be believed. They are unknown as a whole when the chain cannot be: what is missing, or cannot be
    /// read, may be the drill that failed.
    package var proven: Collected<[DrillRecord]> { believed(drills) }

    /// The recoveries that can be believed, by the same rule.
    package var provenRecoveries: Collected<[DrillRecord]> { believed(recoveries) }

    /// The tests of alarms that can be believed, by the same rule.
    package var provenAlarmTests: Collected<[AlarmTestRecord]> { believed(alarmTests) }

    private func believed<Record>(_ records: [(sequence: Int, record: Record)]) -> Collected<[Record]> {
        let doubts = verification.doubts
        guard let first = doubts.first else {
            return .known(records.filter { $0.sequence >= verification.firstProven }.map(\.record))
        }
        let more = doubts.count > 1 ? " and \(CountText.of(doubts.count - 1, "more finding"))" : ""
        return .unavailable(
            CollectionFailure(
                operation: "evidence of \(verification.policy) in \(place)",
                reason: "\(first)\(more); `drctl evidence verify` lists them"))
    }
}

extension EvidenceStore {
    /// Everything that is stored of a policy's chain.
    package func chain(of policy: String) async throws -> EvidenceChain {
        var links: [EvidenceChain.Link] = []
        var strangers: [String] = []
        for name in try await storage.names(prefix: policy + "/") where name.hasSuffix("/record.json") {
            // A policy may itself be called inventory.
            if policy == KeptInventory.kind, Self.isInventory(name) { continue }
            let parts = name.dropFirst(policy.count + 1).split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let sequence = Int(parts[0]), sequence > 0, parts[0] == Self.padded(sequence),
                let bytes = try await storage.read(name)
            else {
                strangers.append(name)
                continue
            }
            links.append(EvidenceChain.Link(sequence: sequence, bytes: bytes))
        }
        return EvidenceChain(
            policy: policy, links: links, strangers: strangers, head: try await storage.read("\(policy)/head.json"))
    }

    /// The policies that have evidence: the locks of applies are in the same place.
    package func policies() async throws -> [String] {
        let names = try await storage.names(prefix: "").filter { name in
            !name.hasPrefix("locks/") || name.hasSuffix("/record.json") || name.hasSuffix("/head.json")
        }.filter { !Self.isInventory($0) }
        return Set(names.compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
    }

    /// True for the files of `inventory/POLICY`; those of a policy that is itself called inventory are one folder higher.
    private static func isInventory(_ name: String) -> Bool {
        name.hasPrefix(KeptInventory.kind + "/")
            && name.split(separator: "/").count > (name.hasSuffix("/head.json") ? 2 : 3)
    }

    /// What is kept of a policy, and what its chain and the files beside it prove: what every verb that reads evidence believes
    /// is what `evidence verify` shows.
    package func reading(of policy: String, by trust: EvidenceTrust, at now: Instant) async throws -> EvidenceReading {
        let chain = try await chain(of: policy)
        return EvidenceReading(chain, try await verify(chain, by: trust, at: now), place: place)
    }

    /// Verifies a policy's chain and the files beside its records.
    package func verify(_ policy: String, by trust: EvidenceTrust, at now: Instant) async throws -> ChainVerification {
        try await verify(try await chain(of: policy), by: trust, at: now)
    }

    /// The same of a chain that was read.
    func verify(_ chain: EvidenceChain, by trust: EvidenceTrust, at now: Instant) async throws -> ChainVerification {
        var verification = chain.verification(by: trust, at: now)
        verification.findings += try await fileFindings(chain)
        return verification
    }

    /// Files that were changed or deleted. A missing report is no deviation, since it can be generated from its record.
    private func fileFindings(_ chain: EvidenceChain) async throws -> [EvidenceChain.Finding] {
        let files = chain.links.flatMap { link in
            let digests = (try? SignedEvidence(bytes: link.bytes))?.envelope.files ?? [:]
            return digests.sorted { $0.key < $1.key }.map { (sequence: link.sequence, name: $0.key, digest: $0.value) }
        }
        let findings = try await concurrentMap(files) { file -> EvidenceChain.Finding? in
            let place = "\(chain.policy)/\(Self.padded(file.sequence))/\(file.name)"
            guard let bytes = try await storage.read(place) else {
                let isGenerated = file.name.hasPrefix("report.")
                return isGenerated ? nil : EvidenceChain.Finding(file.sequence, .changed, "\(file.name) is missing")
            }
            return SHA256.hex(bytes) == file.digest
                ? nil : EvidenceChain.Finding(file.sequence, .changed, "\(file.name) was changed")
        }
        return findings.compactMap(\.self)
    }
}
