/// What a record of evidence holds: the one list of the kinds of records that drctl writes and reads.
package enum EvidenceRecord: Sendable {
    case drill(DrillRecord)
    /// Has a drill's form.
    case recovery(DrillRecord)
    case rollback(RecoveryRollback)
    case alarmTest(AlarmTestRecord)
    case inventory(KeptInventory)
    case rotation(KeyRotation)

    /// Why a record says nothing to this version of drctl, which must not take it for nothing.
    package enum Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        case kind(String)
        /// Members or words that this version does not know, or none that it needs.
        case content(kind: String)
        case version(Int, kind: String)

        package var description: String {
            switch self {
            case .kind(let kind): "of kind \(kind), which this version of drctl does not know"
            case .content(let kind): "of kind \(kind), whose content this version of drctl cannot read"
            case .version(let version, let kind):
                "of kind \(kind) in version \(version), which this version of drctl does not know"
            }
        }
    }

    /// Reads the record in an envelope by the kind that the envelope names.
    package init(_ envelope: EvidenceEnvelope) throws(Unreadable) {
        switch envelope.kind {
        case DrillRecord.evidenceKind: self = .drill(try Self.drill(envelope))
        case RecoveryMission.evidenceKind: self = .recovery(try Self.drill(envelope))
        case RecoveryRollback.evidenceKind: self = .rollback(try Self.content(envelope))
        case AlarmTestRecord.evidenceKind: self = .alarmTest(try Self.content(envelope))
        case KeyRotation.kind: self = .rotation(try Self.content(envelope))
        case KeptInventory.kind:
            let inventory: KeptInventory = try Self.content(envelope)
            guard inventory.version <= KeptInventory.currentVersion else {
                throw .version(inventory.version, kind: envelope.kind)
            }
            self = .inventory(inventory)
        default: throw .kind(envelope.kind)
        }
    }

    private static func drill(_ envelope: EvidenceEnvelope) throws(Unreadable) -> DrillRecord {
        let record: DrillRecord = try content(envelope)
        guard record.version <= DrillRecord.currentVersion else {
            throw .version(record.version, kind: envelope.kind)
        }
        return record
    }

    private static func content<Value: Decodable>(_ envelope: EvidenceEnvelope) throws(Unreadable) -> Value {
        do {
            return try envelope.record(as: Value.self)
        } catch {
            throw .content(kind: envelope.kind)
        }
    }
}

extension EvidenceRecord {
    /// The record of what restores; nil of every other kind.
    package var drillOrRecovery: DrillRecord? {
        switch self {
        case .drill(let record), .recovery(let record): record
        case .rollback, .alarmTest, .inventory, .rotation: nil
        }
    }
}

extension EvidenceChain {
    /// The records that this version can read, believed or not, oldest first. Of the others `verification` has a finding each.
    package var records: [(sequence: Int, at: Instant, record: EvidenceRecord)] {
        links.compactMap { link in
            guard let envelope = try? SignedEvidence(bytes: link.bytes).envelope,
                let record = try? EvidenceRecord(envelope)
            else { return nil }
            return (link.sequence, envelope.at, record)
        }
    }
}
