import Foundation

/// Requests and responses against botocore in the same run: serialising with signing, and parsing a page.
struct WireBench {
    /// Rounds alternate between us and botocore; the best of each counts, as the machine's other work only adds.
    private static let rounds = 3

    func measure(into report: inout Report) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "client-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "page.xml").path()
        _ = try botocore(["page", page])

        let (sign, theirSign) = try compare(ours: ["sign", "200"], theirs: ["sign", "200"], agreeing: ["body"])
        report.add("request_us", sign * 1e6)
        report.add("request_botocore_us", theirSign * 1e6)
        report.add("request_vs_botocore", theirSign / sign, .minimum(20))

        let (parse, theirParse) = try compare(
            ours: ["parse", page, "50"], theirs: ["parse", page, "5"], agreeing: ["instances", "tags"])
        let size = try FileManager.default.attributesOfItem(atPath: page)[.size] as? Int ?? 0
        report.add("page_mb", Double(size) / 1e6)
        report.add("page_mb_s", Double(size) / 1e6 / parse, .minimum(80))
        report.add("page_botocore_mb_s", Double(size) / 1e6 / theirParse)
        report.add("page_vs_botocore", theirParse / parse, .minimum(10))
    }

    /// The best seconds of each; both must have come to the same, or one of them has not done the work.
    private func compare(
        ours: [String], theirs: [String], agreeing facts: [String]
    ) throws -> (ours: Double, theirs: Double) {
        var best = (ours: Double.infinity, theirs: Double.infinity)
        for _ in 0..<Self.rounds {
            let (mine, other) = (try ChildProcess.run(.thisProgram, ours), try botocore(theirs))
            for fact in facts {
                guard try mine.text(fact) == other.text(fact) else {
                    throw BenchError(description: "\(fact) differs: \(mine.output) and \(other.output)")
                }
            }
            best.ours = min(best.ours, try mine.figure("seconds"))
            best.theirs = min(best.theirs, try other.figure("seconds"))
        }
        return best
    }

    private func botocore(_ arguments: [String]) throws -> ChildProcess.Outcome {
        let script = Peer.file("botocore_peer.py")
        return try ChildProcess.run(Peer.file("../../.venv/bin/python"), [script] + arguments)
    }
}
