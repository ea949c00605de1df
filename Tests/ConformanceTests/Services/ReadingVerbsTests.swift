import Testing

/// `audit`, `plan` and `drift` change nothing, by construction: an operation that writes is called in a few files only, and
/// what these files make is not named where those verbs are made of.
@Suite("Verbs that only read")
struct ReadingVerbsTests {
    /// The files that call an operation that writes.
    private static let writers: Set<String> = [
        "Sources/RecoveryRuntime/Alerting/AlertingExecutor.swift",
        "Sources/RecoveryRuntime/Alerting/EventRuleExecutor.swift",
        "Sources/RecoveryRuntime/Alerting/Testing/AlarmCondition.swift",
        "Sources/RecoveryRuntime/Alerting/Testing/AlarmProbe.swift",
        "Sources/RecoveryRuntime/Applying/BucketApplyLock.swift",
        "Sources/RecoveryRuntime/BackupPlans/BackupPlanExecutor.swift",
        "Sources/RecoveryRuntime/Buckets/BucketExecutor.swift",
        "Sources/RecoveryRuntime/Databases/DatabaseExecutor+Replication.swift",
        "Sources/RecoveryRuntime/Databases/DatabaseExecutor.swift",
        "Sources/RecoveryRuntime/Drill/DrillAnnouncement.swift",
        "Sources/RecoveryRuntime/Drill/DrillCalls+Clusters.swift",
        "Sources/RecoveryRuntime/Backups/BucketBackupStore.swift",
        "Sources/RecoveryRuntime/Backups/MultipartUpload.swift",
        "Sources/RecoveryRuntime/Drill/DrillCalls.swift",
        "Sources/RecoveryRuntime/Drill/VaultRestore.swift", "Sources/RecoveryRuntime/Rotation/RotationCalls.swift",
        "Sources/RecoveryRuntime/Drill/RestoreTests.swift", "Sources/RecoveryRuntime/Secrets/SecretsVault.swift",
        "Sources/RecoveryRuntime/Evidence/BucketEvidenceStorage.swift",
        "Sources/RecoveryRuntime/Keys/KeyExecutor.swift", "Sources/RecoveryRuntime/Keys/KeyMaking.swift",
        "Sources/RecoveryRuntime/Recovery/RecoveryCalls+Clusters.swift",
        "Sources/RecoveryRuntime/Recovery/RecoveryCalls.swift",
        "Sources/RecoveryRuntime/RestoreTesting/RestoreTestingExecutor.swift",
        "Sources/RecoveryRuntime/Roles/RoleExecutor.swift",
        "Sources/RecoveryRuntime/Session/MetricPublisher.swift",
        "Sources/RecoveryRuntime/Session/SecurityHubSender.swift",
    ]

    /// What those files make, and what makes use of it, by the names of the types.
    private static let writingTypes = [
        "ChangeExecutor", "KeyMaking", "Applier", "ApplySequence", "ApplyLocks", "BucketApplyLock", "DrillCalls",
        "DrillRunner", "DrillAnnouncement", "VaultRestore", "RotationCalls", "MetricPublisher", "SecurityHubSender",
        "BucketBackupStore", "MultipartUpload", "RollbackRunner", "AlarmStates", "AlarmProbe", "ProbeRemoval",
        "AlarmTestRunner",
        "AlarmTestLeftovers",
    ]

    /// What `audit`, `plan` and `drift` are made of.
    private static let reading: [String] = [
        "DrctlCommands/Verbs/PlanCommand.swift", "DrctlCommands/Verbs/DriftCommand.swift",
        "DrctlCommands/Verbs/AuditCommand.swift", "DrctlCommands/Running/PlannedApply.swift",
        "DrctlCommands/Alarms/AlarmsChainCommand.swift", "DrctlCommands/Alarms/AlarmChains.swift",
        "DrctlCommands/Running/TargetRun.swift", "DrctlCommands/Running/RunSessions.swift",
        "RecoveryRuntime/Collecting/", "RecoveryRuntime/Orphans/", "Observation.swift",
        "RecoveryRuntime/Applying/ApplyPreflight.swift", "RecoveryRuntime/Buckets/ExpiringObjects.swift",
        "RecoveryRuntime/Databases/SharedGroups.swift", "RecoveryRuntime/Session/AWSSession.swift",
        "RecoveryRuntime/Session/ChangeAuthors.swift", "RecoveryRuntime/Session/DriftFinder.swift",
        "RecoveryRuntime/Session/PolicySimulator.swift", "RecoveryRuntime/Session/StateStore.swift",
    ]

