import AWSNames
import RecoveryEngine
import RecoveryModel

/// A recovery of the knowledge base, as literals.
enum RecoveryFixtures {
    /// Production with every setting that an instance can have.
    static func production(_ change: (inout InstanceFacts) -> Void = { _ in }) -> InstanceFacts {
        DrillFixtures.source { source in
            source.optionGroup = "kb-options"
            source.encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/k"
            source.masterSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1"
            source.deletionProtection = true
            source.iamAuthentication = true
            source.backupRetentionDays = 30
            var settings = RestoreSettings()
            settings.resourceID = "db-OLD"
            (settings.storageType, settings.iops, settings.storageThroughput) = ("gp3", 12_000, 500)
            source.allocatedStorage = 500
            settings.maxAllocatedStorage = 1_000
            (settings.multiAZ, settings.port) = (true, 5_433)
            settings.logExports = ["postgresql", "upgrade"]
            settings.monitoringInterval = 60
            settings.monitoringRole = "arn:aws:iam::123456789012:role/monitoring"
            (settings.performanceInsights, settings.performanceInsightsRetention) = (true, 31)
            settings.backupWindow = "02:00-02:30"
            settings.maintenanceWindow = "sun:04:00-sun:05:00"
            (settings.minorVersionUpgrades, settings.copiesTags) = (true, true)
            settings.certificateAuthority = "rds-ca-rsa2048-g1"
            settings.roles = [.init(arn: "arn:aws:iam::123456789012:role/import", feature: "s3Import")]
            source.settings = settings
            change(&source)
        }
    }

    static func request(
        isLive: Bool = true, switchover: RecoveryMission.Switchover = .none, hook: String? = nil,
        _ change: (inout DrillRequest) -> Void = { _ in }
    ) -> DrillRequest {
        DrillFixtures.request(.latestRestorable) { request in
            let production = production().withoutState
            request.id = DrillNaming.recovery(policy: "knowledge-base", at: DrillFixtures.start, suffix: "4f2a")
            request.target = DrillTarget(
                id: isLive ? DrillNaming.beside("kb-prod", "recovered", at: DrillFixtures.start) : "kb-prod",
                subnetGroup: production.subnetGroup, securityGroups: production.securityGroups ?? [],
                instanceClass: production.instanceClass)
            request.target.parameterGroup = production.parameterGroup
            request.deadline = 86_400_000
            request.mission = RecoveryMission(
                origin: isLive ? .live : .inventory(at: DrillFixtures.start - TimeSpan(1, .days)),
                database: production, switchover: switchover, hook: hook,
                oldName: DrillNaming.beside("kb-prod", "before", at: DrillFixtures.start), mayBeHealthy: true)
            change(&request)
        }
    }

    static func facts(isLive: Bool = true, _ change: (inout DrillFacts) -> Void = { _ in }) -> DrillFacts {
        DrillFixtures.facts { facts in
            facts.source = production()
            facts.isSourceLive = isLive
            if !isLive {
                facts.source?.status = ""
                facts.instances = [:]
                facts.retainedBackup = "db-OLD"
            }
            facts.parameterGroupExists = true
            facts.securityGroups = [SecurityGroupFacts(id: "sg-prod", openRules: [])]
            change(&facts)
        }
    }
}

extension InstanceFacts {
    /// What RDS makes of a restore: what the request has, and defaults for the rest.
    mutating func restore(_ order: RestoreOrder, _ given: RestoreSettings) {
        (subnetGroup, parameterGroup, optionGroup) = (order.subnetGroup, order.parameterGroup, order.optionGroup)
        publiclyAccessible = order.publiclyAccessible
        deletionProtection = order.deletionProtection
        iamAuthentication = order.iamAuthentication
        encryptionKey = RecoveryFixtures.production().encryptionKey
        allocatedStorage = order.allocatedStorage
        backupRetentionDays = 1
        var settings = given
        settings.resourceID = "db-NEW"
        (settings.maxAllocatedStorage, settings.monitoringInterval, settings.monitoringRole) = (nil, nil, nil)
        (settings.performanceInsights, settings.performanceInsightsRetention) = (false, nil)
        (settings.backupWindow, settings.maintenanceWindow) = ("08:00-08:30", "mon:01:00-mon:01:30")
        settings.roles = []
        (settings.members, settings.endpoints) = ([], [])
        self.settings = settings
        if let cluster = order.cluster {
            (engine, engineVersion, capacity) = (cluster.engine, cluster.engineVersion, cluster.capacity)
            self.settings?.resourceID = "cluster-NEW"
            // They are its members'.
            self.settings?.performanceInsights = nil
        }
    }

    /// What RDS makes of the modification that follows it.
    mutating func apply(_ wanted: SettingsToRestore) {
        if let days = wanted.backupRetention { backupRetentionDays = days }
        if wanted.managesMasterSecret { masterSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-2" }
        guard var settings else { return }
        settings.backupWindow = wanted.backupWindow ?? settings.backupWindow
        settings.maintenanceWindow = wanted.maintenanceWindow ?? settings.maintenanceWindow
        settings.maxAllocatedStorage = wanted.maxAllocatedStorage ?? settings.maxAllocatedStorage
        settings.monitoringInterval = wanted.monitoringInterval ?? settings.monitoringInterval
        settings.monitoringRole = wanted.monitoringRole ?? settings.monitoringRole
        settings.performanceInsights = wanted.performanceInsights ?? settings.performanceInsights
        settings.performanceInsightsRetention =
            wanted.performanceInsightsRetention ?? settings.performanceInsightsRetention
        settings.roles += wanted.roles
        settings.endpoints += wanted.endpoints ?? []
        engineVersion = wanted.engineVersion ?? engineVersion
        self.settings = settings
    }
}

extension SimulatedWorld {
    mutating func make(_ order: SwitchOrder) -> DrillEvent {
        switch order.step {
        case .hook(let word):
            return .hookRun(
                CheckResult(
                    name: "hook at \(word)", origin: .policy, query: order.command ?? "", queryDigest: "",
                    expected: "exit status 0", got: "0", milliseconds: 1, verdict: .passed))
        case .rename(let from, let to):
            if instance?.id == from {
                instance?.id = to
            } else if var old = others.removeValue(forKey: from) ?? facts.source, old.id == from {
                old.id = to
                others[to] = old
            }
        case .renameMember(let from, let to):
            if instance?.members.contains(where: { $0.id == from }) == true {
                instance?.renameMember(from, to)
            } else if var old = others.values.first ?? facts.source {
                old.renameMember(from, to)
                others[old.id] = old
            }
        case .protect, .await, .awaitMembers: break
        }
        return .switchStepMade
    }
}

extension InstanceFacts {
    fileprivate mutating func renameMember(_ from: String, _ to: String) {
        for index in members.indices where members[index].id == from { members[index].id = to }
    }
}
