import AWSCore
import AWSServices
import RecoveryModel

/// Reads the parameter that refuses connections without TLS, once for each group.
struct ParameterObservation: Sendable {
    /// A group with the parameter that its engine has.
    private struct Question: Hashable, Sendable {
        var group: String
        var parameter: DatabaseEngine.TLSParameter
    }

    let observer: Observer
    let kind: DatabaseKind

    /// Whether each of the databases refuses connections without TLS, by id; nil where its engine has no parameter.
    func forcing(_ databases: [Database]) async throws -> [String: Collected<Bool?>] {
        var questions: [String: Question] = [:]
        var answers: [String: Collected<Bool?>] = [:]
        for database in databases {
            guard let parameter = database.engine.tlsParameter else {
                answers[database.id] = .known(nil)
                continue
            }
            switch database.parameterGroup {
            case .unavailable(let failure): answers[database.id] = .unavailable(failure)
            case .known(nil): answers[database.id] = .known(false)
            case .known(let group?): questions[database.id] = Question(group: group, parameter: parameter)
            }
        }
        let distinct = Set(questions.values).sorted { $0.group < $1.group }
        let values = Dictionary(uniqueKeysWithValues: zip(distinct, try await concurrentMap(distinct, ask)))
        for (id, question) in questions { answers[id] = values[question] }
        return answers
    }

    private func ask(_ question: Question) async throws -> Collected<Bool?> {
        let (name, on) = (question.parameter.name, question.parameter.on)
        // RDS leaves out the value of a parameter that is not set, where the engine's own default is off.
        @Sendable func values(_ parameters: [RDS.Parameter]?) throws -> [Bool] {
            try parameters.required("Parameters").filter { $0.parameterName == name }
                .map { on.contains($0.parameterValue ?? "") }
        }
        let found: Collected<[Bool]> =
            switch kind {
            case .instance:
                try await observer.list(
                    RDS.describeDBParametersPages, .init(dbParameterGroupName: question.group)
                ) { try values($0.parameters) }
            case .cluster:
                try await observer.list(
                    RDS.describeDBClusterParametersPages, .init(dbClusterParameterGroupName: question.group)
                ) { try values($0.parameters) }
            }
        return found.map { $0.contains(true) }
    }
}
