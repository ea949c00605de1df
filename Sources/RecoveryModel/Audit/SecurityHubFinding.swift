package import AWSNames

/// A finding in the words of Security Hub (ASFF), within its limits.
///
/// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
package struct SecurityHubFinding: Sendable, Equatable {
    package enum Status: String, Sendable { case passed = "PASSED", failed = "FAILED", notAvailable = "NOT_AVAILABLE" }

    package var id: String
    package var productARN: String
    package var generatorID: String
    package var account: AccountID
    package var region: Region
    /// RFC 3339.
    package var at: String
    package var title: String
    package var details: String
    /// `CRITICAL`, `HIGH`, `MEDIUM`, `LOW`, or `INFORMATIONAL` for what is met.
    package var severity: String
    package var status: Status
    /// Why the status is not available; nil when it is.
    package var reason: String?
    /// Whether somebody has accepted it.
    package var isSuppressed: Bool
    /// What fixes it; nil when nothing has to be fixed.
    package var recommendation: String?
    package var requirements: [String]
    package var resourceType: String
    package var resourceID: String
    package var fields: [String: String]

    package init(
        id: String, productARN: String, generatorID: String, account: AccountID, region: Region, at: String,
        title: String, details: String, severity: String, status: Status, reason: String?, isSuppressed: Bool,
        recommendation: String?, requirements: [String], resourceType: String, resourceID: String,
        fields: [String: String]
    ) {
        self.id = id
        self.productARN = productARN
        self.generatorID = generatorID
        self.account = account
        self.region = region
        self.at = at
        self.title = title
        self.details = details
        self.severity = severity
        self.status = status
        self.reason = reason
        self.isSuppressed = isSuppressed
        self.recommendation = recommendation
        self.requirements = requirements
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.fields = fields
    }

    /// Only configurations are checked, never software.
    package static let types = ["Software and Configuration Checks/Industry and Regulatory Standards"]
    package static let schemaVersion = "2018-10-08"
}
