package import AWSCore
package import RecoveryModel

/// Asks IAM what the caller's policies allow, before anything is begun.
package enum DutyProbe {
    /// - Parameter caller: The caller's ARN, as STS reports it.
    /// - Throws: `CancellationError`.
    package static func answers(
        _ questions: [PermissionQuestion], caller: String, _ client: AWSClient
    ) async throws -> PermissionFacts {
        try await PolicySimulator(client: client).answers(questions, for: caller)
    }
}
