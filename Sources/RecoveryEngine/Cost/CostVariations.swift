import AWSNames
import RecoveryModel

/// What each requirement costs: the same target with one of them changed.
struct CostVariations {
    let required: CostBasis
    let sheet: CostSheet
    let prices: PriceTable
    let policy: RecoveryPolicy

    init(_ required: CostBasis, _ sheet: CostSheet, _ prices: PriceTable, _ policy: RecoveryPolicy) {
        self.required = required
        self.sheet = sheet
        self.prices = prices
        self.policy = policy
    }

    var all: [CostReport.Variation] {
        required.databases.indices.flatMap { retention($0) + monthly($0) + vault($0) + copies($0) + drills($0) }
            + shared
    }

    /// The retentions that are compared, in days: what RDS allows, in usual steps.
    private static let retentions = [1, 7, 14, 21, 30, 35]

    private func variation(
        _ requirement: String, _ from: String, _ to: String, _ change: (inout CostBasis) -> Void
    ) -> CostReport.Variation {
        var other = required
        change(&other)
        return CostReport.Variation(
            requirement: requirement, from: from, to: to, change: sheet.change(to: CostSheet(other, prices)))
    }

    private func retention(_ index: Int) -> [CostReport.Variation] {
        let database = required.databases[index]
        guard let days = database.automatedDays.value else { return [] }
        let steps = [Self.retentions.last { $0 < days }, Self.retentions.first { $0 > days }].compactMap(\.self)
        return steps.map { step in
            variation("\(database.id): retention", CountText.of(days, "day"), CountText.of(step, "day")) {
                $0.databases[index].automatedDays = .known(step)
                $0.databases[index].copies = database.copies.map { copies in
                    copies.map { copy in
                        var copy = copy
                        if copy.followsRetention { copy.points = .daily(step) }
                        return copy
                    }
                }
            }
        }
    }

    private func monthly(_ index: Int) -> [CostReport.Variation] {
        let database = required.databases[index]
        guard let points = database.manual.value else { return [] }
        let steps = points == .nothing ? [12] : [0, points.days.count + 1]
        return steps.map { step in
            variation("\(database.id): monthly snapshots", "\(points.days.count)", "\(step)") { basis in
                let more = step - points.days.count
                basis.databases[index].manual = .known(
                    step == 0 || points == .nothing
                        ? .monthly(step)
                        : .init(
                            days: points.days + Array(repeating: Pricing.daysOfMonth, count: more),
                            shown: CountText.of(step, "snapshot"))
                )
            }
        }
    }

    private func vault(_ index: Int) -> [CostReport.Variation] {
        let database = required.databases[index]
        guard let points = database.vaulted.value, points != .nothing else { return [] }
        return [
            variation("\(database.id): AWS Backup", points.shown, "none") { basis in
                basis.databases[index].vaulted = .known(.nothing)
                basis.databases[index].copies = database.copies.map { $0.filter { !$0.isVaulted } }
            }
        ]
    }

    private func copies(_ index: Int) -> [CostReport.Variation] {
        let database = required.databases[index]
        guard let copies = database.copies.value else { return [] }
        let without = copies.map { copy in
            variation("\(database.id): copies in \(copy.place)", "kept", "none") { basis in
                basis.databases[index].copies = .known(copies.filter { $0.place != copy.place })
            }
        }
        // One more, where the policy has another region for it.
        let more = policy.scope.regions.first { region in
            region != required.region && !copies.contains { $0.region == region }
        }
        guard let more, let days = database.automatedDays.value else { return without }
        return without + [
            variation("\(database.id): copies in \(more)", "none", "kept") { basis in
                basis.databases[index].copies = .known(
                    copies + [.init(region: more, points: .daily(days), isVaulted: false, followsRetention: true)])
            }
        ]
    }

    private func drills(_ index: Int) -> [CostReport.Variation] {
        let database = required.databases[index]
        guard let drill = database.drill else { return [] }
        let steps = [30, 90, 180].map { TimeSpan($0, .days) }
        let others = [steps.last { $0 < drill.every }, steps.first { $0 > drill.every }].compactMap(\.self)
        return others.map { step in
            variation("\(database.id): drills", "every \(drill.every)", "every \(step)") {
                $0.databases[index].drill?.every = step
            }
        }
    }

    /// Keys and their rotations, replicas, alarms, the dashboard: each without it.
    private var shared: [CostReport.Variation] {
        required.things.indices.flatMap { index in
            let thing = required.things[index]
            let without = variation(thing.title, "kept", "none") { $0.things[index].count = .known(0) }
            guard thing.item == .key, thing.count.value == CostedThings.rotatedKey else { return [without] }
            return [
                variation("\(thing.title): rotation", "kept", "none") { $0.things[index].count = .known(1) }, without,
            ]
        }
    }
}
