import AWSNames
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

/// A policy that was written from what an account has, with what its first audit will say.
struct LiveStarter: Sendable {
    var text: String
    /// How much of the account it covers, for people.
    var summary: String
    /// What was asked for and could not be read.
    var unread: [String]
    /// What exists and cannot stand in a policy.
    var left: [String]
    /// What the audit of what was just read finds violated, or does not know.
    var findings: [Finding]

    /// Zero when an audit finds nothing; what could not be read is never that.
    var status: ExitStatus {
        if findings.contains(where: { $0.verdict == .violated }) { return .difference }
        return unread.isEmpty && findings.isEmpty ? .success : .incomplete
    }

    /// A line for each finding.
    var remaining: [String] {
        findings.map { finding in
            let seen: String =
                if case .unknown(let failure) = finding.verdict {
                    "unknown (\(failure))"
                } else {
                    "required \(finding.required), observed \(finding.observed ?? "nothing")"
                }
            return "\(finding.control.id) \(finding.resource.name): \(seen)"
        }
    }
}

extension CommandContext {
    /// Reads what is selected, in as many rounds as what was read names more, and writes it as a policy.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, `CancellationError`.
    func liveStarter(
        _ selection: LiveSelection, name: String, drill: DrillPolicy?, path: String
    ) async throws -> LiveStarter {
        try await withSession(region: options.region) { session in
            let listing = try await LiveLister(client: session.client, region: session.region).list(selection)
            let choice = try written { () throws(LiveRefusal) in try LiveChoice(listing, selection) }
            var draft = LiveDraft(
                name: name, account: session.account, region: session.region, choice: choice,
                aliases: listing.aliases.value ?? [:], drill: drill)
            let collector = InventoryCollector(
                client: session.client, account: session.account, region: session.region)
            let moment = now()
            while true {
                let target = Target(draft.probe, account: session.account, region: session.region)
                let inventory = try await collector.collect(target, at: moment, .everything)
                let live = try written { [draft] () throws(LiveRefusal) in try LivePolicy(draft, inventory) }
                if let next = draft.next(after: live.policy) {
                    draft = next
                    continue
                }
                return try starter(live, choice, listing, inventory, path: path)
            }
        }
    }

    /// The text with its first audit, on what was read for it.
    private func starter(
        _ live: LivePolicy, _ choice: LiveChoice, _ listing: LiveListing, _ inventory: Inventory, path: String
    ) throws -> LiveStarter {
        let policy = live.policy
        let example = StarterPolicy(
            name: policy.name, account: "", region: inventory.region, isRegionKnown: true, databases: [])
        let head = """
            # What \(inventory.account) has in \(inventory.region), as a policy. Written by `drctl init --from-live`, and yours to edit:
            \(StarterPolicy.usage)
            # A comment says where the account holds less than drctl would ask for; raise the value, then run drctl plan.

            """
        let tail = policy.drill == nil ? "\n" + example.suggestions : ""
        let text = head + live.text + tail
        let checked = PolicySet.load([path], today: now().day) { _ in Array(text.utf8) }
        guard let document = checked.documents.first else {
            let mistake = checked.diagnostics.first { $0.severity == .error }
            throw CommandFailure(
                .failed, "no policy can ask for what is there: \(mistake?.summary ?? "unknown")", hint: mistake?.hint)
        }
        var seen = inventory
        // No drill of it has run yet.
        if policy.drill != nil { seen.drills = .known([]) }
        let target = Target(document.policy, account: inventory.account, region: inventory.region)
        let findings = Auditor.audit(ControlContext(target, seen)).findings.filter {
            if case .unknown = $0.verdict { true } else { $0.verdict == .violated }
        }
        let counts = [
            (policy.databases.map(\.select.ids.count).reduce(0, +), "database"), (policy.storage.count, "bucket"),
            (policy.keys.count, "key"),
        ]
        var left = choice.left
        if let failure = listing.aliases.failure {
            left.append("names of keys: they are written as ARNs, since \(failure)")
        }
        return LiveStarter(
            text: text, summary: CountText.list(counts.filter { $0.0 > 0 }.map { CountText.of($0.0, $0.1) }),
            unread: choice.unread.map(\.description) + live.unread, left: left, findings: findings)
    }

    private func written<Value>(_ make: () throws(LiveRefusal) -> Value) throws -> Value {
        do {
            return try make()
        } catch {
            throw CommandFailure(error.isUnknown ? .incomplete : .usage, error.reason, hint: error.hint)
        }
    }
}
