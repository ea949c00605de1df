/// A set of regions with its own identities and endpoints.
///
/// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
public enum Partition: String, Hashable, Sendable, Codable, CaseIterable {
    /// The commercial regions.
    case aws
    /// The regions in China.
    case awsChina = "aws-cn"
    /// AWS GovCloud (US).
    case awsGovCloud = "aws-us-gov"
    /// The European Sovereign Cloud.
    case awsEUSovereign = "aws-eusc"
    /// Isolated (US).
    case awsISO = "aws-iso"
    /// Isolated (US), secret.
    case awsISOB = "aws-iso-b"
    /// Isolated (Europe).
    case awsISOE = "aws-iso-e"
    /// Isolated (US), F.
    case awsISOF = "aws-iso-f"

    /// The partition of a region, by the prefix of its code; unknown prefixes are commercial, as AWS's own rules have it.
    public init(region: Region) {
        let code = region.rawValue
        // `aws-us-gov-global` and its like stand for a partition as a whole.
        if code.hasSuffix("-global"), let partition = Partition(rawValue: String(code.dropLast(7))) {
            self = partition
            return
        }
        self =
            if code.hasPrefix("cn-") {
                .awsChina
            } else if code.hasPrefix("us-gov-") {
                .awsGovCloud
            } else if code.hasPrefix("eusc-") {
                .awsEUSovereign
            } else if code.hasPrefix("us-isob-") {
                .awsISOB
            } else if code.hasPrefix("us-isof-") {
                .awsISOF
            } else if code.hasPrefix("us-iso-") {
                .awsISO
            } else if code.hasPrefix("eu-isoe-") {
                .awsISOE
            } else {
                .aws
            }
    }
}
