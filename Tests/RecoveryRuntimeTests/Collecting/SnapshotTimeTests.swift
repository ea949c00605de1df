import AWSCore
import AWSServices
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("The time of a snapshot's data")
struct SnapshotTimeTests {
    private func snapshot(_ times: [String: String]) async throws -> RDS.DBSnapshot {
        let elements = times.map { "<\($0.key)>\($0.value)</\($0.key)>" }.joined()
        let aws = ScriptedAWS([
            "rds:DescribeDBSnapshots": [
                .list(
                    "DBSnapshots",
                    ["<DBSnapshotIdentifier>s</DBSnapshotIdentifier><Status>available</Status>\(elements)"],
                    element: "DBSnapshot")
            ]
        ])
        let page = try await aws.client.send(RDS.describeDBSnapshots, .init())
        return try #require(page.dbSnapshots?.first)
    }

    /// Latest last: a copy is made after its original, which is taken after its data was.
    private let times = [
        ("SnapshotDatabaseTime", "2026-11-20T01:00:00Z"), ("OriginalSnapshotCreateTime", "2026-11-20T02:00:00Z"),
        ("SnapshotCreateTime", "2026-11-23T03:00:00Z"),
    ]

    @Test func `is the data's, else the original's, else the snapshot's own, for audits and drills alike`() async throws
    {
        for first in 0...times.count {
            let given = Dictionary(uniqueKeysWithValues: times[first...])
            let described = try await snapshot(given)
            let expected = first < times.count ? Instant(times[first].1) : nil
            #expect(described.dataTime == expected)
            #expect(try Database.Snapshot(described: described).createdAt == expected)
            #expect(SnapshotFacts(described: described)?.createdAt == expected)
        }
    }

    @Test func `every combination gives audits and drills one answer`() async throws {
        for mask in 0..<8 {
            let given = times.enumerated().filter { mask & (1 << $0.offset) != 0 }.map(\.element)
            let described = try await snapshot(Dictionary(uniqueKeysWithValues: given))
            #expect(
                try Database.Snapshot(described: described).createdAt
                    == SnapshotFacts(described: described)?.createdAt)
        }
    }
}
