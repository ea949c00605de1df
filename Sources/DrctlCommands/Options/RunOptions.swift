package import AWSNames
package import Logging
package import RecoveryReports

/// The options of a run as plain values, which any task can use. A verb without an option has its default here.
package struct RunOptions: Sendable {
    /// Files, folders and `-`; empty only for verbs that need no policy.
    package var policies = ["policies"]
    package var region: Region?
    package var profile: String?
    package var endpointURL: String?
    package var assumeRole: String?
    package var externalID: String?
    package var roleSessionName: String?
    package var roleDuration: Int?
    package var timeout: Int?
    package var maxInFlight: Int?
    package var maxRate: Double?
    package var noInput = false
    package var logLevel = Logger.Level.warning
    package var output = ReportFormat.text
    package var out: String?
    package var quiet = false
    package var noColor = false
    package var state: String?

    /// What the groups of a verb say; a later one takes precedence.
    init(_ groups: any OptionValues...) {
        for group in groups { group.fill(&self) }
    }
}

/// A group of options that knows its values.
protocol OptionValues {
    /// Writes the values into those of the run.
    func fill(_ options: inout RunOptions)
}
