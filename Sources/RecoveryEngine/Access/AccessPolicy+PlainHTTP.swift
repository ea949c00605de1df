import RecoveryModel

extension AccessPolicy {
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

extension AccessStatement {
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
