import AWSNames

/// S3: a bucket is part of the host name if its name allows it, otherwise of the path.
///
/// Access points, Object Lambda, Outposts, Express One Zone and multi-region access points are not supported. Their
/// buckets are recognised by their names and refused, so that no request goes to a wrong host.
extension Endpoint {
    static func s3(region: Region?, options: EndpointOptions, bucket: String?) throws(EndpointError) -> Endpoint {
        guard let region else { throw EndpointError("A region must be set when sending requests to S3.") }
        try refuseContradictions(region: region, options: options)
        if let bucket { try refuseExotic(bucket: bucket) }
        guard isHostLabel(region.rawValue) else {
            throw EndpointError("Invalid region: region was not a valid DNS name.")
        }
        let base = options.custom ?? HTTPURL(scheme: "https", host: s3Host(region: region, options: options, bucket))
        let isGlobal = region.rawValue == "aws-global"
        return Endpoint(
            url: try address(bucket, at: base, in: region.partition, options: options), signingName: "s3",
            signingRegion: isGlobal ? Partition.aws.homeRegion.rawValue : region.rawValue, pathForm: .asSent)
    }

    private static func refuseContradictions(region: Region, options: EndpointOptions) throws(EndpointError) {
        if options.usesS3Accelerate, options.usesFIPS {
            throw EndpointError("Accelerate cannot be used with FIPS")
        }
        if options.usesDualStack, options.custom != nil {
            throw EndpointError("Cannot set dual-stack in combination with a custom endpoint.")
        }
        if options.usesFIPS, options.custom != nil {
            throw EndpointError("A custom endpoint cannot be combined with FIPS")
        }
        if options.usesS3Accelerate, options.custom != nil {
            throw EndpointError("A custom endpoint cannot be combined with S3 Accelerate")
        }
        if options.usesFIPS, region.partition == .awsChina {
            throw EndpointError("Partition does not support FIPS")
        }
    }

    private static func refuseExotic(bucket: String) throws(EndpointError) {
        let suffixes = ["--x-s3", "--xa-s3", "--op-s3"]
        guard !bucket.hasPrefix("arn:"), !suffixes.contains(where: bucket.hasSuffix) else {
            throw EndpointError("S3 access points, Outposts and directory buckets are not supported: `\(bucket)`")
        }
    }

    private static func s3Host(region: Region, options: EndpointOptions, _ bucket: String?) -> String {
        let suffix = region.partition.hostSuffix
        let isGlobal = region.rawValue == "aws-global"
        let dualStack = options.usesDualStack ? "dualstack." : ""
        if options.usesS3Accelerate, bucket != nil {
            return isGlobal && options.usesDualStack
                ? "s3-accelerate.dualstack.\(Partition.aws.homeRegion).\(suffix)"
                : "s3-accelerate.\(dualStack)\(suffix)"
        }
        let isLegacy = isGlobal || (options.usesLegacyGlobalEndpoint && region == Partition.aws.homeRegion)
        if isLegacy, !options.usesFIPS, !options.usesDualStack { return "s3.\(suffix)" }
        return
            "s3\(options.usesFIPS ? "-fips" : "").\(dualStack)\(isGlobal ? Partition.aws.homeRegion : region).\(suffix)"
    }

    private static func address(
        _ bucket: String?, at base: HTTPURL, in partition: Partition, options: EndpointOptions
    ) throws(EndpointError) -> HTTPURL {
        guard let bucket else { return base }
        var url = base
        // A dot in the bucket's name adds a label that the wildcard certificate does not cover.
        let fitsHost =
            options.bucketStyle == .virtualHost && !base.hostIsAddress
            && isBucketLabel(bucket, dots: base.scheme == "http")
        guard !fitsHost else {
            if options.usesS3Accelerate, partition == .awsChina {
                throw EndpointError("S3 Accelerate cannot be used in this region")
            }
            url.host = "\(bucket).\(base.host)"
            return url
        }
        guard !options.usesS3Accelerate else {
            throw EndpointError("Path-style addressing cannot be used with S3 Accelerate")
        }
        url.path = (base.path.hasSuffix("/") ? base.path : base.path + "/") + URIEncoding.encode(bucket)
        return url
    }

    // MARK: - S3 Control

    static func s3Control(
        region: Region?, options: EndpointOptions, parameters: [String: String]
    ) throws(EndpointError) -> Endpoint {
        guard let region else { throw EndpointError("Region must be set") }
        guard isHostLabel(region.rawValue) else {
            throw EndpointError("Invalid region: region was not a valid DNS name.")
        }
        if options.usesFIPS, region.partition == .awsChina {
            throw EndpointError("Partition does not support FIPS")
        }
        let account = parameters["AccountId"]
        guard account != nil || parameters["RequiresAccountId"] != "true" else {
            throw EndpointError("AccountId is required but not set")
        }
        if let exotic = parameters["AccessPointName"] ?? parameters["OutpostId"] {
            throw EndpointError("S3 access points and Outposts are not supported: `\(exotic)`")
        }
        if let bucket = parameters["Bucket"] { try refuseExotic(bucket: bucket) }
        if let account, !isHostLabel(account) {
            throw EndpointError("AccountId must only contain a-z, A-Z, 0-9 and `-`.")
        }
        if options.custom != nil, options.usesDualStack {
            throw EndpointError("Invalid Configuration: DualStack and custom endpoint are not supported")
        }
        let name = options.usesFIPS ? "s3-control-fips" : "s3-control"
        let dualStack = options.usesDualStack ? "dualstack." : ""
        var url =
            options.custom
            ?? HTTPURL(scheme: "https", host: "\(name).\(dualStack)\(region).\(region.partition.hostSuffix)")
        if let account, !url.hostIsAddress { url.host = "\(account).\(url.host)" }
        return Endpoint(url: url, signingName: "s3", signingRegion: region.rawValue, pathForm: .asSent)
    }
}
