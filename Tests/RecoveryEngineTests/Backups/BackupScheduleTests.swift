import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Schedules of backups")
struct BackupScheduleTests {
    private func schedule(_ rpo: TimeSpan, command: [String] = ["/usr/bin/drctl", "backup"]) -> BackupSchedule {
        BackupSchedule(database: "Kb_Prod", rhythm: .init(within: rpo), command: command, version: "1.0.0")
    }

    /// The greatest time between two runs of a crontab line, in minutes, by going through the minutes of two days.
    private func greatestGap(_ line: String) throws -> Int {
        let fields = line.split(separator: " ").map(String.init)
        #expect(fields.count == 5 && fields[2...].allSatisfy { $0 == "*" })
        let runs = try (0..<2_880).filter {
            try Self.values(fields[0], 0...59).contains($0 % 60)
                && Self.values(fields[1], 0...23).contains($0 / 60 % 24)
        }
        #expect(runs.count > 1)
        return zip(runs, runs.dropFirst()).map { $1 - $0 }.max() ?? .max
    }

    /// The values of a field of crontab(5): a number, `*`, a range, each with a step.
    private static func values(_ field: String, _ all: ClosedRange<Int>) throws -> Set<Int> {
        let parts = field.split(separator: "/").map(String.init)
        let step = parts.count == 2 ? try #require(Int(parts[1])) : 1
        let bounds = parts[0].split(separator: "-").compactMap { Int($0) }
        let range =
            parts[0] == "*" ? all : try #require(bounds.first)...(bounds.count == 2 ? bounds[1] : bounds[0])
        #expect(all.contains(range.lowerBound) && all.contains(range.upperBound))
        return Set(stride(from: range.lowerBound, through: range.upperBound, by: step))
    }

    @Test(arguments: [
        TimeSpan(7, .days), TimeSpan(24, .hours), TimeSpan(23, .hours), TimeSpan(12, .hours), TimeSpan(7, .hours),
        TimeSpan(5, .hours), TimeSpan(3, .hours), TimeSpan(2, .hours), TimeSpan(1, .hours), TimeSpan(59, .minutes),
        TimeSpan(45, .minutes), TimeSpan(7, .minutes), TimeSpan(1, .minutes),
    ])
    func `a job runs at least once within the RPO`(rpo: TimeSpan) throws {
        let gap = try greatestGap(schedule(rpo).cronTime)
        #expect(gap * 60 <= rpo.seconds, "\(schedule(rpo).cronTime)")
        #expect(gap <= 1_440)
    }

    @Test func `each scheduler's text stays as reviewed`() throws {
        let command = ["/opt/dr ctl/drctl", "backup", "create", "--policy", "/etc/it's 100%.yaml", "--database", "kb"]
        let daily = schedule(TimeSpan(24, .hours), command: command)
        #expect(
            daily.text(for: .cron) == """
                # crontab -e
                30 2 * * * '/opt/dr ctl/drctl' backup create --policy '/etc/it'\\''s 100\\%.yaml' --database kb

                """)
        let units = daily.units
        #expect(units.map(\.name) == ["drctl-backup-kb-prod.service", "drctl-backup-kb-prod.timer"])
        #expect(
            units[0].text.contains(
                #"ExecStart="/opt/dr ctl/drctl" backup create --policy "/etc/it's 100%%.yaml" --database kb"#))
        #expect(units[1].text.contains("OnCalendar=*-*-* 02:30:00 UTC\n"))
        #expect(schedule(TimeSpan(6, .hours)).units[1].text.contains("OnCalendar=*-*-* 02/6:30:00 UTC\n"))
        #expect(schedule(TimeSpan(6, .hours)).cronTime == "30 2-23/6 * * *")
        let manifest = daily.text(for: .kubernetes)
        #expect(manifest.contains("schedule: '30 2 * * *'") && manifest.contains("- '/etc/it''s 100%.yaml'"))
        #expect(manifest.contains("image: 'drctl:1.0.0'"))
    }

    @Test func `the manifest of Kubernetes is YAML with the job's arguments`() throws {
        let text = schedule(
            TimeSpan(24, .hours), command: ["drctl", "backup", "create", "--policy", "/etc/drctl/p.yaml"]
        )
        .text(for: .kubernetes)
        let lines = text.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasSuffix("args:") })
        let indent = lines[start].prefix { $0 == " " }.count
        let arguments = lines[(start + 1)...].prefix { $0.hasPrefix(String(repeating: " ", count: indent + 2) + "- ") }
        #expect(
            arguments.map { $0.filter { $0 != " " } } == [
                "-'backup'", "-'create'", "-'--policy'", "-'/etc/drctl/p.yaml'",
            ])
    }
}
