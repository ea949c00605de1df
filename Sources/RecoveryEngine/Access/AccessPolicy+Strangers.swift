import RecoveryModel

extension AccessPolicy {
    /// The statements that let in somebody whom no policy names, by name; unavailable when that cannot be settled.
    ///
    /// A stranger may be anybody's account or nobody's, may leave out what a condition asks for only if it is there, and may
    /// say of the request whatever suits: a condition on what is asked, or how, keeps nobody out.
    ///
    /// - Parameter operation: Where the policy came from.
    func publicStatements(operation: String) -> Collected<[String]> {
        var open: [String] = []
        var doubts: (names: [String], keys: Set<String>) = ([], [])
        for (name, statement) in named where statement.effect == .allow {
            switch admitsStrangers(statement) {
            case .holds: open.append(name)
            case .fails: break
            case .depends(let keys):
                doubts.names.append(name)
                doubts.keys.formUnion(keys)
            }
        }
        // One open statement is a violation, whatever else cannot be settled.
        guard open.isEmpty, !doubts.names.isEmpty else { return .known(open) }
        return AccessAnswer.unsettled(by: doubts.names, keys: doubts.keys.sorted()).settled(operation).map { _ in [] }
    }

    private func admitsStrangers(_ statement: AccessStatement) -> Truth {
        guard statement.isAbout(.stranger) != .fails else { return .fails }
        let denials = statements.filter { $0.effect == .deny && $0.covers(statement) }
        let keys = Set(([statement] + denials).flatMap { $0.condition.values.flatMap(\.keys) }.map { $0.lowercased() })
        // Each key there or not: more of them are not told apart.
        guard keys.count <= 12 else { return .depends(on: keys.sorted()) }
        return AccessQuestion.withAndWithout(keys.sorted(), .strangers).map { question in
            let admitted = statement.isAbout(.stranger).and(
                statement.condition.truth(of: question, variables: hasVariables))
            let isShutOut = denials.contains {
                $0.isAbout(.stranger).and($0.condition.truth(of: question.forDenials, variables: hasVariables))
                    == .holds
            }
            return isShutOut ? .fails : admitted
        }.any
    }

    /// True when every request without TLS to the bucket and its objects is denied, whoever makes it, and not every
    /// request is.
    func deniesPlainHTTP(bucket arn: String) -> Bool {
        deniesEverything(bucket: arn, secure: false) && !deniesEverything(bucket: arn, secure: true)
    }

    private func deniesEverything(bucket arn: String, secure: Bool) -> Bool {
        let denials = statements.filter { $0.effect == .deny && $0.leavesOutNothing(of: arn) }
        let keys = Set(denials.flatMap { $0.condition.values.flatMap(\.keys) }.map { $0.lowercased() })
            .subtracting(["aws:securetransport"])
        guard keys.count <= 12 else { return false }
        // An action and an object that nobody has named stand for all of them.
        return [arn, "\(arn)/\(Pattern.anything)"].allSatisfy { resource in
            let question = AccessQuestion(
                "s3:\(Pattern.anything)", on: resource, by: .everybody, ["aws:SecureTransport": .value("\(secure)")],
                others: .present)
            return AccessQuestion.withAndWithout(keys.sorted(), question).allSatisfy { question in
                denials.map { $0.truth(of: question, variables: hasVariables) }.any == .holds
            }
        }
    }
}

extension AccessQuestion {
    /// Somebody whom no policy names, who does what suits.
    fileprivate static let strangers = AccessQuestion("", on: "", by: .stranger, others: .chosen)

    /// The request as it is, and with each of the keys left out, in every combination.
    fileprivate static func withAndWithout(_ keys: [String], _ question: AccessQuestion) -> [AccessQuestion] {
        keys.reduce([question]) { questions, key in
            questions
                + questions.map {
                    var without = $0
                    without[key] = .absent
                    return without
                }
        }
    }
}

extension AccessStatement {
    /// True when all that the other one names is among what this one names: actions and resources.
    func covers(_ other: AccessStatement) -> Bool {
        let isPlain = { (statement: AccessStatement) in
            statement.negated["NotAction"] == nil && statement.negated["NotResource"] == nil
        }
        guard isPlain(self), isPlain(other) else { return false }
        return other.actions.allSatisfy { theirs in
            actions.contains { Pattern($0.lowercased()).covers(Pattern(theirs.lowercased())) }
        }
            && other.resources.allSatisfy { theirs in
                resources.contains { ARNPattern($0).covers(ARNPattern(theirs)) }
            }
    }

    /// False when `NotAction` or `NotResource` may leave out something of a bucket: then an action and an object that
    /// nobody has named do not stand for all of them.
    fileprivate func leavesOutNothing(of bucket: String) -> Bool {
        func starts(_ element: String) -> [String] {
            (negated[element]?.listed ?? []).map { Pattern($0.text ?? "*").fixedStart }
        }
        let namesActions = starts("NotAction").contains {
            let start = $0.lowercased()
            return start.hasPrefix("s3:") || "s3:".hasPrefix(start)
        }
        let namesObjects = starts("NotResource").contains {
            bucket.hasPrefix($0) || $0 == bucket || $0.hasPrefix(bucket + "/") || $0.contains("${")
        }
        return !namesActions && !namesObjects
    }
}
