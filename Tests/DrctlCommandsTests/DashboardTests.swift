import Foundation
import Testing

/// One dashboard of two policies and of people, by the real binary.
@Suite struct DashboardTests {
    private func policy(_ name: String, _ database: String, _ rest: String, in sandbox: Sandbox) throws -> [String] {
        let path = "\(sandbox.folder)/\(name).yaml"
        let text = """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: \(name)}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rpo: 1d, rto: 4h}
            databases:
              - select: {ids: [\(database)]}
            notifications: {topic: \(name)-alerts, subscribers: [{email: anna@example.com}]}
            \(rest)

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["--policy", path]
    }

    /// What people show, before and between the policies.
    private static let theirs = """
        import boto3, json
        watch = boto3.client("cloudwatch", region_name="us-east-1")
        body = {"start": "-P7D", "widgets": [{"type": "text", "x": 0, "y": 0, "width": 24, "height": 3,
            "properties": {"markdown": "# Sales"}}]}
        watch.put_dashboard(DashboardName="shared", DashboardBody=json.dumps(body))
        """

    /// Reads the dashboard: `titles` of each policy's widgets, `places` of all of them.
    private static let read = """
        import boto3, json
        watch = boto3.client("cloudwatch", region_name="us-east-1")
        body = json.loads(watch.get_dashboard(DashboardName="shared")["DashboardBody"])
        titles = [w["properties"].get("title", "") for w in body["widgets"]]
        assert body["start"] == "-P7D" and body["widgets"][0]["properties"]["markdown"] == "# Sales", body
        places = [(w["x"], w["y"], w["x"] + w["width"], w["y"] + w["height"]) for w in body["widgets"]]
        for i, (a, b, c, d) in enumerate(places):
            for e, f, g, h in places[:i]:
                assert c <= e or g <= a or d <= f or h <= b, (titles[i], places)
        def count(policy): return sum(title.startswith(policy + " · ") for title in titles)
        """

    @Test func `two policies and people share a dashboard, and each apply leaves what others show`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.theirs)
            let books = try policy("books", "kb-prod", "dashboard: shared", in: sandbox)
            let films = try policy("films", "kb-staging", "dashboard: shared", in: sandbox)
            let planned = try await sandbox.drctl(["plan"] + books)
            #expect(planned.output.contains("write the part of policy books into dashboard shared"), "\(planned)")
            let applied = try await sandbox.drctl(["apply", "--yes"] + books + films)
            #expect(!applied.output.contains("FAILED"), "\(applied)")
            try await sandbox.engineer(Self.read + "\nassert count('books') == 6 and count('films') == 6, titles")

            // Somebody moves a widget of ours: that is theirs to decide.
            try await sandbox.engineer(
                Self.read + """

                    body["widgets"][1]["y"] += 100
                    watch.put_dashboard(DashboardName="shared", DashboardBody=json.dumps(body))
                    """)
            for other in [books, films] {
                let audit = try await sandbox.drctl(["audit", "--control", "alerting.dashboard"] + other)
                #expect(audit.code == 0, "\(audit)")
            }

            // One policy leaves it.
            let left = try policy("books", "kb-prod", "", in: sandbox)
            let listed = try await sandbox.drctl(["plan", "--prune"] + left)
            #expect(listed.output.contains("take the part of policy books out of dashboard shared"), "\(listed)")
            let pruned = try await sandbox.drctl(["apply", "--prune", "--yes"] + left)
            #expect(!pruned.output.contains("FAILED"), "\(pruned)")
            try await sandbox.engineer(Self.read + "\nassert count('books') == 0 and count('films') == 6, titles")
            let rest = try await sandbox.drctl(["audit"] + left)
            #expect(!rest.output.contains("dashboard shared"), "\(rest)")
        }
    }
}
