package import AWSNames

/// An account and region, in which names become ARNs.
package struct Place: Hashable, Sendable {
    package var partition: String
    /// Twelve digits, or CloudFormation's pseudo parameter.
    package var account: String
    /// A code, or CloudFormation's pseudo parameter.
    package var region: String

    /// A live account and region.
    package init(account: AccountID, region: Region) {
        partition = region.partition.rawValue
        self.account = account.description
        self.region = region.rawValue
    }

    private init(partition: String, account: String, region: String) {
        self.partition = partition
        self.account = account
        self.region = region
    }

    /// Any account and region: a template is deployed where its user wants it.
    package static let template = Place(
        partition: "${AWS::Partition}", account: "${AWS::AccountId}", region: "${AWS::Region}")

    /// One region of any account, for what a template has to name in several.
    package static func template(of region: Region) -> Place {
        Place(partition: template.partition, account: template.account, region: region.rawValue)
    }

    /// Another region of the account.
    package func elsewhere(_ region: Region) -> Place {
        Place(partition: partition, account: account, region: region.rawValue)
    }

    /// The ARN of a resource in this place; what is global leaves the region out, a bucket the account too.
    ///
    /// https://docs.aws.amazon.com/service-authorization/latest/reference/
    package func arn(_ service: String, _ resource: String) -> String {
        switch service {
        case "s3": "arn:\(partition):s3:::\(resource)"
        case "iam": "arn:\(partition):iam::\(account):\(resource)"
        case "cloudwatch" where resource.hasPrefix("dashboard/"):
            "arn:\(partition):cloudwatch::\(account):\(resource)"
        default: "arn:\(partition):\(service):\(region):\(account):\(resource)"
        }
    }

    /// The name with `${account}` and `${region}` filled in.
    package func filled(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "$")) else { return name }
        var text = ""
        var rest = name[...]
        while let start = rest.firstIndex(of: "$") {
            text += rest[..<start]
            rest = rest[start...]
            if rest.hasPrefix("${account}") {
                text += account
                rest = rest.dropFirst("${account}".count)
            } else if rest.hasPrefix("${region}") {
                text += region
                rest = rest.dropFirst("${region}".count)
            } else {
                text.append(rest.removeFirst())
            }
        }
        return text + rest
    }
}
