import RecoveryEngine
import RecoveryModel

extension Violation {
    /// One a control of keys and roles.
    static let ofKeysAndRoles: [Violation] = [
        Violation(
            "keys.exists", on: "kb-dr",
            .changes([
                .createKey(
                    alias: "kb-dr", policy: .ofKey, tags: ["app": "knowledge-base", "drctl:policy": "knowledge-base"])
            ])
        ) { $0.key = nil },
        Violation("keys.enabled", on: "kb-dr", .changes([.enableKey(id: "key-kb-dr")])) { $0.key?.state = "Disabled" },
        Violation("keys.not-pending-deletion", on: "kb-dr", .changes([.cancelKeyDeletion(id: "key-kb-dr")])) {
            $0.key?.state = "PendingDeletion"
        },
        Violation(
            "keys.rotation", on: "kb-dr",
            .changes([.enableKeyRotation(key: .id("key-kb-dr"), periodDays: 365)])
        ) { $0.key?.rotation = .known(.init(enabled: true, periodDays: 366)) },
        Violation("keys.policy-not-public", on: "kb-dr", .procedure("Narrow the principal")) {
            $0.key?.policy = .known(
                AccessPolicy(
                    statements: AccessPolicy.ofKey.statements + [
                        AccessStatement(.allow, principals: .anyone, actions: ["kms:Decrypt"], resources: ["*"])
                    ]))
        },
        Violation(
            "keys.policy-allows-publishers", on: "kb-dr", .changes([.putKeyPolicy(id: "key-kb-dr", .ofKey)])
        ) {
            $0.key?.policy = .known(AccessPolicy(statements: [AccessPolicy.ofKey.statements[0]]))
        },
        Violation(
            "roles.exists", on: "kb-drill-operator",
            .changes([
                .createRole(
                    name: "kb-drill-operator", trust: .ofOperator, boundary: nil,
                    tags: ["app": "knowledge-base", "drctl:policy": "knowledge-base"])
            ])
        ) { $0.role = nil },
        Violation(
            "roles.trust-exact", on: "kb-drill-operator",
            .changes([.updateRoleTrust(name: "kb-drill-operator", .ofOperator)])
        ) {
            var wider = AccessPolicy.ofOperator
            wider.statements[0].condition = [:]
            $0.role?.trust = .known(wider)
        },
        Violation(
            "roles.statements-exact", on: "kb-backup-writer",
            .changes([.putRolePolicy(role: "kb-backup-writer", name: "drctl-backup", .ofWriter)])
        ) { estate in
            var wider = AccessPolicy.ofWriter
            wider.statements[0].actions.append("s3:DeleteObject")
            guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
            role.inlinePolicies = .known(["drctl-backup": wider])
            estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
        },
        Violation(
            "roles.no-extra-policies", on: "kb-drill-operator",
            .changes([
                .detachRolePolicy(role: "kb-drill-operator", arn: "arn:aws:iam::aws:policy/AdministratorAccess")
            ])
        ) {
            $0.role?.attachedPolicies = .known(["arn:aws:iam::aws:policy/AdministratorAccess"])
        },
        Violation(
            "roles.boundary", on: "kb-auditor",
            .changes([.putRoleBoundary(role: "kb-auditor", arn: "arn:aws:iam::123456789012:policy/boundary")])
        ) { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-auditor"]?.role else { return }
            role.permissionsBoundary = nil
            estate.inventory.roles["kb-auditor"]?.role = .known(role)
        },
    ]
}

extension AccessPolicy {
    /// Of the key that drctl makes.
    static let ofKey = AccessPolicy(statements: [
        AccessStatement(
            sid: "DrctlAccountAdministers", .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:root"]),
            actions: ["kms:*"], resources: ["*"]),
        AccessStatement(
            sid: "DrctlPublishersEncrypt", .allow,
            principals: .init("Service", ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"]),
            actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: ["*"],
            condition: ["StringEquals": ["aws:SourceAccount": ["123456789012"]]]),
    ])

    /// The drill operator's trust.
    static let ofOperator = AccessPolicy(statements: [
        AccessStatement(
            .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:root"]), actions: ["sts:AssumeRole"],
            resources: [], condition: ["Bool": ["aws:MultiFactorAuthPresent": ["true"]]])
    ])

    /// What the backup writer may do.
    static let ofWriter = AccessPolicy(statements: [
        AccessStatement(
            sid: "WriteBackups", .allow, actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
            resources: ["arn:aws:s3:::\(Estate.bucketName)/*", "arn:aws:s3:::\(Estate.logBucketName)/*"]),
        AccessStatement(
            sid: "SeeBackups", .allow, actions: ["s3:ListBucket"],
            resources: ["arn:aws:s3:::\(Estate.bucketName)", "arn:aws:s3:::\(Estate.logBucketName)"]),
        AccessStatement(
            sid: "EncryptBackups", .allow, actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: [
                "arn:aws:kms:us-east-1:123456789012:alias/kb-dr", "arn:aws:kms:us-east-1:123456789012:key/*",
            ]),
    ])
}
