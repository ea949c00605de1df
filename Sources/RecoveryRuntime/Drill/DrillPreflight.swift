package import RecoveryModel

/// Looks at what preflight judges and stops there: the eyes of a dry run.
package struct DrillPreflight: Sendable {
    let environment: DrillEnvironment

    package init(_ environment: DrillEnvironment) { self.environment = environment }

    /// Reads only.
    package func facts(for request: DrillRequest) async throws -> DrillFacts {
        try await DrillFactsCollector(environment: environment, logins: DatabaseLogins(environment))
            .collect(for: request)
    }
}
