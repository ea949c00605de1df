import AWSNames

/// All services but S3: `service.region.suffix`, and the exceptions of a few.
extension Endpoint {
    static func ordinary(
        _ service: Service, region: Region?, options: EndpointOptions, parameters: [String: String]
    ) throws(EndpointError) -> Endpoint {
        guard parameters["EndpointId"] == nil else {
            // Global EventBridge endpoints require Signature Version 4A, which signs for several regions at once.
            throw EndpointError("EventBridge multi-region endpoints are not supported.")
        }
        if let custom = options.custom {
            guard !options.usesFIPS else {
                throw EndpointError("Invalid Configuration: FIPS and custom endpoint are not supported")
            }
            guard !options.usesDualStack else {
                throw EndpointError("Invalid Configuration: Dualstack and custom endpoint are not supported")
            }
            let home = (region?.partition ?? .aws).homeRegion
            return Endpoint(
                url: custom, signingName: service.signingName, signingRegion: (region ?? home).rawValue)
        }
        guard let region else { throw EndpointError("Invalid Configuration: Missing Region") }
        guard isHostLabel(region.rawValue) else {
            throw EndpointError("Invalid region: region was not a valid DNS name.")
        }
        let place = place(of: service.endpointPrefix, region: region, options: options)
        return Endpoint(
            url: HTTPURL(scheme: "https", host: place.host), signingName: service.signingName,
            signingRegion: place.signingRegion.rawValue)
    }

    private struct Place {
        var host: String
        var signingRegion: Region
    }

    private static func place(of prefix: String, region: Region, options: EndpointOptions) -> Place {
        let variant = Variant(fips: options.usesFIPS, dualStack: options.usesDualStack)
        switch prefix {
        case "iam": return iam(partition: region.partition, variant)
        case "organizations":
            if let place = organizations(partition: region.partition, variant) { return place }
        case "sts":
            let isGlobal =
                region.rawValue == "aws-global"
                || (options.usesLegacyGlobalEndpoint && legacyGlobalRegions.contains(region))
            if isGlobal, variant == .plain {
                return Place(host: "sts.amazonaws.com", signingRegion: Partition.aws.homeRegion)
            }
        default: break
        }
        return Place(host: host(prefix, region: region, variant), signingRegion: region)
    }

    // MARK: - Regional services

    private struct Variant: Equatable {
        static let plain = Variant(fips: false, dualStack: false)
        var fips: Bool
        var dualStack: Bool
    }

    private static func host(_ prefix: String, region: Region, _ variant: Variant) -> String {
        let partition = region.partition
        let name = variant.fips && !isFIPSAnyway(prefix, partition, variant) ? prefix + "-fips" : prefix
        let isDualStack = variant.dualStack && !isDualStackAnyway(prefix, partition, variant)
        return "\(name).\(region).\(isDualStack ? partition.dualStackHostSuffix : partition.hostSuffix)"
    }

    /// GovCloud's ordinary endpoints are validated ones; only some services have a second name for them.
    private static func isFIPSAnyway(_ prefix: String, _ partition: Partition, _ variant: Variant) -> Bool {
        guard partition == .awsGovCloud else { return false }
        switch prefix {
        case "monitoring", "events": return true
        case "cloudformation", "cloudtrail", "ec2", "logs", "oidc", "portal.sso", "rds", "sns", "sqs", "sts":
            return !variant.dualStack
        default: return false
        }
    }

    /// Secrets Manager's ordinary endpoints support IPv6 in most partitions.
    private static func isDualStackAnyway(_ prefix: String, _ partition: Partition, _ variant: Variant) -> Bool {
        guard prefix == "secretsmanager" else { return false }
        return partition == .aws || partition == .awsGovCloud || (partition == .awsChina && !variant.fips)
    }

    // MARK: - Global services

    /// One endpoint per partition, whatever the region.
    private static func iam(partition: Partition, _ variant: Variant) -> Place {
        let fips = variant.fips ? "-fips" : ""
        let suffix = variant.dualStack ? partition.dualStackHostSuffix : partition.hostSuffix
        switch (partition, variant.dualStack) {
        case (.aws, true):
            return Place(host: "iam\(fips).global.\(suffix)", signingRegion: partition.homeRegion)
        case (.aws, false):
            return Place(host: "iam\(fips).\(suffix)", signingRegion: partition.homeRegion)
        case (.awsGovCloud, _):
            return Place(host: "iam.us-gov.\(suffix)", signingRegion: partition.homeRegion)
        case (.awsChina, _):
            let place = variant.dualStack ? "global." : "cn-north-1."
            return Place(host: "iam\(fips).\(variant.fips ? "" : place)\(suffix)", signingRegion: Region("cn-north-1"))
        case (.awsISO, false), (.awsISOB, false):
            return Place(
                host: "iam\(fips).\(partition.homeRegion).\(suffix)", signingRegion: partition.homeRegion)
        case (_, let dualStack):
            let place = variant.fips || dualStack ? "" : "\(partition.homeRegion)."
            return Place(host: "iam\(fips).\(place)\(suffix)", signingRegion: partition.homeRegion)
        }
    }

    /// The endpoint in the home region, except over IPv6 and where a partition has no endpoint of its own.
    private static func organizations(partition: Partition, _ variant: Variant) -> Place? {
        guard !variant.dualStack else { return nil }
        let home = partition.homeRegion
        switch partition {
        case .aws:
            return Place(
                host: "organizations\(variant.fips ? "-fips" : "").\(home).\(partition.hostSuffix)",
                signingRegion: home)
        case .awsGovCloud:
            return Place(host: "organizations.\(home).\(partition.hostSuffix)", signingRegion: home)
        case .awsChina, .awsISO, .awsISOB, .awsISOF:
            guard !variant.fips else { return nil }
            return Place(host: "organizations.\(home).\(partition.hostSuffix)", signingRegion: home)
        case .awsEUSovereign, .awsISOE:
            return nil
        }
    }

    /// The regions that STS once served from one host; later ones never were.
    private static let legacyGlobalRegions: Set<Region> = Set(
        [
            "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1",
            "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
            "us-east-2", "us-west-1", "us-west-2",
        ].map { Region($0) })
}
