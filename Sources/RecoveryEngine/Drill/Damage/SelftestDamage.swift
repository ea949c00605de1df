import RecoveryModel

/// Damage for a selftest: an earlier drill that found a table in order, and answers in which it is not.
struct SelftestDamage {
    private let way: RedWay

    /// Nil for a fault that is no damage to the data.
    init?(_ way: RedWay) {
        guard [.shrunkTable, .emptiedColumn, .encryptedColumn, .oldNewestRow, .olderSchema].contains(way) else {
            return nil
        }
        self.way = way
    }

    /// Gives the drill one earlier drill, of the beginning of time, and lets what it finds fail.
    func prepare(_ request: inout DrillRequest) {
        request.accepted = []
        request.historyDoubt = nil
        var limit = AnomalyLimit()
        limit.verdict = .fail
        request.anomaly = limit
        var earlier = EarlierDrill(point: Instant(milliseconds: 0), profile: DataProfile(tables: [table()]))
        if way == .oldNewestRow { earlier.newestAge = 0 }
        if way == .olderSchema { earlier.schemaVersion = String(repeating: "9", count: 40) }
        request.earlier = [earlier]
    }

    /// The copy's answers with the damage.
    func done(to answers: Answers) -> Answers {
        var answers = answers
        for (index, observation) in answers.observations.enumerated() {
            switch observation.name {
            case CheckName.dataProfile:
                var profile = observation.value.flatMap(DataProfile.init(answer:)) ?? DataProfile(tables: [])
                profile.tables.append(damaged())
                answers.observations[index].value = profile.answer
            case CheckName.newestData where way == .oldNewestRow:
                answers.observations[index].value = "1970-01-02 00:00:00+00"
            default: break
            }
        }
        return answers
    }

    private func table() -> DataProfile.Table {
        DataProfile.Table(
            name: "selftest", rows: 1_000,
            columns: [
                .init(name: "body", sampled: 100, filled: 100, kinds: 100, bits: 4_300, evenness: 860, length: 9_000)
            ])
    }

    private func damaged() -> DataProfile.Table {
        var table = self.table()
        switch way {
        case .shrunkTable: table.rows = 400
        case .emptiedColumn: (table.columns[0].filled, table.columns[0].kinds, table.columns[0].length) = (0, 0, 0)
        case .encryptedColumn: (table.columns[0].bits, table.columns[0].evenness) = (5_990, 992)
        default: break
        }
        return table
    }
}
