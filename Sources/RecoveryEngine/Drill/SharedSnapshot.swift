import AWSNames
package import RecoveryModel

extension DrillRequest {
    /// The ARN of the other account's snapshot that the drill copies; nil for any other recovery point.
    package var sharedSnapshot: String? {
        if case .shared(let arn) = selection { arn } else { nil }
    }

    /// Why the drill's own snapshot is its recovery point.
    var snapshotReason: String { sharedSnapshot.map { "copied from \($0)" } ?? "taken for this drill" }
}

extension DrillRequestBuilder {
    /// A snapshot that is named by its ARN: one of this account by its name, one that another account shares by its ARN.
    static func snapshot(
        arn text: String, _ drill: DrillPolicy, _ here: Circumstances, _ problems: inout [Diagnostic]
    ) -> RecoveryPointSelection? {
        func refuse(_ summary: String, _ hint: String) -> RecoveryPointSelection? {
            problems.append(Diagnostic(.error, id: "foreign-snapshot", summary, hint: hint))
            return nil
        }
        guard let arn = ARN(text), arn.service == "rds", arn.resource.hasPrefix("snapshot:") else {
            return refuse(
                "\"\(text)\" is not the ARN of a snapshot of an instance",
                "write it as arn:aws:rds:us-east-1:222222222222:snapshot:kb-prod-copy")
        }
        guard arn.region == here.scope.region.rawValue else {
            return refuse(
                "\(text) is in \(arn.region), and the drill in \(here.scope.region)",
                "drill a copy in another region with --from-region, or have the snapshot copied to \(here.scope.region)"
            )
        }
        guard arn.account != "\(here.scope.account)" else {
            return .snapshot(String(arn.resource.dropFirst("snapshot:".count)))
        }
        guard drill.sharedFrom.contains(where: { "\($0)" == arn.account }) else {
            return refuse(
                "\(text) is of account \(arn.account), whose snapshots the policy does not name",
                "add `sharedFrom: [\"\(arn.account)\"]` to `drill`")
        }
        return .shared(arn: text)
    }
}

extension PreflightGuards {
    /// The questions about a snapshot of another account, asked before anything is copied: whether it is there and of the
    /// source, whether its key may be used, and whether there is a key for the copy.
    static func shared(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        guard let arn = request.sharedSnapshot else { return [] }
        guard let snapshot = facts.shared?.snapshot else {
            return [
                GuardFinding(
                    "shared-snapshot", .violated,
                    "\(arn) not found: \(facts.shared?.failure ?? "it is not shared with \(request.scope.account)")",
                    hint: "its account shares it with aws rds modify-db-snapshot-attribute --attribute-name restore "
                        + "--values-to-add \(request.scope.account)")
            ]
        }
        // Of a cluster there are cluster snapshots only.
        let isOwn = snapshot.instance == request.source && request.kind == .instance
        return [
            GuardFinding(
                "shared-snapshot", isOwn && snapshot.status == "available" ? .met : .violated,
                isOwn
                    ? "\(arn) is \(snapshot.status)"
                    : "\(arn) is of \(snapshot.instance), and the checks compare with \(request.source)",
                hint: isOwn ? nil : "choose a snapshot of \(request.source)")
        ] + keys(request, facts)
    }

    private static func keys(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        guard let key = facts.shared?.key else { return [] }
        let hint =
            "its account lets \(request.scope.account) use it in the key policy (kms:DescribeKey, kms:CreateGrant, "
            + "kms:Decrypt, kms:ReEncryptFrom), and the drill's role may do so too: drctl iam drill"
        let usable = GuardFinding(
            "shared-key", key.state.map { $0 == "Enabled" ? .met : .violated } ?? .unknown,
            key.state.map { "key \(key.id) is \($0)" }
                ?? "key \(key.id) could not be read: \(key.failure ?? "no reason given")",
            hint: key.state == "Enabled" ? nil : hint)
        guard facts.key == nil else { return [usable] }
        return [
            usable,
            GuardFinding(
                "copy-key", .violated, "the snapshot is encrypted and \(request.source) is not: no key for its copy",
                hint: "RDS copies another account's encrypted snapshot under a key of this account: encrypt the source"),
        ]
    }
}
