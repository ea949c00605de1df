import AWSNames
import RecoveryModel

/// A snapshot, or what another region holds of a database: it restores the same data, wherever it is.
struct KeptSnapshot {
    let id: String
    /// Where a copy is; nil at home.
    let region: Region?
    /// Whether its sharing can be ended here.
    let isManual: Bool
    let encrypted: Collected<Bool>
    /// Accounts that may restore it, `all` for everybody.
    let sharedWith: Collected<[String]>

    init(_ snapshot: Database.Snapshot, in region: Region? = nil) {
        id = snapshot.id
        self.region = region
        isManual = snapshot.kind == .manual
        encrypted = snapshot.encrypted
        sharedWith = snapshot.kind == .public ? .known(["all"]) : snapshot.sharedWith
    }

    init(_ copy: Database.Copy, in region: Region) {
        id = copy.id
        self.region = region
        isManual = true
        encrypted = copy.encrypted
        sharedWith = copy.sharedWith
    }

    /// Such as `kb-2026-11` or `kb-2026-11 in us-west-2`.
    var name: String { region.map { "\(id) in \($0)" } ?? id }

    /// The accounts besides the allowed ones that may restore it, `all` for everybody.
    func strangers(outside allowed: Set<String>) -> Collected<[String]> {
        sharedWith.map { $0.filter { !allowed.contains($0) } }
    }
}

/// What is kept of a database at home and in other regions, and why there may be more. What could not be read decides
/// nothing while something else is wrong.
struct KeptSnapshots {
    var found: [KeptSnapshot] = []
    var unseen: CollectionFailure?

    mutating func add<Element: Sendable>(_ listed: Collected<[Element]>, _ kept: (Element) -> KeptSnapshot) {
        switch listed {
        case .known(let elements): found += elements.map(kept)
        case .unavailable(let failure): unseen = unseen ?? failure
        }
    }

    /// The names of the unencrypted ones, sorted.
    var unencrypted: Collected<[String]> {
        faults([{ kept in kept.encrypted.map { $0 ? [] : [kept.name] } }])
    }

    /// Who besides the allowed accounts may restore one of them, as `snapshot with account`, sorted.
    func shares(outside allowed: Set<String>) -> Collected<[String]> {
        faults([{ kept in kept.strangers(outside: allowed).map { $0.map { "\(kept.name) with \($0)" } } }])
    }

    /// All that is wrong with any of them, sorted.
    ///
    /// - Parameter questions: Each answers with what is wrong with one.
    func faults(_ questions: [(KeptSnapshot) -> Collected<[String]>]) -> Collected<[String]> {
        var faults: Set<String> = []
        var unseen = unseen
        for answer in found.flatMap({ kept in questions.map { $0(kept) } }) {
            switch answer {
            case .known(let found): faults.formUnion(found)
            case .unavailable(let failure): unseen = unseen ?? failure
            }
        }
        if let unseen, faults.isEmpty { return .unavailable(unseen) }
        return .known(faults.sorted())
    }

    /// Ends the sharing with strangers. A change knows its own region only: of copies it is a manual step there.
    func unsharing(_ kind: DatabaseKind, of database: String, outside allowed: Set<String>) -> Remedy {
        let shared = found.filter(\.isManual).map { ($0, $0.strangers(outside: allowed).value ?? []) }
            .filter { !$1.isEmpty }
        let own = shared.filter { $0.0.region == nil }
        if !own.isEmpty {
            return .changes(
                own.map { .database(.unshareSnapshot(kind: kind, id: $0.id, of: database, from: $1)) })
        }
        guard !shared.isEmpty else {
            return .procedure(
                "RDS stops sharing manual snapshots only: find out who shares it, and have it withdrawn there.")
        }
        let noun = kind.pick(instance: "db-snapshot", cluster: "db-cluster-snapshot")
        return .procedure(
            shared.map { copy, accounts in
                "aws rds modify-\(noun)-attribute --region \(copy.region?.rawValue ?? "") --\(noun)-identifier \(copy.id) "
                    + "--attribute-name restore --values-to-remove \(accounts.joined(separator: " "))"
            }.joined(separator: "; "))
    }
}

extension DatabaseSubject {
    /// The snapshots at home and what the regions hold that receive copies.
    var kept: KeptSnapshots {
        var kept = KeptSnapshots()
        kept.add(database.snapshots) { KeptSnapshot($0) }
        for (region, copies) in database.copies.sorted(by: { $0.key < $1.key }) {
            kept.add(copies) { KeptSnapshot($0, in: region) }
        }
        return kept
    }
}
