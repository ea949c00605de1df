import RecoveryModel
import Testing

@testable import RecoveryEngine

extension Estate {
    /// The estate with everything: also two PostgreSQL outside RDS. The place of one has a backup of each of 40 days; the other
    /// one is backed up by pgBackRest.
    static func complete() throws -> Estate {
        try compliant(withCluster: true, outsideRDS: true).with { estate in
            estate.dumps = try BackupSamples.daily(40, from: "2026-10-15")
            estate.dumps[38].verifications = [estate.verification(of: 38, .archive)]
            estate.policy.selfManaged.append(archived)
            estate.inventory.selfManaged["ledger"] = SelfManagedState(
                database: "ledger", stanza: .known(StanzaSamples.stanza(now: now)))
            let proofs = ["kb", "ledger"].map { name in
                var database = DrilledDatabase(.instance, name)
                database.isOutsideRDS = true
                return DrillProof(
                    database: database, at: now - TimeSpan(10, .days), verdict: .verified, recoveryTime: 30 * 60_000)
            }
            estate.inventory.drills = .known((estate.inventory.drills?.value ?? []) + proofs)
        }
    }

    /// A PostgreSQL outside RDS whose backups are in a bucket.
    static var outside: SelfManagedPolicy {
        var entry = SelfManagedPolicy(database: "kb")
        entry.source.service = "kb"
        var backups = SelfManagedPolicy.Backups()
        backups.to = "s3://kb-dumps/local"
        backups.encryption.age = ["age1x"]
        entry.backups = backups
        return entry
    }

    /// A PostgreSQL outside RDS that pgBackRest backs up.
    static var archived: SelfManagedPolicy {
        var entry = SelfManagedPolicy(database: "ledger")
        entry.source.service = "ledger"
        var stanza = SelfManagedPolicy.PgBackRest()
        stanza.stanza = "main"
        entry.pgBackRest = stanza
        return entry
    }

    /// The stanza of that one; nil when there is none.
    var stanza: BackRestStanza? {
        get { inventory.selfManaged["ledger"]?.stanza.value ?? nil }
        set { inventory.selfManaged["ledger"] = SelfManagedState(database: "ledger", stanza: .known(newValue)) }
    }

    /// The backups of the database outside RDS, oldest first.
    var dumps: [StoredBackup] {
        get { (inventory.selfManaged["kb"]?.backups.value ?? nil) ?? [] }
        set { inventory.selfManaged["kb"] = SelfManagedState(database: "kb", backups: .known(newValue)) }
    }

    /// What a verification of one of the backups has stored.
    func verification(of index: Int, _ depth: BackupVerification.Depth) -> BackupVerification {
        BackupVerification(
            backup: dumps[index].name, digest: dumps[index].manifest?.digest ?? "", at: Self.now, depth: depth,
            stamps: [:], milliseconds: 1)
    }

    /// The drills of the database outside RDS.
    mutating func replaceOutsideDrills(_ change: (inout DrillProof) -> Void) {
        inventory.drills = inventory.drills?.map { proofs in
            proofs.map { proof in
                var proof = proof
                if proof.database.isOutsideRDS { change(&proof) }
                return proof
            }
        }
    }
}
