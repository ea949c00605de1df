import AWSNames
import RecoveryModel

extension Record<RecoverPolicy> {
    /// `recover`.
    static let recover = Record(fields: [
        .defaulted(
            "approvers", \.approvers, .list(of: .ed25519PublicKey, minimum: 2),
            "The public keys of those who plan and approve recoveries, as in `evidence.trustedKeys`. Two of them have to sign a "
                + "plan before `drctl recover run` makes it.", fallback: ""),
        .defaulted(
            "into", \.into, .list(of: .destination),
            "Where databases may be recovered when their own account is lost: `drctl recover run --into-account`.",
            fallback: ""),
    ])
}

/// A destination as it is read: its account and region are required.
private struct DestinationDraft: Sendable {
    var account: AccountID?
    var region: Region?
    var target = DrillPolicy.Target()
}

extension Shape where Value == RecoverPolicy.Destination {
    fileprivate static let destination: Shape = {
        let record = Record<DestinationDraft>(
            fields: [
                .alternative(
                    "account", \.account, .account, "Another account than those of `scope.accounts`, which has copies.",
                    isRequired: true),
                .alternative("region", \.region, .region, "The region that the copies are in.", isRequired: true),
                .optional("subnetGroup", \.target.subnetGroup, .name(.subnetGroup), "The DB subnet group there."),
                .defaulted(
                    "securityGroups", \.target.securityGroups, .list(of: .securityGroup), "Security group ids there.",
                    fallback: ""),
                .optional(
                    "parameterGroup", \.target.parameterGroup, .name(.parameterGroup),
                    "A parameter group there, or `same-as-source` for one of the same name."),
            ])
        return Shape<DestinationDraft>.record(record, blank: DestinationDraft()).converted(
            to: { draft, _, _, _ -> RecoverPolicy.Destination? in
                guard let account = draft.account, let region = draft.region else { return nil }
                return RecoverPolicy.Destination(account: account, region: region, target: draft.target)
            },
            from: { DestinationDraft(account: $0.account, region: $0.region, target: $0.target) })
    }()
}
