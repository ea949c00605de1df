import AWSNames
package import RecoveryModel

/// Command-line options of a recovery.
package struct RecoveryOptions: Hashable, Sendable, Codable {
    /// What is restored; nil for the newest state that can be.
    package var selection: DrillPolicy.Source?
    /// The name of the recovered database; nil for its own where that is free.
    package var name: String?
    package var switchover = RecoveryMission.Switchover.none
    package var hook: String?
    package var mayBeHealthy = false
    /// These take precedence over what is known of production.
    package var subnetGroup: String?
    package var securityGroups: [String] = []
    package var instanceClass: String?
    package var parameterGroup: String?
    package var deadline: TimeSpan?
    /// In milliseconds.
    package var pollInterval = 2_000

    package init() {}
}

/// Turns what is known of a database into the request of its recovery: a drill's request with a mission.
package enum RecoveryRequestBuilder {
    /// What is known of the database that is to be recovered.
    package struct Known: Hashable, Sendable {
        /// Its settings; nil when neither the database nor an inventory has any.
        package var database: InstanceFacts?
        package var origin: RecoveryMission.Origin
        package var isLive: Bool
        /// Whether its log can be restored from.
        package var hasWindow: Bool
        /// Where it was, for a recovery in another region or account.
        package var home: RecoveryMission.Home?

        package init(database: InstanceFacts?, origin: RecoveryMission.Origin, isLive: Bool, hasWindow: Bool) {
            self.database = database
            self.origin = origin
            self.isLive = isLive
            self.hasWindow = hasWindow
        }
    }

    /// The request, or all problems that prevent it.
    ///
    /// - Parameters:
    ///   - id: The database, which the policy selects.
    ///   - entry: The entry of the policy that selects it.
    package static func request(
        _ policy: RecoveryPolicy, _ id: String, _ entry: DatabasePolicy, _ known: Known, options: RecoveryOptions,
        _ here: DrillRequestBuilder.Circumstances
    ) -> Result<DrillRequest, DrillRequestProblems> {
        var problems: [Diagnostic] = []
        let selection = selection(options, known, here, &problems)
        let checks = (policy.drill?.checks ?? []).compactMap { DrillRequestBuilder.check($0, &problems) }
        for query in [policy.drill?.schemaVersionQuery, policy.drill?.freshnessQuery].compactMap({ $0 }) {
            _ = DrillRequestBuilder.statement(query, "drill", &problems)
        }
        guard problems.isEmpty, let selection else { return .failure(DrillRequestProblems(problems)) }
        let database = database(id, entry, known, policy, options, here.scope)
        let name = options.name ?? (known.isLive ? DrillNaming.beside(id, "recovered", at: here.now) : id)
        var target = DrillTarget(
            id: name, subnetGroup: database.subnetGroup, securityGroups: database.securityGroups ?? [],
            instanceClass: database.instanceClass.isEmpty ? nil : database.instanceClass)
        target.parameterGroup = database.parameterGroup
        target.mayShareSecurityGroups = true
        let rto = policy.objectives.rto.seconds * 1_000
        var request = DrillRequest(
            id: DrillNaming.recovery(policy: policy.name, at: here.now, suffix: here.suffix), policy: policy.name,
            policyDigest: here.policyDigest, scope: here.scope, startedAt: here.now, source: id, protected: [],
            selection: selection, target: target, rto: rto, rpo: policy.objectives.rpo.seconds * 1_000,
            deadline: options.deadline.map { $0.seconds * 1_000 } ?? max(rto * 2, 86_400_000), checks: checks,
            expires: here.now + TimeSpan(1, .days))
        request.kind = entry.kind
        request.event = here.event
        request.schemaVersionQuery = policy.drill?.schemaVersionQuery.flatMap { try? ReadOnlyStatement($0).text }
        request.freshnessQuery = policy.drill?.freshnessQuery.flatMap { try? ReadOnlyStatement($0).text }
        request.accepted = policy.drill?.accepted
        request.anomaly = policy.drill?.anomaly
        request.smoke = policy.drill?.smoke ?? []
        request.secrets = policy.drill?.verifySecrets == true ? entry.secrets.sorted() : []
        request.expectedRestore = here.expectedRestore
        request.pollInterval = options.pollInterval
        request.mission = RecoveryMission(
            origin: known.origin, database: database, switchover: options.switchover, hook: options.hook,
            oldName: DrillNaming.beside(id, "before", at: here.now), mayBeHealthy: options.mayBeHealthy)
        request.mission?.home = known.home
        return .success(request)
    }

    private static func selection(
        _ options: RecoveryOptions, _ known: Known, _ here: DrillRequestBuilder.Circumstances,
        _ problems: inout [Diagnostic]
    ) -> RecoveryPointSelection? {
        switch options.selection {
        case nil, .latest?: return known.hasWindow ? .latestRestorable : .newest
        case .newest?, .copy?, .fresh?: return .newest
        case .snapshot(let id)?: return .snapshot(id)
        case .vault(let vault)?:
            problems.append(
                Diagnostic(
                    .error, id: "recovery-from-vault", "vault \(vault) is restored by drills only",
                    hint: "have AWS Backup copy its recovery point into a vault of this account, and name the snapshot")
            )
            return nil
        case .before?:
            if let event = here.event { return .pointInTime(event.at.justBefore) }
            problems.append(Diagnostic(.error, id: "no-event", "the event was not resolved"))
            return nil
        case .pointInTime(let text)?:
            if text == "latest" { return .latestRestorable }
            if let instant = RelativeTime.instant(text, now: here.now) { return .pointInTime(instant) }
            problems.append(
                Diagnostic(
                    .error, id: "bad-time", "\"\(text)\" is not a time",
                    hint: "use an RFC 3339 time such as \(here.now), `15m ago` or `latest`"))
            return nil
        }
    }

    /// Production as it is to be: what is known of it, else what the policy requires, with the options of the command.
    private static func database(
        _ id: String, _ entry: DatabasePolicy, _ known: Known, _ policy: RecoveryPolicy, _ options: RecoveryOptions,
        _ scope: DrillScope
    ) -> InstanceFacts {
        var database = known.database?.withoutState ?? required(id, entry, policy, scope)
        if let home = known.home, let place = place(of: home, policy, scope) {
            (database.subnetGroup, database.securityGroups) = (place.subnetGroup, place.securityGroups)
            if let group = place.parameterGroup, group != "same-as-source" { database.parameterGroup = group }
        }
        if let group = options.subnetGroup { database.subnetGroup = group }
        if !options.securityGroups.isEmpty { database.securityGroups = options.securityGroups.sorted() }
        if let instanceClass = options.instanceClass {
            database.instanceClass = instanceClass
            if var settings = database.settings {
                for index in settings.members.indices { settings.members[index].instanceClass = instanceClass }
                database.settings = settings
            }
        }
        if let group = options.parameterGroup { database.parameterGroup = group }
        return database
    }

    /// Another account has its own place in the policy; in another region it is where drills of copies restore, with the
    /// network and the parameter group that were proven there.
    private static func place(
        of home: RecoveryMission.Home, _ policy: RecoveryPolicy, _ scope: DrillScope
    ) -> DrillPolicy.Target? {
        guard home.account != nil else { return policy.drill?.place(in: scope.region) }
        return policy.recover?.destination(scope.account, scope.region)?.target
    }

    private static func required(
        _ id: String, _ entry: DatabasePolicy, _ policy: RecoveryPolicy, _ scope: DrillScope
    ) -> InstanceFacts {
        let part = entry.kind.arnPart(id)
        var database = InstanceFacts(
            id: id, arn: "arn:\(scope.region.partition.rawValue):rds:\(scope.region):\(scope.account):\(part)",
            status: "", engine: entry.engine?.description ?? "postgres", engineVersion: "", instanceClass: "")
        database.kind = entry.kind
        let wanted = entry.protection
        database.tags = policy.tags.merging(entry.select.tags) { $1 }
        (database.publiclyAccessible, database.deletionProtection) = (
            wanted.publicAccess ?? false, wanted.deletionProtection ?? true
        )
        database.iamAuthentication = wanted.iamAuthentication ?? false
        database.backupRetentionDays = entry.backups.retention.map { $0.seconds / 86_400 }
        var settings = RestoreSettings()
        settings.multiAZ = wanted.multiAZ
        settings.logExports = (wanted.exportLogs ?? []).sorted()
        settings.minorVersionUpgrades = wanted.minorVersionUpgrades
        settings.copiesTags = wanted.copyTagsToSnapshots
        settings.backupWindow = entry.backups.window?.description
        settings.maintenanceWindow = entry.maintenanceWindow?.description
        settings.performanceInsights = wanted.performanceInsights
        if entry.kind == .cluster { makeCluster(&settings, id, wanted) }
        database.settings = settings
        return database
    }

    /// What an instance has, a cluster's members have: two of them where the policy requires several zones.
    private static func makeCluster(
        _ settings: inout RestoreSettings, _ id: String, _ wanted: DatabasePolicy.Protection
    ) {
        settings.members = (1...(wanted.multiAZ == true ? 2 : 1)).map { number in
            var member = RestoreSettings.Member(
                id: "\(id)-\(number)", instanceClass: "", promotionTier: nil, parameterGroup: nil)
            member.performanceInsights = settings.performanceInsights
            member.minorVersionUpgrades = settings.minorVersionUpgrades
            member.publiclyAccessible = wanted.publicAccess ?? false
            return member
        }
        (settings.multiAZ, settings.performanceInsights, settings.minorVersionUpgrades) = (nil, nil, nil)
    }
}

extension DrillNaming {
    /// `knowledge-base-recovery-20261123T051000Z-4f2a`.
    package static func recovery(policy: String, at instant: Instant, suffix: String) -> DrillID {
        DrillID(rawValue: "\(policy.prefix(32))-recovery-\(compact(instant))-\(suffix)")
    }
}
