import RecoveryModel

/// Everything that a database's catalog says about the risks, from the answers to the two queries of `SurveyQueries`.
struct Survey: Equatable {
    /// By risk and name.
    private var facts: [RestoreRisk: [String: String]] = [:]

    init(_ facts: [SurveyFact]) {
        for fact in facts { self.facts[fact.risk, default: [:]][fact.name] = fact.value }
    }

    /// The objects of one risk by name.
    subscript(risk: RestoreRisk) -> [String: String] { facts[risk] ?? [:] }

    /// An answer with one more fact.
    static func adding(_ fact: SurveyFact, to answer: String) -> String {
        guard case .array(let rows)? = try? JSONValue(parsing: answer) else { return answer }
        let row = JSONValue.array([.string(fact.risk.rawValue), .string(fact.name), .string(fact.value)])
        return JSONValue.array(rows + [row]).compact
    }

    /// The facts of one answer, `[[risk, name, value], …]`; nil when it is no such list. A risk that this version does
    /// not know is passed over.
    static func facts(_ answer: String) -> [SurveyFact]? {
        guard case .array(let rows)? = try? JSONValue(parsing: answer) else { return nil }
        var facts: [SurveyFact] = []
        for row in rows {
            guard case .array(let cells) = row, cells.count == 3, let risk = cells[0].text, let name = cells[1].text,
                let value = cells[2].text
            else { return nil }
            if let risk = RestoreRisk(rawValue: risk) { facts.append(SurveyFact(risk, name, value)) }
        }
        return facts
    }
}
