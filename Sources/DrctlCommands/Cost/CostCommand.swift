import AWSNames
package import ArgumentParser
import RecoveryEngine
import RecoveryModel
package import RecoveryReports

/// `drctl cost`: what recovery costs, and whether that is within the budget.
package struct CostCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "Estimate what recovery costs a month, what each requirement adds, and whether the budget holds",
        discussion: """
            Reads only: what is there, and how large it is by CloudWatch. Exit code 0: within the policy's `budget`, or
            without one; 2: over it; 4: a size or a price is not known.

              $ drctl cost --policy policies/knowledge-base.yaml
              $ drctl cost --prices prices.yaml --output html --out cost.html

            Before anything is there, from the policy and sizes alone:

              $ drctl cost --offline --size kb-prod=100GiB --growth kb-prod=2GiB/month
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: LookupOptions

    @Flag(help: "Make no AWS call: the policy and the sizes of the command line are all there is.")
    package var offline = false

    @Option(
        help: ArgumentHelp("Prices that take the place of drctl's own, line by line.", valueName: "file"))
    package var prices: String?

    @OptionGroup package var sizes: CostOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let given = try sizes.sizes()
        let own = try prices.map { try context.prices(in: $0) }
        let documents = try context.loadPolicies()
        let table = own.map { PriceTable.standard.overridden(by: $0) } ?? .standard
        let (report, names) =
            offline
            ? try context.offlineCost(documents, given, table) : try await context.cost(documents, given, table)
        for stray in given.strays(among: names) {
            // Only tags can mean a database that nobody can name, and only where AWS did not show them.
            guard names.mayHaveOthers, !stray.isKnown else { throw stray.failure }
            context.console.complain(
                "\(stray.failure.message): it has no effect", hint: "what was not seen may have it")
        }
        if let own, let prices { try requireUse(of: own, in: report, documents, file: prices) }
        try context.render(report)
        return report.exitStatus
    }

    /// Refuses a file none of whose prices is of anything that the policies have.
    private func requireUse(
        of table: PriceTable, in report: CostReport, _ documents: [PolicyDocument], file: String
    ) throws {
        let sheets = report.policies.flatMap(\.targets).flatMap { [$0.required] + [$0.now].compactMap(\.self) }
        let isUsed = sheets.flatMap(\.items).contains { item in
            item.item.map { table[item.region, $0] != nil } ?? false
        }
        let all = Set(documents.flatMap(\.policy.scope.regions))
        // A place that was not seen may be what they are for.
        let mayBe = report.policies.contains { !$0.unseen.isEmpty } && !all.isDisjoint(with: table.prices.keys)
        guard !isUsed, !mayBe else { return }
        let regions = all.map(\.rawValue).sorted()
        throw CommandFailure(
            .usage, "\(file) has no price of anything that the policies have",
            hint: "they are in \(CountText.list(regions)); docs/cost.md lists the items")
    }
}

extension CostReport {
    /// What the verdict means to a pipeline.
    var exitStatus: ExitStatus {
        switch verdict {
        case .over: .difference
        case .unknown: .incomplete
        case .within, .unlimited: .success
        }
    }
}
