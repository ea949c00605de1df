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
        if report.policies.allSatisfy(\.unseen.isEmpty) {
            try requireMatch(given, names)
            if let own, let prices { try requireUse(of: own, in: report, file: prices) }
        }
        try context.render(report)
        return report.exitStatus
    }

    /// Refuses a size of what the policies do not have.
    private func requireMatch(_ sizes: StorageSizes, _ names: Set<String>) throws {
        guard let stray = sizes.named.first(where: { !names.contains($0.name) }) else { return }
        throw CommandFailure(
            .usage, "\(stray.option) names \(stray.name), which is no database or bucket of the policies",
            hint: Spelling.hint(for: stray.name, in: names.sorted())
                ?? "they have \(CountText.list(names.sorted()))")
    }

    /// Refuses a file none of whose prices is of anything that the policies have.
    private func requireUse(of table: PriceTable, in report: CostReport, file: String) throws {
        let sheets = report.policies.flatMap(\.targets).flatMap { [$0.required] + [$0.now].compactMap(\.self) }
        let isUsed = sheets.flatMap(\.items).contains { item in
            item.item.map { table[item.region, $0] != nil } ?? false
        }
        guard !isUsed else { return }
        let regions = Set(report.policies.flatMap(\.targets).map(\.name.region.rawValue)).sorted()
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
