import AWSCore
import AWSNames
package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

extension CommandContext {
    /// Keeps what the target's databases look like, beside the evidence of drills. An audit without an inventory is an
    /// audit all the same: what fails is said, and changes no verdict.
    ///
    /// - Throws: `CancellationError`.
    func keepInventory(
        of ids: [DatabaseKind: [String]], _ open: OpenTarget, evidence source: EvidenceSource, key: String? = nil
    ) async throws {
        do {
            guard ids.values.contains(where: { !$0.isEmpty }) else { return }
            let databases = try await InventoryKeeper(client: patient(open.session.client)).databases(ids)
            let policy = open.policy
            let key = try await signingKey(key, of: policy, client: open.home.client)
            let store = try evidence(
                at: evidencePlace(source.place, of: policy), key: key, client: open.home.client)
            let scope = DrillScope(account: open.session.account, region: open.session.region)
            let kept = try await store.keep(
                KeptInventory(policy: policy.name, scope: scope, databases: databases), at: now())
            if let kept { console.say("Inventory: \(kept.place)") }
        } catch let error as CancellationError {
            throw error
        } catch {
            let failure = CommandFailure(error)
            console.complain("\(open.name.shown): no inventory was kept: \(failure.message)", hint: failure.hint)
        }
    }

    /// The newest inventory of a policy in one account and region that can be believed; nil when there is none.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    func knownInventory(
        of policy: RecoveryPolicy, in scope: DrillScope, evidence place: String?, client: AWSClient?
    ) async throws -> KeptInventoryLink? {
        let source = try evidence(EvidenceSource(place: place), of: policy)
        let store = try evidence(at: source.place, key: nil, client: client)
        let trust = try await trust(source, client: client)
        let reading: (links: [KeptInventoryLink], chain: ChainVerification)
        do {
            reading = try await store.inventoryReading(of: policy.name, by: trust, at: now())
        } catch let failure as EvidenceFailure {
            // A recovery may be what brings the place back.
            console.complain(
                "no inventory of \(policy.name) was read: \(failure)",
                hint: "without an inventory, give the settings as options")
            return nil
        }
        let (links, chain) = reading
        guard let newest = links.last(where: { $0.inventory.isOf(scope) }) else { return nil }
        guard chain.doubts.isEmpty, newest.sequence >= chain.firstProven else {
            console.complain(
                "the inventory of \(policy.name) is not used: its chain in \(store.place) is \(chain.verdict.rawValue)"
                    + (chain.doubts.first.map { " (\($0))" } ?? ""),
                hint: "`drctl inventory list` says more; without an inventory, give the settings as options")
            return nil
        }
        return newest
    }
}

/// `drctl inventory`: what drctl last saw of the databases.
package struct InventoryCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "Show what drctl last saw of the databases, kept for the day when they are gone",
        discussion: """
            Every audit and apply keeps the settings that a restore needs, signed like evidence and beside it, when one has
            changed. `drctl recover` restores into them when the database itself is lost.

              $ drctl inventory list --policy policies/knowledge-base.yaml
            """,
        subcommands: [InventoryListCommand.self, InventoryShowCommand.self])

    package init() {}
}

/// `drctl inventory list`: the kept inventories.
package struct InventoryListCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the inventories of the policies, newest first",
        discussion: """
            Verifies what it lists. Exit code 4: some of it cannot be relied on.

              $ drctl inventory list --policy policies
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let listing = try await context.inventories(places.source)
        try context.render(listing)
        return listing.chains.contains { !$0.findings.isEmpty } ? .incomplete : .success
    }
}

/// `drctl inventory show`: the settings of one database.
package struct InventoryShowCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the kept settings of one database",
        discussion: """
            Exit code 4: the inventory cannot be relied on; 5: none has the database.

              $ drctl inventory show kb-prod --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    @Argument(help: ArgumentHelp("The database's identifier.", valueName: "database"))
    package var database: String

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let listing = try await context.inventories(places.source)
        let current = listing.entries.filter { entry in
            entry.isCurrent && (context.options.region.map { $0 == entry.inventory.region } ?? true)
        }
        let found = current.flatMap { entry in
            entry.inventory.databases.filter { $0.id == database }.map { (entry, $0) }
        }
        guard let (entry, facts) = found.first else {
            let known = current.flatMap(\.inventory.databases).map(\.id)
            throw CommandFailure(
                .refused, "no inventory has a database \(database)",
                hint: Spelling.hint(for: database, in: known) ?? "every drctl audit and drctl apply keeps one")
        }
        guard found.count == 1 else {
            throw CommandFailure(
                .usage, "\(database) is in \(CountText.list(found.map { "\($0.0.inventory.region)" }))",
                hint: "choose one with --region, and one policy with --policy")
        }
        let chainName = KeptInventory.chain(of: entry.inventory.policy)
        guard let chain = listing.chains.first(where: { $0.policy == chainName }) else { return .failed }
        try context.render(
            InventoriedDatabase(
                facts, policy: entry.inventory.policy,
                scope: DrillScope(account: entry.inventory.account, region: entry.inventory.region), at: entry.at,
                chain: chain))
        return chain.findings.isEmpty ? .success : .incomplete
    }
}

extension CommandContext {
    /// The inventories of the policies, each from where its evidence is.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    fileprivate func inventories(_ source: EvidenceSource) async throws -> InventoryListing {
        let policies = try loadPolicies().map(\.policy)
        var entries: [InventoryListing.Entry] = []
        var chains: [ChainVerification] = []
        for (source, policies) in try evidence(source, of: policies) {
            let found = try await withEvidence(source) { store, trust in
                var found: [(links: [KeptInventoryLink], chain: ChainVerification)] = []
                for policy in policies {
                    found.append(try await store.inventoryReading(of: policy, by: trust, at: now()))
                }
                return found
            }
            for (links, chain) in found where !links.isEmpty || chain.records > 0 {
                chains.append(chain)
                entries += links.enumerated().map { index, link in
                    let scope = DrillScope(account: link.inventory.account, region: link.inventory.region)
                    return InventoryListing.Entry(
                        link.inventory, sequence: link.sequence, at: link.at,
                        isCurrent: !links[(index + 1)...].contains { $0.inventory.isOf(scope) })
                }
            }
        }
        return InventoryListing(entries, chains: chains)
    }
}
