import RecoveryModel

extension TerraformReader {
    /// A bucket is a resource, and so is each of its settings.
    ///
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
    mutating func bucket(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        var arguments = try take(
            [("BucketName", "bucket", .value), ("ObjectLockEnabled", "object_lock_enabled", .flag)], &words)
        arguments.merge(try takeTags(&words)) { $1 }
        var resources = [TerraformResource(type: "aws_s3_bucket", name: id, arguments: arguments, identifier: .own)]
        var isVersioned = false
        func add(_ suffix: String, _ own: [String: JSONValue], afterVersioning: Bool = false) {
            var arguments = own
            arguments["bucket"] = .string("${aws_s3_bucket.\(id).bucket}")
            if afterVersioning, isVersioned { arguments["depends_on"] = [.string("aws_s3_bucket_versioning.\(id)")] }
            resources.append(
                TerraformResource(
                    type: "aws_s3_bucket_\(suffix)", name: id, arguments: arguments, identifier: .own))
        }
        if let status = take("VersioningConfiguration")?["Status"] {
            add("versioning", ["versioning_configuration": ["status": try words.value(status)]])
            isVersioned = true
        }
        if let encryption = take("BucketEncryption") {
            var rules: [JSONValue] = []
            for rule in encryption["ServerSideEncryptionConfiguration"]?.listed ?? [] {
                var inner: [String: JSONValue] = [:]
                let applied = rule["ServerSideEncryptionByDefault"]
                if let algorithm = applied?["SSEAlgorithm"] { inner["sse_algorithm"] = try words.value(algorithm) }
                if let key = applied?["KMSMasterKeyID"] { inner["kms_master_key_id"] = try words.value(key) }
                var outer: [String: JSONValue] = ["apply_server_side_encryption_by_default": .object(inner)]
                outer["bucket_key_enabled"] = rule["BucketKeyEnabled"]
                rules.append(.object(outer))
            }
            add("server_side_encryption_configuration", ["rule": .array(rules)])
        }
        if let block = take("PublicAccessBlockConfiguration") {
            let names = [
                "BlockPublicAcls": "block_public_acls", "IgnorePublicAcls": "ignore_public_acls",
                "BlockPublicPolicy": "block_public_policy", "RestrictPublicBuckets": "restrict_public_buckets",
            ]
            add("public_access_block", block.renamed(names))
        }
        if let controls = take("OwnershipControls") {
            let rules = (controls["Rules"]?.listed ?? []).map {
                JSONValue.object($0.renamed(["ObjectOwnership": "object_ownership"]))
            }
            add("ownership_controls", ["rule": .array(rules)])
        }
        if let lifecycle = take("LifecycleConfiguration") {
            var own: [String: JSONValue] = ["rule": .array((lifecycle["Rules"]?.listed ?? []).map(\.terraformRule))]
            own["transition_default_minimum_object_size"] = lifecycle["TransitionDefaultMinimumObjectSize"]
            add("lifecycle_configuration", own, afterVersioning: true)
        }
        if let retention = take("ObjectLockConfiguration")?["Rule"]?["DefaultRetention"] {
            add(
                "object_lock_configuration",
                ["rule": ["default_retention": .object(retention.renamed(["Mode": "mode", "Days": "days"]))]],
                afterVersioning: true)
        }
        if let logging = take("LoggingConfiguration") {
            var own: [String: JSONValue] = [:]
            if let target = logging["DestinationBucketName"] { own["target_bucket"] = try words.value(target) }
            if let prefix = logging["LogFilePrefix"] { own["target_prefix"] = try words.value(prefix) }
            add("logging", own)
        }
        return resources
    }

    mutating func bucketPolicy(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        let arguments = try take([("Bucket", "bucket", .value), ("PolicyDocument", "policy", .document)], &words)
        return [TerraformResource(type: "aws_s3_bucket_policy", name: id, arguments: arguments, identifier: .own)]
    }
}

extension JSONValue {
    /// The members with other names; only literals.
    fileprivate func renamed(_ names: [String: String]) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: members.map { (names[$0.key] ?? $0.key, $0.value) })
    }

    /// A lifecycle rule, whose texts are literals.
    fileprivate var terraformRule: JSONValue {
        var rule: [String: JSONValue] = [:]
        rule["id"] = self["Id"]?.literal
        rule["status"] = self["Status"]
        rule["filter"] = terraformFilter
        var expiration: [String: JSONValue] = [:]
        expiration["days"] = self["ExpirationInDays"]
        expiration["date"] = self["ExpirationDate"]
        expiration["expired_object_delete_marker"] = self["ExpiredObjectDeleteMarker"]
        if !expiration.isEmpty { rule["expiration"] = .object(expiration) }
        if let noncurrent = self["NoncurrentVersionExpiration"] {
            rule["noncurrent_version_expiration"] = .object(
                noncurrent.renamed([
                    "NoncurrentDays": "noncurrent_days", "NewerNoncurrentVersions": "newer_noncurrent_versions",
                ]))
        }
        if let transitions = self["Transitions"]?.listed {
            let names = ["TransitionInDays": "days", "TransitionDate": "date", "StorageClass": "storage_class"]
            rule["transition"] = .array(transitions.map { .object($0.renamed(names)) })
        }
        if let transitions = self["NoncurrentVersionTransitions"]?.listed {
            let names = ["TransitionInDays": "noncurrent_days", "StorageClass": "storage_class"]
            rule["noncurrent_version_transition"] = .array(transitions.map { .object($0.renamed(names)) })
        }
        if let abort = self["AbortIncompleteMultipartUpload"] {
            rule["abort_incomplete_multipart_upload"] = .object(
                abort.renamed(["DaysAfterInitiation": "days_after_initiation"]))
        }
        return .object(rule)
    }

    /// What narrows a rule: one thing by itself, several in `and`.
    private var terraformFilter: JSONValue {
        var parts: [String: JSONValue] = [:]
        parts["prefix"] = self["Prefix"]?.literal
        parts["object_size_greater_than"] = self["ObjectSizeGreaterThan"]?.numeric
        parts["object_size_less_than"] = self["ObjectSizeLessThan"]?.numeric
        let tags = self["TagFilters"]?.listed ?? []
        if !tags.isEmpty {
            parts["tags"] = .object(
                Dictionary(
                    tags.compactMap { tag in
                        tag["Key"]?.text.map { (TerraformText.literal($0), tag["Value"]?.literal ?? "") }
                    },
                    uniquingKeysWith: { $1 }))
        }
        let isPlain = parts.count < 2 && tags.isEmpty
        return isPlain ? .object(parts) : ["and": .object(parts)]
    }

    private var literal: JSONValue { text.map { .string(TerraformText.literal($0)) } ?? self }

    private var numeric: JSONValue { text.flatMap(Int.init).map(JSONValue.integer) ?? self }
}
