import JSONWriting
import RecoveryModel

// What the record of a recovery says otherwise than that of a drill.
extension DrillRecord {
    /// `drill` or `recovery`.
    var undertaking: String { recovery == nil ? "drill" : "recovery" }

    /// The verdict for people, in capitals.
    var verdictWord: String { recovery != nil && verdict == .verified ? "RECOVERED" : verdict.word }

    var fidelityTitle: String {
        recovery == nil ? "What a real restore would lose" : "Settings that differ from production's"
    }

    /// The next steps.
    func recoveryAdvice(_ recovery: RecoveryOutcome) -> [(command: String?, reason: String)] {
        switch verdict {
        case .verified, .objectiveBreached:
            return switched(recovery)
        case .planned: return [("drctl recover run", "to execute it; it asks for the database's name")]
        case .refused: return [(nil, "fix the guards that refused, as hinted below; nothing was changed")]
        case .interrupted: return [("drctl recover resume", "to continue where it stopped")]
        case .notVerified, .failed, .cleanupFailed:
            let left = recovery.database.map { "\($0) exists and was not deleted: " } ?? ""
            let rollback: [(command: String?, reason: String)] =
                !recovery.hasRenamed ? [] : [("drctl recover rollback", "to give the old database its name back")]
            return [(nil, "\(left)decide by what is below whether its data can be used")] + rollback
        }
    }

    private func switched(_ recovery: RecoveryOutcome) -> [(command: String?, reason: String)] {
        guard let database = recovery.database else { return [] }
        var advice: [(command: String?, reason: String)] = []
        if database != source {
            let place = recovery.endpoint.map { "\($0):\(recovery.port ?? 5432)" } ?? database
            advice.append((nil, "point the applications to \(place), or rename with --switch rename"))
        }
        if let secret = recovery.masterSecret {
            advice.append((nil, "the master password is in a new secret: give \(secret) to those who read the old one"))
        }
        if let old = recovery.oldName {
            advice.append((nil, "\(old) is kept, with deletion protection, until you delete it"))
        }
        return advice
    }

    var outcomeSection: HTML {
        guard let recovery else { return "" }
        let rows = recovery.lines.map { name, value -> HTML in
            """
            <tr><td data-label="">\(name)</td><td data-label="">\(.code(value))</td></tr>

            """
        }
        return """
            <section class="outcome">
            <h2>Recovered database</h2>
            \(.table(["", ""], rows))
            </section>

            """
    }
}

extension RecoveryOutcome {
    /// What became of it, for people.
    var lines: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("database", database), ("endpoint", endpoint.map { "\($0):\(port ?? 5432)" }),
            ("reader endpoint", readerEndpoint),
            ("custom endpoints", customEndpoints.flatMap { $0.isEmpty ? nil : CountText.list($0) }),
            ("master secret", masterSecret), ("old database", oldName),
            ("settings from", origin.words), ("settings", CountText.of(settings.count, "setting")),
            ("switched over", steps.isEmpty ? nil : steps.map(\.words).joined(separator: "; ")),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    var orderedJSON: OrderedJSON {
        .object([
            ("database", .text(database)), ("endpoint", .text(endpoint)), ("port", port.map { .integer($0) } ?? .null),
            ("readerEndpoint", .text(readerEndpoint)),
            ("customEndpoints", .array((customEndpoints ?? []).map { .string($0) })),
            ("masterSecret", .text(masterSecret)), ("oldDatabase", .text(oldName)),
            ("settingsFrom", .string(origin.word)), ("settingsAt", .text(origin.at)),
            ("switchover", .string(switchover.rawValue)), ("steps", .array(steps.map { .string($0.words) })),
            ("settings", .object(settings.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
        ])
    }
}

extension RecoveryMission.Origin {
    /// When the inventory was kept.
    fileprivate var at: Instant? {
        if case .inventory(let at) = self { return at }
        return nil
    }
}

extension SwitchStep {
    /// The step for people.
    var words: String {
        switch self {
        case .hook(let word): "hook at \(word)"
        case .protect(let id): "protect \(id)"
        case .rename(let from, let to): "rename \(from) to \(to)"
        case .await(let id): "wait for \(id)"
        case .renameMember(let from, let to): "rename member \(from) to \(to)"
        case .awaitMembers(let id, _): "wait for the members of \(id)"
        }
    }
}

extension TextPage {
    mutating func outcome(_ recovery: RecoveryOutcome, verbose: Bool) {
        heading("Recovered database")
        for (name, value) in recovery.lines {
            item("\(name)", width: recovery.customEndpoints == nil ? 15 : 17, "\(value)", indent: 2)
        }
        guard verbose else { return }
        for (name, value) in recovery.settings.sorted(by: { $0.key < $1.key }) {
            add("\(name) = \(value)", indent: 4, role: .faint)
        }
    }
}
