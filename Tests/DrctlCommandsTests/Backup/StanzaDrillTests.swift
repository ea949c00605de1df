import Foundation
import Testing

/// Drills through pgBackRest, by the real binaries: a server that archives, and scratch servers that replay its log.
@Suite("Drills of pgBackRest", .serialized) struct StanzaDrillTests {
    @Test func `a drill restores to just before the damage, proves it with evidence, and leaves nothing`() async throws
    {
        try await StanzaServer.run { stanza in
            try stanza.policy(
                checks: "    - {name: until T, table: entries, compare: rowCount, until: at}",
                smoke: "[\(BackupServer.bin)/psql, -Xqc, 'select 1 / count(*) from entries']")
            let before = try await stanza.instant()
            try await stanza.server.sql("delete from entries")
            try await stanza.archive()

            let rehearsal = try await stanza.drctl(["drill", "run", "--at", before, "--dry-run"])
            #expect(rehearsal.code == 0 && rehearsal.words.contains("would restore 20"), "\(rehearsal)")
            #expect(try await stanza.leftovers() == "")

            let record = stanza.server.folder + "/state/record.json"
            let done = try await stanza.drctl(["drill", "run", "--at", before, "--output", "json", "--out", record])
            #expect(done.code == 0, "\(done)")
            let json = try String(contentsOfFile: record, encoding: .utf8)
            #expect(
                json.contains("\"verdict\": \"verified\"") && json.contains("\"rpoBasis\": \"replayedLog\""), "\(json)")
            #expect(json.contains("until T: none after T") && json.contains("\"kind\": \"pointInTime\""), "\(json)")
            #expect(try await stanza.leftovers() == "")

            // The newest state is the damaged one.
            let damaged = try await stanza.drctl(["drill", "run"])
            #expect(damaged.code == 3 && damaged.words.contains("entries"), "\(damaged)")
            #expect(try await stanza.leftovers() == "")
            // The source has gone on as if nothing had happened, and nobody has archived a second timeline.
            #expect(try await stanza.server.sql("select count(*) from entries") == "1")
            #expect(try await BackupServer.shell("find \(stanza.repository) -name '00000002*'") == "")

            // The last drill counts.
            let proof = try await stanza.drctl(["objectives"])
            #expect(proof.code == 3 && proof.words.contains("kb (self-managed)"), "\(proof)")
            let verified = try await stanza.drctl(["evidence", "verify"])
            #expect(verified.code == 0, "\(verified)")
        }
    }

    @Test func `a missing segment, a time that the log does not reach, and one before all backups are no proof`()
        async throws
    {
        try await StanzaServer.run { stanza in
            try stanza.policy()
            try await stanza.archive()
            // Nothing was committed since: whether the log is complete up to now cannot be told.
            try await Task.sleep(for: .seconds(3))
            let early = try await stanza.drctl(["drill", "run", "--at", "1s ago"])
            #expect(
                early.code == 3 && early.words.contains("recovery ended before configured recovery target"), "\(early)")
            let old = try await stanza.drctl(["drill", "run", "--at", "2020-01-01T00:00:00Z"])
            #expect(old.code == 3 && old.words.contains("no earlier time"), "\(old)")
            try await stanza.archive()
            try await stanza.archive()
            try await BackupServer.shell(
                "ls \(stanza.repository)/archive/main/15-1/*/*.gz | sort | tail -2 | head -1 | xargs rm")
            let gap = try await stanza.drctl(["drill", "run"])
            #expect(gap.code == 3 && gap.words.contains("the log is not whole since backup"), "\(gap)")
            #expect(try await stanza.leftovers() == "")
        }
    }

    @Test func `what cannot be restored safely is refused, and nothing is changed`() async throws {
        try await StanzaServer.run { stanza in
            let data = stanza.server.folder + "/pg"
            try stanza.policy(folder: data)
            let inside = try await stanza.drctl(["drill", "run"])
            #expect(inside.code == 5 && inside.words.contains("is in the data directory \(data)"), "\(inside)")
            try stanza.policy(folder: stanza.server.folder + "/nowhere")
            let nowhere = try await stanza.drctl(["drill", "run"])
            #expect(nowhere.code == 5 && nowhere.words.contains("is no folder that can be written"), "\(nowhere)")
            try stanza.policy(stanza: "other")
            let other = try await stanza.drctl(["drill", "run"])
            #expect(other.code == 3 && other.words.contains("stanza other not found"), "\(other)")
            try stanza.policy()
            let backup = try await stanza.drctl(["backup", "list"])
            #expect(backup.code == 64 && backup.words.contains("is backed up by pgBackRest"), "\(backup)")
            if getuid() == 0 {
                let root = try await stanza.drctl(["drill", "run"], under: [])
                #expect(root.code == 5 && root.words.contains("PostgreSQL does not run as root"), "\(root)")
            }
            let missing = try await stanza.drctl(["drill", "run"], extra: ["PATH": "/nonexistent"])
            #expect(missing.code == 1 && missing.words.contains("pgbackrest not found in PATH"), "\(missing)")
            try await BackupServer.shell("sed -i s/swordfish/wrong/ \(stanza.config)")
            let wrong = try await stanza.drctl(["drill", "run"])
            #expect(wrong.code == 1 && wrong.words.contains("pgbackrest info"), "\(wrong)")
            #expect(!wrong.words.contains("repo'key"))
            #expect(try await stanza.leftovers() == "")
        }
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `no server outlives a drill that is killed, and no key is in arguments or environments`(signal: Int32)
        async throws
    {
        try await StanzaServer.run { stanza in
            try stanza.policy(smoke: "[/bin/sleep, '60']")
            try await stanza.archive()
            let killed = try await stanza.drctl(["drill", "run"]) { running in
                try await running.reaches("the smoke command") {
                    try await BackupServer.shell("pgrep -P \(running.pid) -x sleep || true") != ""
                }
                #expect(try await stanza.leftovers().contains("postgres -D"))
                let seen = try await BackupServer.shell(
                    "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c '[s]wordfish' || true"
                )
                #expect(seen.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
                running.send(signal)
            }
            #expect(killed.code == (signal == SIGKILL ? -SIGKILL : 143), "\(killed)")
            try await eventually("its server is gone") { try await !stanza.leftovers().contains("postgres -D") }
            if signal == SIGTERM { #expect(try await stanza.leftovers() == "") }
        }
    }
}

/// Audits of a stanza, on the sandbox.
@Suite("Audits of pgBackRest", .sandbox, .serialized) struct StanzaAuditTests {
    private func verdicts(
        _ stanza: StanzaServer, _ sandbox: Sandbox, extra: [String: String] = [:]
    ) async throws -> [String: String] {
        let outcome = try await stanza.drctl(
            ["audit", "--output", "json", "--verbose"], extra: sandbox.environment.merging(extra) { $1 }, under: [])
        #expect(outcome.output.hasPrefix("{"), "\(outcome)")
        let targets = try members(of: outcome.output)["targets"] as? [[String: Any]] ?? []
        let findings = targets.flatMap { $0["findings"] as? [[String: Any]] ?? [] }
        var verdicts: [String: String] = [:]
        for finding in findings {
            guard let id = finding["control"] as? String, id.hasPrefix("self-managed.") else { continue }
            verdicts[String(id.dropFirst("self-managed.".count))] = finding["verdict"] as? String
        }
        #expect(!verdicts.isEmpty, "\(outcome)")
        return verdicts
    }

    @Test
    func
        `a stanza is met while it is whole, violated where log is missing or old, and unknown where it cannot be read`()
        async throws
    {
        let sandbox = try await Sandbox.shared()
        try await StanzaServer.run { stanza in
            try stanza.policy()
            try await stanza.archive()
            let whole = try await verdicts(stanza, sandbox)
            for control in ["stanza-status", "base-backup-age", "recoverable-to", "log-gaps"] {
                #expect(whole[control] == "met", "\(whole)")
            }
            #expect(whole["newest-backup-age"] == nil && whole["drill-current"] == "violated", "\(whole)")
            try await BackupServer.shell(
                "find \(stanza.repository)/archive -name '*.gz' | xargs touch -d '3 hours ago'")
            // The backup itself is younger than its log.
            #expect(try await verdicts(stanza, sandbox)["recoverable-to"] == "met")
            try stanza.policy(rpo: "1s")
            try await Task.sleep(for: .seconds(1.2))
            #expect(try await verdicts(stanza, sandbox)["recoverable-to"] == "violated")
            try stanza.policy()
            try await stanza.archive()
            try await stanza.archive()
            try await BackupServer.shell(
                "ls \(stanza.repository)/archive/main/15-1/*/*.gz | sort | tail -2 | head -1 | xargs rm")
            let holed = try await verdicts(stanza, sandbox)
            #expect(holed["log-gaps"] == "violated" && holed["stanza-status"] == "met", "\(holed)")
            let without = try await verdicts(stanza, sandbox, extra: ["PATH": "/nonexistent"])
            for control in ["stanza-status", "base-backup-age", "recoverable-to", "log-gaps"] {
                #expect(without[control] == "unknown", "\(without)")
            }
            try stanza.policy(stanza: "other")
            #expect(try await verdicts(stanza, sandbox)["stanza-status"] == "violated")
            try stanza.policy()
            try await BackupServer.shell("sed -i s/swordfish/wrong/ \(stanza.config)")
            #expect(try await verdicts(stanza, sandbox)["stanza-status"] == "unknown")
        }
    }
}
