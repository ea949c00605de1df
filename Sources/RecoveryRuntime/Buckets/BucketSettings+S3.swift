import AWSCore
import AWSServices
import RecoveryModel

extension BucketLogging {
    /// The logging that S3 describes.
    ///
    /// - Throws: `MissingMember`: what is not reported could not be written back.
    init(described logging: S3.LoggingEnabled) throws {
        self.init(target: logging.targetBucket, prefix: logging.targetPrefix ?? "")
        grants = try (logging.targetGrants ?? []).map { grant in
            let grantee = try grant.grantee.required("Grantee")
            return Grant(
                granteeType: try grantee.type.required("Grantee.Type").rawValue, id: grantee.id,
                name: grantee.displayName, email: grantee.emailAddress, uri: grantee.uri,
                permission: try grant.permission.required("Permission").rawValue)
        }
        if let format = logging.targetObjectKeyFormat {
            keyFormat =
                try format.partitionedPrefix.map {
                    .partitioned(by: try $0.partitionDateSource.required("PartitionDateSource").rawValue)
                } ?? (format.simplePrefix == nil ? nil : .simple)
        }
    }

    /// The logging as S3 takes it.
    var wire: S3.LoggingEnabled {
        var logging = S3.LoggingEnabled(targetBucket: target, targetPrefix: prefix)
        if !grants.isEmpty {
            logging.targetGrants = grants.map {
                S3.TargetGrant(
                    grantee: .init(
                        displayName: $0.name, emailAddress: $0.email, id: $0.id, type: .init(rawValue: $0.granteeType),
                        uri: $0.uri), permission: .init(rawValue: $0.permission))
            }
        }
        switch keyFormat {
        case nil: break
        case .simple?: logging.targetObjectKeyFormat = .init(simplePrefix: .init())
        case .partitioned(let source)?:
            logging.targetObjectKeyFormat = .init(
                partitionedPrefix: .init(partitionDateSource: .init(rawValue: source)))
        }
        return logging
    }
}

extension LifecycleRule {
    /// A rule as S3 returns it.
    ///
    /// - Throws: `MissingMember`: what is not reported could not be written back.
    init(described rule: S3.LifecycleRule) throws {
        var filter = Filter(prefix: rule.prefix)
        if let given = rule.filter {
            filter.prefix = given.and?.prefix ?? given.prefix ?? filter.prefix
            let tags = (given.and?.tags ?? []) + [given.tag].compactMap { $0 }
            filter.tags = Dictionary(tags.map { ($0.key, $0.value) }) { _, last in last }
            filter.sizeGreaterThan = given.and?.objectSizeGreaterThan ?? given.objectSizeGreaterThan
            filter.sizeLessThan = given.and?.objectSizeLessThan ?? given.objectSizeLessThan
        }
        self.init(id: rule.id, enabled: rule.status == .enabled, filter: filter)
        transitions = try (rule.transitions ?? []).map {
            Transition(
                days: $0.days, date: $0.date.map { Instant(milliseconds: $0.milliseconds) },
                storageClass: try $0.storageClass.required("StorageClass").rawValue)
        }
        expireDays = rule.expiration?.days
        expireDate = rule.expiration?.date.map { Instant(milliseconds: $0.milliseconds) }
        expireDeleteMarkers = rule.expiration?.expiredObjectDeleteMarker
        noncurrentExpireDays = rule.noncurrentVersionExpiration?.noncurrentDays
        noncurrentKeep = rule.noncurrentVersionExpiration?.newerNoncurrentVersions
        noncurrentTransitions = try (rule.noncurrentVersionTransitions ?? []).map {
            Transition(
                days: $0.noncurrentDays, storageClass: try $0.storageClass.required("StorageClass").rawValue,
                keep: $0.newerNoncurrentVersions)
        }
        abortUploadsDays = rule.abortIncompleteMultipartUpload?.daysAfterInitiation
    }

    /// The rule as S3 takes it.
    var wire: S3.LifecycleRule {
        var rule = S3.LifecycleRule(status: enabled ? .enabled : .disabled)
        rule.id = id
        rule.filter = filter.wire
        if expireDays != nil || expireDate != nil || expireDeleteMarkers != nil {
            rule.expiration = S3.LifecycleExpiration(
                date: expireDate.map { Timestamp(milliseconds: $0.milliseconds) }, days: expireDays,
                expiredObjectDeleteMarker: expireDeleteMarkers)
        }
        if !transitions.isEmpty {
            rule.transitions = transitions.map {
                S3.Transition(
                    date: $0.date.map { Timestamp(milliseconds: $0.milliseconds) }, days: $0.days,
                    storageClass: .init(rawValue: $0.storageClass))
            }
        }
        if noncurrentExpireDays != nil || noncurrentKeep != nil {
            rule.noncurrentVersionExpiration = S3.NoncurrentVersionExpiration(
                noncurrentDays: noncurrentExpireDays, newerNoncurrentVersions: noncurrentKeep)
        }
        if !noncurrentTransitions.isEmpty {
            rule.noncurrentVersionTransitions = noncurrentTransitions.map {
                S3.NoncurrentVersionTransition(
                    noncurrentDays: $0.days, storageClass: .init(rawValue: $0.storageClass),
                    newerNoncurrentVersions: $0.keep)
            }
        }
        if let abortUploadsDays {
            rule.abortIncompleteMultipartUpload = S3.AbortIncompleteMultipartUpload(
                daysAfterInitiation: abortUploadsDays)
        }
        return rule
    }
}

extension LifecycleRule.Filter {
    /// S3 takes one condition alone, or several under And.
    fileprivate var wire: S3.LifecycleRuleFilter {
        let tags = tags.sorted { $0.key < $1.key }.map { S3.Tag(key: $0.key, value: $0.value) }
        let conditions = tags.count + [prefix != nil, sizeGreaterThan != nil, sizeLessThan != nil].count { $0 }
        guard conditions > 1 else {
            return S3.LifecycleRuleFilter(
                prefix: conditions == 0 ? "" : prefix, tag: tags.first, objectSizeGreaterThan: sizeGreaterThan,
                objectSizeLessThan: sizeLessThan)
        }
        return S3.LifecycleRuleFilter(
            and: S3.LifecycleRuleAndOperator(
                prefix: prefix, tags: tags.isEmpty ? nil : tags, objectSizeGreaterThan: sizeGreaterThan,
                objectSizeLessThan: sizeLessThan))
    }
}