    private static func isReading(_ file: String) -> Bool { reading.contains { file.contains($0) } }

    /// The operations of a text that do more than read, by the verb that their names begin with.
    private func writes(in text: String, _ operations: [GeneratedOperation]) -> [String] {
        operations.filter { !$0.onlyReads && $0.isCalled(in: text) }.map(\.name)
    }

    private func code() throws -> [String: String] {
        try SourceText.texts(below: "Sources").filter { file, _ in
            !file.contains("/AWSServices/") && !file.contains("/awsgen/")
        }
    }

    @Test func `an operation that writes is called by these files and no others`() throws {
        let operations = try SourceText.operations(in: "Sources/AWSServices")
        #expect(operations.count { $0.onlyReads } > 60 && operations.count { !$0.onlyReads } > 60)
        let found = try code().filter { !writes(in: $0.value, operations).isEmpty }
        #expect(Set(found.keys) == Self.writers)
    }

    @Test func `what the verbs are made of names nothing that writes, but the metrics of an audit that publishes them`()
        throws
    {
        let files = try code().filter { Self.isReading($0.key) }
        for part in Self.reading { #expect(files.keys.contains { $0.contains(part) }, "\(part)") }
        var named: [String: [String]] = [:]
        for (file, text) in files {
            let types = Self.writingTypes.filter { SourceText.names($0, in: text) }
            if !types.isEmpty { named[file] = types }
        }
        let observation = "Sources/RecoveryRuntime/SelfManaged/SelfManagedObservation.swift"
        #expect(
            named == [
                "Sources/DrctlCommands/Verbs/AuditCommand.swift": ["MetricPublisher"],
                observation: ["BucketBackupStore"],
            ])
        // It has the catalogue list what is there, and calls nothing of the store itself.
        #expect(files[observation].map { SourceText.calls(of: "store", in: $0) } == [])
    }

    @Test func `a reading file that writes, or names what writes, is found`() throws {
        let operations = try SourceText.operations(in: "Sources/AWSServices")
        let text = try #require(try code()["Sources/RecoveryRuntime/Session/DriftFinder.swift"])
        #expect(writes(in: text, operations).isEmpty)
        let writing = text.replacing("RDS.describeDBInstances", with: "RDS.deleteDBInstance")
        #expect(writes(in: writing, operations) == ["RDS.deleteDBInstance"])
        #expect(writes(in: "client.send(CloudWatch.putMetricAlarm, x)", operations) == ["CloudWatch.putMetricAlarm"])
        #expect(SourceText.names("Applier", in: "let applier = Applier(client: client)"))
        #expect(!SourceText.names("Applier", in: "let record: ApplierOutcome"))
    }
}

extension GeneratedOperation {
    /// True for an operation whose name begins with a verb of reading.
    fileprivate var onlyReads: Bool {
        let operation = name.split(separator: ".").last ?? ""
        return ["describe", "get", "list", "head", "lookup", "simulate"].contains { operation.hasPrefix($0) }
    }
}

extension SourceText {
    /// The members of a variable that the text uses.
    fileprivate static func calls(of variable: String, in text: String) -> [String] {
        text.matches(of: /\b(\w+)\.(\w+)/).filter { $0.1 == variable }.map { String($0.2) }
    }

    /// Whether the text has a type's name as a whole word, comments aside.
    fileprivate static func names(_ type: String, in text: String) -> Bool {
        let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        return code.contains { line in
            line.ranges(of: type).contains { range in
                func isWord(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
                let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : nil
                return !isWord(before) && !isWord(line[range.upperBound...].first)
            }
        }
    }
}
