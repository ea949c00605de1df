import RecoveryModel

@testable import RecoveryEngine

/// Policies that tests start from.
enum PolicySamples {
    static let today = CalendarDay(year: 2026, month: 11, day: 23) ?? CalendarDay(daysSinceEpoch: 0)

    /// As little as a policy can say.
    static let minimal = """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: kb}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 24h}

        """

    /// Every section of the language.
    static let whole = """
        # yaml-language-server: $schema=policy.schema.json
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata:
          name: knowledge-base
          owner: platform-team
        scope:
          accounts: ["123456789012"]
          regions: [us-east-1]
          environment: production
        objectives:
          rto: 4h
          rpo: 24h
        tags: {app: knowledge-base}

        databases:
          - select: {ids: [kb-prod]}
            engine: postgres
            maintenanceWindow: sun:04:00-sun:04:30
            backups:
              window: 02:00-02:30
              retention: 30d
              monthly: {keep: 12}
              copyTo: []
            protection:
              encryption: alias/kb-dr
              deletionProtection: true
              copyTagsToSnapshots: true
              publicAccess: false
              multiAZ: true
              minorVersionUpgrades: true
              iamAuthentication: true
              forceTLS: true
              exportLogs: [postgresql, upgrade]
            secrets: [kb/prod/database]

        storage:
          - bucket: kb-backups-${account}-${region}
            encryption: {kms: alias/kb-dr, bucketKey: true}
            versioning: true
            publicAccess: blocked
            tlsOnly: true
            objectLock: {mode: governance, retention: 30d}
            accessLogs: kb-logs-${account}-${region}
            lifecycle:
              - {prefix: daily/, expire: 30d}
              - {prefix: monthly/, transition: {after: 30d, to: GLACIER_IR}, expire: 12mo}
              - {noncurrent: {expire: 30d}, abortIncompleteUploads: 7d}

        keys:
          - {alias: kb-dr, rotation: 1y, deletionWindow: 30d}

        roles:
          - name: kb-backup-writer
            trust: {githubActions: {repository: example/knowledge-base, ref: refs/heads/main}}
            may: [backup]
            permissionsBoundary: null
          - {name: kb-drill-operator, trust: {account: "123456789012", mfa: true}, may: [drill]}

        notifications:
          topic: kb-dr-alerts
          subscribers: [{email: oncall@example.com}, {sqs: "arn:aws:sqs:us-east-1:123456789012:kb"}]

        alarms:
          heartbeat: {audit: 26h, backup: 26h}
          freeStorage: 20GiB
        dashboard: kb-recovery

        drill:
          every: 90d
          source: {pointInTime: 1h ago}
          into: {subnetGroup: dr-drill, securityGroups: [sg-0123456789abcdef0], instanceClass: db.t4g.medium, parameterGroup: same-as-source}
          schemaVersion: {query: select max(version) from schema_migrations}
          freshness: {query: select max(created_at) from entries}
          checks:
            - {name: entries, table: entries, compare: rowCount, until: created_at}
            - {name: tags, table: tags, compare: checksum, columns: [id, name]}
            - {name: orphans, query: select count(*) from entries e left join authors a on a.id = e.author_id where a.id is null, expect: 0}
            - name: search works
              query: |
                select count(*)
                  from entries where title ilike '%a%'
              expect: {atLeast: 1}
          smoke: [./scripts/smoke.sh]
          secrets: verify
          budget: 5 USD

        budget: 25 USD/month
        waivers:
          - {control: database.multi-az, resource: kb-prod, reason: single-AZ accepted until Q1, owner: cto@example.com, expires: 2027-03-31}

        """

    /// The diagnostics of a text, as they are printed.
    static func diagnostics(_ text: String) -> String {
        PolicyParser.parse(text, file: "dr.yaml", today: today).diagnostics.rendered()
    }

    /// The minimal policy with more lines after it.
    static func minimal(and lines: String) -> String { minimal + lines }

    /// The whole policy with one piece of text replaced; the test fails to find its finding when the piece is not there.
    static func whole(_ piece: String, _ replacement: String) -> String {
        whole.replacing(piece, with: replacement, maxReplacements: 1)
    }
}
