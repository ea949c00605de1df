import Foundation

/// Streams against curl over TLS to the same server, then endurance and promptness.
struct TransportBench {
    var gibibytes: Int
    var requests: Int

    /// Rounds alternate between us and curl; the best of each counts, as the machine's other work only adds.
    private static let rounds = 3

    func measure(into report: inout Report) throws {
        let peer = try Peer()
        defer { peer.stop() }
        let file = peer.folder.appending(path: "upload")
        try Data().write(to: file)
        try FileHandle(forWritingTo: file).truncate(atOffset: UInt64(gibibytes) << 30)
        let size = gibibytes << 30

        let curl = ["--silent", "--fail", "--cacert", peer.bundle, "--output", "/dev/null"]
        let get = try compare(
            { try measure("stream-get", peer, "\(size)") },
            { try ChildProcess.run("/usr/bin/curl", curl + ["https://localhost:\(peer.port)/\(size)"]) })
        let put = try compare(
            { try measure("stream-put", peer, file.path()) },
            { try ChildProcess.run("/usr/bin/curl", curl + ["-T", file.path(), "https://localhost:\(peer.port)/put"]) })
        let soak = try measure("soak", peer, "\(requests)")
        let deadlines = try measure("deadlines", peer, "200")

        let mebibytes = Double(size >> 20)
        for (name, (ours, curls)) in [("get", get), ("put", put)] {
            report.add("\(name)_mib_s", mebibytes / ours.seconds)
            report.add("\(name)_curl_mib_s", mebibytes / curls.seconds)
            report.add("\(name)_vs_curl", curls.seconds / ours.seconds, .minimum(0.8))
            report.add("\(name)_peak_rss_mb", try ours.figure("peak_rss_mb"), .maximum(40))
        }
        report.add("soak_requests", Double(requests))
        report.add("soak_requests_s", try soak.figure("requests_s"))
        report.add("soak_connections", try soak.figure("connections"))
        report.add("soak_rss_growth_mb", try soak.figure("rss_growth_mb"), .maximum(2))
        report.add("deadline_overshoot_ms", try deadlines.figure("deadline_overshoot_ms"), .maximum(100))
        report.add("cancel_latency_ms", try deadlines.figure("cancel_latency_ms"), .maximum(100))
    }

    private func measure(_ verb: String, _ peer: Peer, _ amount: String) throws -> ChildProcess.Outcome {
        try ChildProcess.run(.thisProgram, [verb, "\(peer.port)", peer.bundle, amount])
    }

    private func compare(
        _ ours: () throws -> ChildProcess.Outcome, _ theirs: () throws -> ChildProcess.Outcome
    ) throws -> (ChildProcess.Outcome, ChildProcess.Outcome) {
        var best = (try ours(), try theirs())
        for _ in 1..<Self.rounds {
            let next = (try ours(), try theirs())
            if next.0.seconds < best.0.seconds { best.0 = next.0 }
            if next.1.seconds < best.1.seconds { best.1 = next.1 }
        }
        return best
    }
}
