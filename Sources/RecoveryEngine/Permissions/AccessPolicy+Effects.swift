import RecoveryModel

extension AccessPolicy {
    /// True when one statement, or several together, deny every request without TLS to the bucket and its objects.
    func deniesPlainHTTP(bucket: String, partition: String) -> Bool {
        let arn = "arn:\(partition):s3:::\(bucket)"
        let denying = statements.filter { statement in
            statement.effect == .deny && statement.negated.isEmpty
                && statement.principals?.includesEveryone == true
                && statement.actions.contains { ["s3:*", "*"].contains($0.lowercased()) }
                && statement.isOnlyAboutPlainHTTP
        }
        let covered = Set(denying.flatMap(\.resources))
        if !covered.isDisjoint(with: ["*", "\(arn)*", "arn:\(partition):s3:::*"]) { return true }
        return covered.contains(arn) && covered.contains("\(arn)/*")
    }

    /// The statements that let everybody in, by Sid; unavailable when a condition decides that we cannot evaluate.
    func publicStatements(operation: String) -> Collected<[String]> {
        var open: [String] = []
        var unsettled: CollectionFailure?
        for (index, statement) in statements.enumerated() where statement.effect == .allow {
            let everyone =
                statement.principals?.mayIncludeEveryone == true || statement.negated["NotPrincipal"] != nil
            guard everyone else { continue }
            let name = statement.sid ?? "statement \(index + 1)"
            if statement.condition.isEmpty {
                open.append(name)
            } else if !statement.isNarrowedToKnownCallers {
                let keys = statement.condition.values.flatMap(\.keys).sorted().joined(separator: ", ")
                unsettled = CollectionFailure(
                    operation: operation,
                    reason: "\(name) lets everybody in under a condition that cannot be evaluated here (\(keys))")
            }
        }
        // One open statement is a violation, whatever else cannot be settled.
        if let unsettled, open.isEmpty { return .unavailable(unsettled) }
        return .known(open)
    }
}

extension AccessStatement {
    /// `aws:SecureTransport` false and nothing else narrows the statement.
    var isOnlyAboutPlainHTTP: Bool {
        guard condition.count == 1, let (name, keys) = condition.first, keys.count == 1, let key = keys.first else {
            return false
        }
        return ["Bool", "BoolIfExists"].contains(name) && key.key.lowercased() == "aws:securetransport"
            && key.value.map { $0.lowercased() } == ["false"]
    }

    /// Some key that only known callers can have must equal fixed values.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
    fileprivate var isNarrowedToKnownCallers: Bool {
        let narrowing: Set<String> = [
            "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:sourceaccount", "aws:sourcearn",
            "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid", "kms:calleraccount",
        ]
        return condition.contains { name, keys in
            ["StringEquals", "StringLike", "ArnEquals", "ArnLike"].contains(name)
                && keys.contains { key, values in
                    narrowing.contains(key.lowercased()) && !values.isEmpty
                        && values.allSatisfy { !$0.contains("*") && !$0.contains("?") }
                }
        }
    }
}
