package import RecoveryModel

/// A job that backs up on a schedule, as three kinds of schedulers read it.
package struct BackupSchedule: Sendable, Hashable {
    /// Who starts the job.
    package enum Scheduler: String, CaseIterable, Sendable {
        case systemd, cron, kubernetes
    }

    /// How often it runs: within the RPO, at times that are the same every day.
    package enum Rhythm: Hashable, Sendable {
        /// Every so many hours, a divisor of 24.
        case hours(Int)
        /// Every so many minutes, a divisor of 60.
        case minutes(Int)

        /// The longest that keeps to an RPO.
        package init(within rpo: TimeSpan) {
            let minutes = max(1, rpo.seconds / 60)
            if minutes >= 60 {
                self = .hours([24, 12, 8, 6, 4, 3, 2, 1].first { $0 * 60 <= minutes } ?? 1)
            } else {
                self = .minutes([30, 20, 15, 12, 10, 6, 5, 4, 3, 2, 1].first { $0 <= minutes } ?? 1)
            }
        }
    }

    package var database: String
    package var rhythm: Rhythm
    /// The program and its arguments, with absolute paths.
    package var command: [String]
    /// The version of drctl.
    package var version: String

    package init(database: String, rhythm: Rhythm, command: [String], version: String) {
        self.database = database
        self.rhythm = rhythm
        self.command = command
        self.version = version
    }

    /// What the scheduler reads.
    package func text(for scheduler: Scheduler) -> String {
        switch scheduler {
        case .systemd: units.map { "# /etc/systemd/system/\($0.name)\n\($0.text)" }.joined(separator: "\n")
        case .cron:
            "# crontab -e\n\(cronTime) \(command.map(Self.shellWord).joined(separator: " ").replacing("%", with: "\\%"))\n"
        case .kubernetes: kubernetes
        }
    }

    /// In crontab(5)'s five fields.
    package var cronTime: String {
        switch rhythm {
        case .hours(24): "30 2 * * *"
        case .hours(1): "30 * * * *"
        case .hours(let hours): "30 \(2 % hours)-23/\(hours) * * *"
        case .minutes(1): "* * * * *"
        case .minutes(let minutes): "*/\(minutes) * * * *"
        }
    }

    /// As systemd.time(7) writes it, in UTC.
    private var calendar: String {
        switch rhythm {
        case .hours(24): "*-*-* 02:30:00 UTC"
        case .hours(1): "*-*-* *:30:00 UTC"
        case .hours(let hours): "*-*-* \(2 % hours < 10 ? "0" : "")\(2 % hours)/\(hours):30:00 UTC"
        case .minutes(1): "*-*-* *:*:00 UTC"
        case .minutes(let minutes): "*-*-* *:00/\(minutes):00 UTC"
        }
    }

    /// The two units of systemd, by the names of their files.
    package var units: [(name: String, text: String)] {
        let unit = "drctl-backup-\(name)"
        let service = """
            [Unit]
            Description=Backup of \(BackupNaming.plain(database)) by drctl
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=oneshot
            ExecStart=\(command.map(Self.systemdWord).joined(separator: " "))
            UMask=0077
            NoNewPrivileges=yes
            PrivateTmp=yes

            """
        let timer = """
            [Unit]
            Description=Backup of \(BackupNaming.plain(database)) on schedule

            [Timer]
            OnCalendar=\(calendar)
            Persistent=true

            [Install]
            WantedBy=timers.target

            """
        return [("\(unit).service", service), ("\(unit).timer", timer)]
    }

    private var kubernetes: String {
        let arguments = command.dropFirst().map { "- \(Self.yamlText($0))" }
            .joined(separator: "\n" + String(repeating: " ", count: 16))
        return """
            # The policy is in secret drctl-backup, with the files that it names; the image is one of your own with drctl,
            # postgresql-client, zstd and age.
            apiVersion: batch/v1
            kind: CronJob
            metadata:
              name: drctl-backup-\(name)
            spec:
              schedule: \(Self.yamlText(cronTime))
              timeZone: Etc/UTC
              concurrencyPolicy: Forbid
              successfulJobsHistoryLimit: 3
              failedJobsHistoryLimit: 3
              jobTemplate:
                spec:
                  backoffLimit: 1
                  template:
                    spec:
                      restartPolicy: Never
                      securityContext:
                        runAsNonRoot: true
                        runAsUser: 65532
                        fsGroup: 65532
                      containers:
                        - name: drctl
                          image: \(Self.yamlText("drctl:\(version)"))
                          command:
                            - \(Self.yamlText(command.first ?? ""))
                          args:
                            \(arguments)
                          securityContext:
                            allowPrivilegeEscalation: false
                            readOnlyRootFilesystem: true
                          volumeMounts:
                            - name: drctl
                              mountPath: /etc/drctl
                              readOnly: true
                            - name: tmp
                              mountPath: /tmp
                      volumes:
                        - name: drctl
                          secret:
                            secretName: drctl-backup
                            defaultMode: 0400
                        - name: tmp
                          emptyDir:
                            medium: Memory

            """
    }

    /// As names of units and of objects of Kubernetes are (RFC 1123): lower case letters, digits and hyphens.
    private var name: String {
        var name = database.lowercased().prefix(38).map { character -> Character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
        }
        while name.last == "-" { name.removeLast() }
        while name.first == "-" { name.removeFirst() }
        return name.isEmpty ? "database" : String(name)
    }

    /// https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines
    private static func systemdWord(_ word: String) -> String {
        let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
            .replacing("$", with: "$$")
        return isPlain(word) ? word : "\"\(escaped)\""
    }

    private static func shellWord(_ word: String) -> String {
        isPlain(word) ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    private static func yamlText(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

    private static func isPlain(_ word: String) -> Bool {
        !word.isEmpty
            && word.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "-_./:=,".unicodeScalars.contains(scalar))
            }
    }
}
