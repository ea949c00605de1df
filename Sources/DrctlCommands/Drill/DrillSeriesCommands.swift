import AWSNames
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

extension CommandContext {
    /// Drills every database of the policies, or those that are due; finishes a series that was killed within the last day
    /// instead of beginning another.
    ///
    /// - Parameters:
    ///   - isForced: Whether databases are drilled although their proof is recent enough.
    ///   - width: How many at once; nil for the default.
    /// - Throws: `CommandFailure`, `FileFailure`, `CancellationError`.
    func drillSeries(
        _ options: DrillOptions, _ settings: DrillSettings, isForced: Bool, width: Int?, isRehearsal: Bool
    ) async throws -> ExitStatus {
        try refuseFormat(for: .single)
        try requireManyLogins(settings)
        let documents = try loadPolicies()
        for document in documents where document.policy.drill == nil {
            console.say("policy \(document.policy.name) has no `drill` section, so that its databases are not drilled")
        }
        let settings = settings
        let series = try await withTargets(RunPolicies(policies: documents.map(\.policy))) { run in
            if !isRehearsal, let (ledger, progress) = try openSeries(of: documents.map(\.policy.name), since: 86_400) {
                console.say("Resuming \(progress.opening.id), with the options it began with")
                try ledger.repair()
                return try await seriesRun(run, documents, settings, progress, ledger).result()
            }
            let plan = DrillSeriesPlan(context: self, run: run, settings: settings, isForced: isForced)
            let opening = try await plan.opening(options, width: width ?? DrillSeriesRun.width)
            let ledger =
                isRehearsal || opening.queue.isEmpty ? nil : DrillSeriesLedger(folder: drillFolder, id: opening.id)
            try ledger?.begin(opening)
            return try await seriesRun(run, documents, settings, .init(opening: opening), ledger).result()
        }
        try render(series)
        return series.exitStatus
    }

    /// Finishes a series that was killed.
    ///
    /// - Throws: As `drillSeries` does.
    func resume(
        _ ledger: DrillSeriesLedger, _ progress: DrillSeriesLedger.Progress, _ documents: [PolicyDocument],
        _ settings: DrillSettings
    ) async throws -> ExitStatus {
        try refuseFormat(for: .single)
        try requireManyLogins(settings)
        try ledger.repair()
        console.say("Resuming \(progress.opening.id)")
        let series = try await withTargets(RunPolicies(policies: documents.map(\.policy))) { run in
            try await seriesRun(run, documents, settings, progress, ledger).result()
        }
        try render(series)
        return series.exitStatus
    }

    /// The newest series that was not brought to its end and whose policies are all among these.
    ///
    /// - Parameter age: In seconds, of the oldest that counts; nil for any.
    /// - Throws: `FileFailure` when nobody can know.
    func openSeries(
        of policies: [String], since age: Double? = nil
    ) throws -> (ledger: DrillSeriesLedger, progress: DrillSeriesLedger.Progress)? {
        var open: [(ledger: DrillSeriesLedger, progress: DrillSeriesLedger.Progress)] = []
        for ledger in try DrillSeriesLedger.all(in: drillFolder) {
            do {
                let progress = try ledger.progress()
                let opening = progress.opening
                guard !progress.isClosed, Set(opening.policies).isSubset(of: policies),
                    age.map({ now() - opening.at < $0 }) ?? true
                else { continue }
                open.append((ledger, progress))
            } catch {
                console.complain("\(error)")
            }
        }
        return open.max { $0.progress.opening.at < $1.progress.opening.at }
    }

    private func seriesRun(
        _ run: TargetRun, _ documents: [PolicyDocument], _ settings: DrillSettings,
        _ progress: DrillSeriesLedger.Progress, _ ledger: DrillSeriesLedger?
    ) -> DrillSeriesRun {
        DrillSeriesRun(
            context: self, run: run,
            documents: Dictionary(documents.map { ($0.policy.name, $0) }) { first, _ in first }, settings: settings,
            progress: progress, ledger: ledger)
    }

    /// Refuses the login of one database for all of them.
    private func requireManyLogins(_ settings: DrillSettings) throws {
        let name = settings.databaseURLFile != nil ? "--database-url-file" : "DRCTL_DATABASE_URL"
        guard settings.databaseURLFile != nil || environment["DRCTL_DATABASE_URL"]?.isEmpty == false else { return }
        throw CommandFailure(
            .usage, "\(name) is the login of one database, and this command is about several",
            hint: "omit it: each database's managed master user, --secret or --iam-user logs in")
    }
}

extension DrillSeriesRun {
    /// How many drills run side by side unless the command says otherwise.
    static let width = 4
}

extension DrillSeries {
    /// What the series means to a pipeline.
    var exitStatus: ExitStatus { ExitStatus(rawValue: exitCode) ?? .failed }
}
