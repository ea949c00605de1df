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
    /// - Parameter others: Regions besides that of the options, which is the first.
    /// - Throws: `CommandFailure`, `ClientError`, `CancellationError`.
    func liveStarter(
        _ selection: LiveSelection, alsoIn others: [Region], name: String, drill: DrillPolicy?, path: String
    ) async throws -> LiveStarter {
        var listed: [(region: Region, listing: LiveListing)] = []
        for region in [options.region] + others.map(Optional.some) {
            let next = try await withSession(region: region) { session in
                (
                    session.region,
                    try await LiveLister(client: session.client, region: session.region)
                        .list(selection, isLocating: !others.isEmpty)
                )
            }
            guard !listed.contains(where: { $0.region == next.0 }) else {
                throw CommandFailure(
                    .usage, "--also-region \(next.0): it is the first region already", hint: "name other regions")
            }
            listed.append(next)
        }
        let parts = others.isEmpty ? [selection] : listed.map { selection.part(in: $0.listing) }
        if let missing = selection.missing(from: parts).first {
            throw CommandFailure(
                .usage, "\(missing): found in none of \(listed.map(\.region.rawValue).joined(separator: ", "))",
                hint: "list what there is without naming it, or choose other regions or another --profile")
        }
        var reads: [LiveReading] = []
        var empty: LiveRefusal?
        for (place, part) in zip(listed, parts) {
            guard let part else { continue }
            let choice: LiveChoice
            do {
                choice = try LiveChoice(place.listing, part)
            } catch  where error.isOfEmptyRegion && !others.isEmpty {
                empty = error
                console.say("\(place.region) has nothing that was asked for")
                continue
            } catch {
                throw failure(error)
            }
            let ofFirst = reads.isEmpty ? drill : nil
            reads.append(
                try await withSession(region: place.region) { session in
                    let draft = LiveDraft(
                        name: name, account: session.account, region: session.region, choice: choice,
                        aliases: place.listing.aliases.value ?? [:], drill: ofFirst)
                    return try await read(draft, place.listing, session)
                })
        }
        if reads.isEmpty, let empty { throw failure(empty) }
        return try starter(reads, path: path)
    }

    /// Reads what a draft names, until what was read names nothing more.
    private func read(_ draft: LiveDraft, _ listing: LiveListing, _ session: AWSSession) async throws -> LiveReading {
        var draft = draft
        let collector = InventoryCollector(client: session.client, account: session.account, region: session.region)
        let moment = now()
        while true {
            let target = Target(draft.probe, account: session.account, region: session.region)
            let inventory = try await collector.collect(target, at: moment, .everything)
            let policy: LivePolicy
            do {
                policy = try LivePolicy(draft, inventory)
            } catch {
                throw failure(error)
            }
            guard let next = draft.next(after: policy.policy) else {
                return LiveReading(draft: draft, policy: policy, inventory: inventory, aliases: listing.aliases.failure)
            }
            draft = next
        }
    }

    /// The text with its first audit, on what was read for it.
    private func starter(_ reads: [LiveReading], path: String) throws -> LiveStarter {
        let live = LivePolicy(joining: reads.map { ($0.draft, $0.policy) })
        let (policy, first) = (live.policy, reads[0])
        let example = StarterPolicy(
            name: policy.name, account: "", region: first.draft.region, isRegionKnown: true, databases: [])
        let regions = reads.map(\.draft.region.rawValue).joined(separator: ", ")
        let head = """
            # What \(first.draft.account) has in \(regions), as a policy. Written by `drctl init --from-live`, and yours to edit:
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
        let counts = [
            (policy.databases.map(\.select.ids.count).reduce(0, +), "database"), (policy.storage.count, "bucket"),
            (policy.keys.count, "key"),
        ]
        return LiveStarter(
            text: text, summary: CountText.list(counts.filter { $0.0 > 0 }.map { CountText.of($0.0, $0.1) }),
            unread: reads.flatMap { $0.draft.choice.unread.map(\.description) } + live.unread,
            left: reads.flatMap(\.left), findings: reads.flatMap { $0.findings(of: document.policy) })
    }

    private func failure(_ refusal: LiveRefusal) -> CommandFailure {
        CommandFailure(refusal.isUnknown ? .incomplete : .usage, refusal.reason, hint: refusal.hint)
    }
}
