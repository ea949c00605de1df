import RecoveryModel

extension BucketSubject {
    /// The statements that drctl keeps in the bucket's policy; others stay as they are.
    private var ownStatements: [AccessStatement] {
        (policy.tlsOnly == true ? [tlsStatement] : []) + (logSources.isEmpty ? [] : [logStatement])
    }

    /// Denies everything on the bucket and its objects to requests without TLS.
    var tlsStatement: AccessStatement {
        AccessStatement(
            sid: "DrctlDenyInsecureTransport", .deny, principals: .anyone, actions: ["s3:*"],
            resources: [arn, "\(arn)/*"],
            condition: ["Bool": ["aws:SecureTransport": ["false"]]])
    }

    /// Lets S3 deliver the access logs of this account's buckets.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    var logStatement: AccessStatement {
        AccessStatement(
            sid: "DrctlAccessLogDelivery", .allow, principals: .init("Service", ["logging.s3.amazonaws.com"]),
            actions: ["s3:PutObject"], resources: ["\(arn)/*"],
            condition: [
                "StringEquals": ["aws:SourceAccount": [context.target.place.account]],
                "ArnLike": ["aws:SourceArn": logSources.map { context.target.place.arn("s3", $0) }],
            ])
    }

    private var arn: String { context.target.place.arn("s3", bucket.name) }

    /// Writes the policy: what others put there, and all of our statements, so that every control that needs one writes
    /// the same document.
    var writePolicy: Remedy {
        let present = bucket.policy.value ?? nil
        var written = present ?? AccessPolicy(statements: [])
        let own = ownStatements
        written.statements.removeAll { statement in own.contains { $0.sid == statement.sid } }
        written.statements += own
        return .changes([.bucket(.putPolicy(bucket: bucket.name, Edit(present, to: written)))])
    }

    /// The policy as a template declares it.
    var policyFragments: [TemplateFragment] {
        [
            TemplateFragment(
                .bucketPolicy, target.word, "Bucket", value: TemplateFragment.reference(.bucket, target.word)),
            TemplateFragment(
                .bucketPolicy, target.word, "PolicyDocument", value: AccessPolicy(statements: ownStatements).json),
        ]
    }
}
