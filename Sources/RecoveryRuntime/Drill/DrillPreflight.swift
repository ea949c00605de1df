package import RecoveryModel

/// Collects the facts for preflight without running a drill, for a dry run.
package struct DrillPreflight: Sendable {
    let environment: DrillEnvironment

    package init(_ environment: DrillEnvironment) { self.environment = environment }

    /// Collects the facts; it only reads.
    package func facts(for request: DrillRequest) async throws -> DrillFacts {
        try await DrillFactsCollector(environment: environment, logins: DatabaseLogins(environment))
            .collect(for: request)
    }
}
