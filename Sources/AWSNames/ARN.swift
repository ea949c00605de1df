/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
public struct ARN: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// `aws`, `aws-cn`, …; unknown ones are kept.
    public var partition: String
    /// The service's namespace, such as `rds`.
    public var service: String
    /// Empty for global resources.
    public var region: String
    /// Empty where the resource has none, as S3 buckets.
    public var account: String
    /// All that follows, colons and slashes included.
    public var resource: String

    /// From its parts.
    public init(partition: String, service: String, region: String, account: String, resource: String) {
        self.partition = partition
        self.service = service
        self.region = region
        self.account = account
        self.resource = resource
    }

    /// Nil unless the text has six parts, begins with `arn` and names partition, service and resource.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else {
            return nil
        }
        self.init(
            partition: String(parts[1]), service: String(parts[2]), region: String(parts[3]),
            account: String(parts[4]), resource: String(parts[5]))
    }

    /// The text form.
    public var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }

    /// By text.
    public static func < (left: ARN, right: ARN) -> Bool { left.description < right.description }
}
