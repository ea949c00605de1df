package import AWSCore
import AWSNames
import AWSServices
package import RecoveryModel

/// Hands findings over to Security Hub, which shows them beside those of other products.
package struct SecurityHubSender: Sendable {
    /// What became of it.
    package struct Outcome: Sendable, Equatable {
        package var accepted = 0
        /// Refused by the service, with its reason.
        package var refused: [String] = []
    }

    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// A call accepts so many.
    ///
    /// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
    private static let batch = 100

    /// - Throws: `ClientError`, `CancellationError`.
    package func send(_ findings: [SecurityHubFinding]) async throws -> Outcome {
        var outcome = Outcome()
        for start in stride(from: 0, to: findings.count, by: Self.batch) {
            let part = findings[start..<min(start + Self.batch, findings.count)]
            let answer = try await client.send(
                SecurityHub.batchImportFindings, .init(findings: part.map(\.imported)))
            outcome.accepted += part.count - answer.failedCount
            let refused = (answer.failedFindings ?? []).map { failed in
                "\(failed.id ?? "a finding"): \(failed.errorMessage ?? "refused") (\(failed.errorCode ?? "no code"))"
            }
            // A count without reasons is a refusal all the same.
            outcome.refused += refused
            if answer.failedCount > refused.count {
                outcome.refused.append("\(answer.failedCount - refused.count) findings, without a reason")
            }
        }
        return outcome
    }
}

extension SecurityHubFinding {
    fileprivate var imported: SecurityHub.AwsSecurityFinding {
        var resource = SecurityHub.Resource(type: resourceType, id: resourceID)
        resource.region = region.rawValue
        resource.partition = SecurityHub.Partition(rawValue: Partition(region: region).rawValue)
        var finding = SecurityHub.AwsSecurityFinding(
            schemaVersion: Self.schemaVersion, id: id, productArn: productARN, generatorId: generatorID,
            awsAccountId: account.description, createdAt: at, updatedAt: at, title: title, description: details,
            resources: [resource])
        finding.productName = "drctl"
        finding.companyName = "drctl"
        finding.region = region.rawValue
        finding.types = Self.types
        finding.severity = .init(label: .init(rawValue: severity))
        if let recommendation { finding.remediation = .init(recommendation: .init(text: recommendation)) }
        finding.productFields = fields
        var compliance = SecurityHub.Compliance(status: .init(rawValue: status.rawValue))
        if !requirements.isEmpty { compliance.relatedRequirements = requirements }
        if let reason {
            compliance.statusReasons = [.init(reasonCode: "DRCTL_COULD_NOT_CHECK", description: reason)]
        }
        finding.compliance = compliance
        finding.workflow = .init(
            status: .init(rawValue: isSuppressed ? "SUPPRESSED" : status == .passed ? "RESOLVED" : "NEW"))
        finding.recordState = .init(rawValue: "ACTIVE")
        finding.findingProviderFields = .init(severity: .init(label: .init(rawValue: severity)), types: Self.types)
        return finding
    }
}
