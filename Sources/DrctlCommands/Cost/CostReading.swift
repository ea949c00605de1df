import AWSNames
import Files
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

extension CommandContext {
    /// The prices of a file.
    ///
    /// - Throws: `CommandFailure` for one that is none; what is wrong with it is said at its places.
    func prices(in path: String) throws -> PriceTable {
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try InputFile(path, mebibytes: 1).read()
        } catch {
            throw CommandFailure(.usage, error.description, hint: error.hint)
        }
        guard let bytes else { throw CommandFailure(.usage, "failed to read the prices: \(path) not found") }
        let (table, diagnostics) = PriceFile.read(bytes, file: path, today: now().day)
        for diagnostic in diagnostics { console.report(diagnostic) }
        guard let table else {
            let errors = diagnostics.count { $0.severity == .error }
            throw CommandFailure(.usage, "the file of prices has \(CountText.of(errors, "error"))")
        }
        return table
    }

    /// What recovery costs, by what AWS shows; with the names that sizes can be given for.
    ///
    /// - Throws: `CommandFailure` when no target can be entered, `CancellationError`.
    func cost(
        _ documents: [PolicyDocument], _ given: StorageSizes, _ table: PriceTable
    ) async throws -> (report: CostReport, names: CostedNames) {
        let loaded = LoadedPolicies(documents: documents, unread: [])
        return try await withTargets(loaded.ofRun) { run in
            let outcome = try await run.each { opened in (try await estimate(opened, given, table), .success) }
            var unseen: [(policy: String, place: String)] = outcome.run.failures.map {
                ($0.target.policy, "\($0.target.shown): \($0.failure)")
            }
            unseen += run.list.uncovered.map { place in
                let parts = [place.account?.description, place.region?.rawValue].compactMap { $0 }
                return (place.policy, "\(parts.joined(separator: " · ")): \(place.reason)")
            }
            return assembled(documents, outcome.run.values, unseen: unseen, given)
        }
    }

    /// The same without a call.
    func offlineCost(
        _ documents: [PolicyDocument], _ given: StorageSizes, _ table: PriceTable
    ) throws -> (report: CostReport, names: CostedNames) {
        var estimates: [CostEstimate] = []
        var unseen: [(policy: String, place: String)] = []
        for (name, context) in imagined(documents) {
            if let region = options.region, region != name.region {
                unseen.append((name.policy, "\(name.account) · \(name.region): --region leaves it out"))
            } else {
                estimates.append(CostEstimate(context, name, given, table, isSeen: false))
            }
        }
        if let region = options.region, estimates.isEmpty {
            throw CommandFailure(
                .usage, "nothing is required in \(region)", hint: "choose a region of the policies with --region")
        }
        return assembled(documents, estimates, unseen: unseen, given)
    }

    /// Every place of the policies, once, with nothing known of it.
    private func imagined(_ documents: [PolicyDocument]) -> [(TargetName, ControlContext)] {
        let now = now()
        return documents.map(\.policy).flatMap { policy in
            var seen: Set<AccountID> = []
            return policy.scope.accounts.filter { seen.insert($0).inserted }.flatMap { account in
                policy.targetRegions.map { region in
                    (
                        TargetName(policy: policy.name, account: account, region: region),
                        ControlContext(unseen: Target(policy, account: account, region: region), now: now)
                    )
                }
            }
        }
    }

    private func estimate(
        _ open: OpenTarget, _ given: StorageSizes, _ table: PriceTable
    ) async throws -> CostEstimate {
        let target = Target(open.policy, account: open.session.account, region: open.session.region)
        let judged = ControlContext(target, try await inventory(target, open))
        var sizes = given
        switch try await StorageMetrics(client: patient(open.session.client), context: judged).sizes() {
        case .known(let measured): sizes = measured.overridden(by: given)
        case .unavailable(let failure):
            console.complain(
                "\(open.name.shown): sizes could not be read: \(failure)",
                hint: "say them with --size, or give the role what `drctl iam --for cost` prints")
        }
        return CostEstimate(judged, open.name, sizes, table, isSeen: true)
    }

    private func assembled(
        _ documents: [PolicyDocument], _ estimates: [CostEstimate], unseen: [(policy: String, place: String)],
        _ given: StorageSizes
    ) -> (report: CostReport, names: CostedNames) {
        let policies = documents.map(\.policy).map { policy in
            CostReport.Policy(
                name: policy.name, budget: policy.monthlyBudget.map { USD($0) },
                targets: estimates.map(\.target).filter { $0.name.policy == policy.name },
                unseen: unseen.filter { $0.policy == policy.name }.map(\.place))
        }
        var sizes = given
        for estimate in estimates { sizes.growth.merge(estimate.growth) { first, _ in first } }
        let report = CostReport(at: now(), policies: policies, assumptions: sizes.assumptions)
        // A size of what is in a place that was not seen is none of nothing.
        var names = CostedNames()
        for context in imagined(documents).map(\.1) { names.form(context.costedNames(isSeen: false)) }
        names.mayHaveOthers = names.mayHaveOthers && !unseen.isEmpty
        for estimate in estimates { names.form(estimate.names) }
        return (report, names)
    }
}

/// What one target costs, and what it was reckoned by.
struct CostEstimate: Sendable {
    let target: CostReport.Target
    /// Of what the target has, by name.
    let growth: [String: StorageSizes.Size]
    /// What sizes can be given for.
    let names: CostedNames

    init(
        _ context: ControlContext, _ name: TargetName, _ sizes: StorageSizes, _ table: PriceTable, isSeen: Bool
    ) {
        target = CostReport.Target(context, name, sizes, table, isSeen: isSeen)
        var names = context.costedNames(isSeen: isSeen)
        // Without asking, a size of what only tags mean cannot have any effect.
        names.mayHaveOthers = isSeen && names.mayHaveOthers
        self.names = names
        growth = sizes.growth
    }
}
