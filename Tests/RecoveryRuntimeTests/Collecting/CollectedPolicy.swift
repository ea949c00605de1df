import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// A policy that asks for everything that is observed, of an instance and an Aurora cluster with copies elsewhere.
enum CollectedPolicy {
    static let now = Instant(seconds: 1_795_410_600)  // 2026-11-23T05:10:00Z

    /// Where its recovery points are copied.
    static let copyVault = "arn:aws:backup:eu-west-1:210987654321:backup-vault:kb-copies"

    static func target() throws -> Target {
        let parsed = PolicyParser.parse(text, file: "dr.yaml", today: now.day)
        let policy = try #require(parsed.document?.policy, "\(parsed.diagnostics)")
        return Target(policy, account: ScriptedAWS.account, region: ScriptedAWS.region)
    }

    private static let database = """
            maintenanceWindow: sun:04:00-sun:05:00
            backups:
              {window: 02:00-02:30, retention: 30d, monthly: {keep: 1}, copyTo: [us-west-2], awsBackup: kb-backups}
            protection:
              encryption: alias/kb-dr
              deletionProtection: true
              copyTagsToSnapshots: true
              publicAccess: false
              multiAZ: true
              minorVersionUpgrades: true
              iamAuthentication: true
              forceTLS: true
              exportLogs: [postgresql]
              storageLimit: 500GiB
              enhancedMonitoring: 60s
              performanceInsights: true
              certificateValidFor: 90d
              engineSupportedFor: 90d
        """

    private static let text = """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: kb}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 24h}
        databases:
          - select: {ids: [kb-prod]}
            engine: postgres
        \(database)
            secrets: [kb/prod/database]
            secretRules: {encryption: alias/kb-dr, rotation: 90d, replicateTo: [us-west-2], recoveryWindow: 30d}
          - select: {ids: [kb-aurora]}
            engine: aurora-postgresql
        \(database)
        selfManaged:
          - database: kb
            source: {service: kb}
            backups: {to: s3://kb-dumps/local, encryption: {age: [age1x]}}
        storage:
          - bucket: kb-backups
            encryption: {kms: alias/kb-dr, bucketKey: true}
            versioning: true
            publicAccess: blocked
            tlsOnly: true
            objectLock: {mode: governance, retention: 30d}
            accessLogs: kb-logs
            replicateTo: kb-copies
            deletionProtection: true
            newestObject: 26h
            lifecycle:
              - {prefix: daily/, expire: 30d}
              - {noncurrent: {expire: 30d}, abortIncompleteUploads: 7d}
        keys:
          - {alias: kb-dr, rotation: 1y, replicas: [us-west-2]}
        roles:
          - name: kb-backup-writer
            trust: {githubActions: {repository: example/kb, ref: refs/heads/main}}
            may: [backup]
            permissionsBoundary: arn:aws:iam::123456789012:policy/boundary
            usedWithin: 90d
        notifications:
          topic: kb-alerts
          subscribers: [{email: oncall@example.com}]
        alarms:
          heartbeat: {audit: 26h}
          freeStorage: 20GiB
        dashboard: kb-recovery
        backupPlans:
          - name: kb-backups
            encryption: alias/kb-dr
            lock: {mode: governance, minimum: 30d}
            daily: 35d
            copyTo: ["\(copyVault)"]
        drill:
          engine: aws-backup
          every: 90d
          into: {subnetGroup: drills, securityGroups: [sg-1]}

        """
}
