import Digests
package import RecoveryModel

/// The drills of a policy, with what the chain that they are in proves.
package struct EvidenceReading: Sendable {
    package var verification: ChainVerification
    /// Every drill that can be read, believed or not, oldest first.
    package var drills: [(sequence: Int, record: DrillRecord)]
    /// Every recovery that can be read, likewise.
    package var recoveries: [(sequence: Int, record: DrillRecord)]
    /// Every test of alarms that can be read, believed or not, oldest first.
    package var alarmTests: [(sequence: Int, record: AlarmTestRecord)] = []
    /// The evidence's location, for people.
    package var place: String

    /// The drills that can be believed. They are unknown as a whole when the chain cannot be: what is missing may be the
    /// drill that failed.
    package var proven: Collected<[DrillRecord]> { believed(drills) }

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

    /// The drills of a policy that can be read, oldest first, whatever the chain proves: for estimates, not for verdicts.
    package func drills(of policy: String) async throws -> [DrillRecord] {
        try await chain(of: policy).links.compactMap(Self.drill)
    }

    /// The recoveries of a policy that can be read, oldest first.
    ///
    /// - Parameter first: The number of the first record that can be believed.
    package func recoveries(of policy: String, from first: Int) async throws -> [DrillRecord] {
        try await chain(of: policy).links.filter { $0.sequence >= first }.compactMap(Self.drillOrRecovery)
            .filter { $0.recovery != nil }
    }

    /// The drills of a policy and what their chain proves.
    package func reading(of policy: String, by trust: EvidenceTrust, at now: Instant) async throws -> EvidenceReading {
        let chain = try await chain(of: policy)
        return EvidenceReading(
            verification: chain.verification(by: trust, at: now),
            drills: chain.links.compactMap { link in Self.drill(link).map { (link.sequence, $0) } },
            recoveries: chain.links.compactMap { link -> (sequence: Int, record: DrillRecord)? in
                guard let record = Self.drillOrRecovery(link), record.recovery != nil else { return nil }
                return (link.sequence, record)
            },
            alarmTests: chain.links.compactMap { link in Self.alarmTest(link).map { (link.sequence, $0) } },
            place: place)
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
        var findings: [EvidenceChain.Finding] = []
        for link in chain.links {
            let stored = try? SignedEvidence(bytes: link.bytes)
            for (name, digest) in (stored?.envelope.files ?? [:]).sorted(by: { $0.key < $1.key }) {
                let place = "\(chain.policy)/\(Self.padded(link.sequence))/\(name)"
                guard let bytes = try await storage.read(place) else {
                    if !name.hasPrefix("report.") {
                        findings.append(.init(link.sequence, .changed, "\(name) is missing"))
                    }
                    continue
                }
                guard SHA256.hex(bytes) != digest else { continue }
                findings.append(.init(link.sequence, .changed, "\(name) was changed"))
            }
        }
        return findings
    }
}
