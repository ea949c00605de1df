package import AWSNames

/// The suffixes of a partition's host names, and the region of its global services.
///
/// The source is AWS's partitions.json, which its SDKs share.
extension Partition {
    /// The suffix of ordinary host names.
    var hostSuffix: String {
        switch self {
        case .aws, .awsGovCloud: "amazonaws.com"
        case .awsChina: "amazonaws.com.cn"
        case .awsEUSovereign: "amazonaws.eu"
        case .awsISO: "c2s.ic.gov"
        case .awsISOB: "sc2s.sgov.gov"
        case .awsISOE: "cloud.adc-e.uk"
        case .awsISOF: "csp.hci.ic.gov"
        }
    }

    /// The suffix of host names that support IPv4 and IPv6.
    var dualStackHostSuffix: String {
        switch self {
        case .aws, .awsGovCloud: "api.aws"
        case .awsChina: "api.amazonwebservices.com.cn"
        case .awsEUSovereign: "api.amazonwebservices.eu"
        case .awsISO: "api.aws.ic.gov"
        case .awsISOB: "api.aws.scloud"
        case .awsISOE: "api.cloud-aws.adc-e.uk"
        case .awsISOF: "api.aws.hci.ic.gov"
        }
    }

    /// The region in signatures for global services, unless their own rules differ.
    package var homeRegion: Region {
        switch self {
        case .aws: Region("us-east-1")
        case .awsChina: Region("cn-northwest-1")
        case .awsGovCloud: Region("us-gov-west-1")
        case .awsEUSovereign: Region("eusc-de-east-1")
        case .awsISO: Region("us-iso-east-1")
        case .awsISOB: Region("us-isob-east-1")
        case .awsISOE: Region("eu-isoe-west-1")
        case .awsISOF: Region("us-isof-south-1")
        }
    }
}
