/// A restore testing plan of AWS Backup with its selections.
package struct RestoreTestingState: Sendable, Equatable {
    package struct Plan: Sendable, Equatable {
        package var arn: String
        /// Whether drctl has made it; what somebody else has made is never written.
        package var isOwn: Bool
        package var document: RestoreTestingDocument
        package var selections: Collected<[RestoreTestingSelection]>

        package init(
            arn: String, isOwn: Bool, document: RestoreTestingDocument,
            selections: Collected<[RestoreTestingSelection]>
        ) {
            self.arn = arn
            self.isOwn = isOwn
            self.document = document
            self.selections = selections
        }
    }

    package var name: String
    /// Nil when there is no such plan.
    package var plan: Collected<Plan?>
    /// The restore jobs since the proof has to be made again; nil when they were not asked for.
    package var jobs: Collected<[RestoreTestJob]>?

    package init(name: String, plan: Collected<Plan?>, jobs: Collected<[RestoreTestJob]>? = nil) {
        self.name = name
        self.plan = plan
        self.jobs = jobs
    }
}

/// When AWS Backup tests restores, and which recovery points it takes.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForGet.html
package struct RestoreTestingDocument: Document {
    /// Which recovery point within the window is restored.
    package enum Algorithm: String, Sendable, Hashable, Codable {
        case latest = "LATEST_WITHIN_WINDOW"
        case random = "RANDOM_WITHIN_WINDOW"
    }

    /// `cron(…)`.
    package var schedule: String
    package var timeZone = "Etc/UTC"
    /// How long after its time a test may begin.
    package var startHours = 24
    /// Nil for one that drctl does not know.
    package var algorithm: Algorithm?
    /// ARNs of vaults in which `*` stands for any text.
    package var includedVaults: [String]
    package var excludedVaults: [String] = []
    /// `SNAPSHOT`, `CONTINUOUS`.
    package var pointTypes: [String]
    /// How old a recovery point may be.
    package var windowDays = 30

    package init(schedule: String, algorithm: Algorithm?, includedVaults: [String], pointTypes: [String]) {
        self.schedule = schedule
        self.algorithm = algorithm
        self.includedVaults = includedVaults
        self.pointTypes = pointTypes
    }

    /// By AWS's names.
    package var parts: [String: JSONValue] {
        func list(_ texts: [String]) -> JSONValue { .array(texts.sorted().map(JSONValue.string)) }
        return [
            "ScheduleExpression": .string(schedule), "ScheduleExpressionTimezone": .string(timeZone),
            "StartWindowHours": .integer(startHours), "Algorithm": .string(algorithm?.rawValue ?? "unknown"),
            "IncludeVaults": list(includedVaults), "ExcludeVaults": list(excludedVaults),
            "RecoveryPointTypes": list(pointTypes), "SelectionWindowDays": .integer(windowDays),
        ]
    }
}
