import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Sizes as CloudWatch has them")
struct StorageMetricsTests {
    private static let gibibyte = 1 << 30

    /// The policy's account, of which nothing is known but an instance, a cluster and a bucket.
    private func context() throws -> ControlContext {
        let target = try CollectedPolicy.target()
        var inventory = ControlContext(unseen: target, now: CollectedPolicy.now).inventory
        let failure = CollectionFailure(operation: "test:Describe", reason: "unseen")
        var instance = Database(
            id: "kb-prod", arn: "arn:aws:rds:us-east-1:123456789012:db:kb-prod", engine: DatabaseEngine("postgres"),
            form: .instance(multiAZ: .known(false), replicaOf: nil), unseen: failure)
        instance.storage = .known(.init(allocated: 100))
        let cluster = Database(
            id: "kb-aurora", arn: "arn:aws:rds:us-east-1:123456789012:cluster:kb-aurora",
            engine: DatabaseEngine("aurora-postgresql"), form: .auroraCluster, unseen: failure)
        inventory.buckets = [:]
        inventory.databases = [.instance: .known([instance]), .cluster: .known([cluster])]
        return ControlContext(target, inventory)
    }

    /// Values a day, the newest first, as CloudWatch gives them.
    private func result(_ number: Int, _ values: [(day: Int, value: String)]) -> String {
        let times = values.map { "<member>2026-11-\($0.day < 10 ? "0" : "")\($0.day)T00:00:00Z</member>" }.joined()
        let numbers = values.map { "<member>\($0.value)</member>" }.joined()
        return "<Id>m\(number)</Id><StatusCode>Complete</StatusCode><Timestamps>\(times)</Timestamps>"
            + "<Values>\(numbers)</Values>"
    }

    private func sizes(_ answers: [Answer]) async throws -> (Collected<StorageSizes>, [AWSCall]) {
        let aws = ScriptedAWS(["monitoring:GetMetricData": answers])
        let sizes = try await StorageMetrics(client: aws.client, context: try context()).sizes()
        return (sizes, aws.calls)
    }

    /// The place of a metric among those that are asked for.
    private func number(_ metric: StorageMetric) throws -> Int {
        let types = [
            "DeepArchiveStorage", "GlacierInstantRetrievalStorage", "GlacierStorage", "IntelligentTieringFAStorage",
            "OneZoneIAStorage", "ReducedRedundancyStorage", "StandardIAStorage", "StandardStorage",
        ]
        return try #require(StorageMetric.all(of: try context(), storageTypes: types).firstIndex(of: metric))
    }

    @Test func `data is what is not free, a volume, and objects by class, with their growth`() async throws {
        let bytes = { (gibibytes: Int) in "\(gibibytes * Self.gibibyte).0" }
        let answer = Answer.list(
            "MetricDataResults",
            [
                result(try number(.free("kb-prod")), [(22, bytes(40)), (12, bytes(45)), (2, bytes(50))]),
                result(try number(.volume("kb-aurora")), [(22, bytes(7))]),
                result(try number(.bucket("kb-backups", type: "StandardStorage")), [(22, bytes(3)), (20, bytes(1))]),
                result(try number(.bucket("kb-backups", type: "GlacierInstantRetrievalStorage")), [(22, bytes(9))]),
                result(try number(.objects("kb-backups")), [(22, "1200.0")]),
                result(try number(.bucket("kb-logs", type: "StandardStorage")), []),
            ])
        let (sizes, calls) = try await sizes([answer])
        let known = try #require(sizes.value)
        #expect(known.databases["kb-prod"]?.bytes == 60 * Self.gibibyte)
        #expect(known.growth["kb-prod"]?.bytes == 15 * Self.gibibyte, "ten in twenty days")
        #expect(known.databases["kb-aurora"]?.bytes == 7 * Self.gibibyte && known.growth["kb-aurora"] == nil)
        #expect(known.buckets["kb-backups"]?.classes == ["STANDARD": 3 << 30, "GLACIER_IR": 9 << 30])
        #expect(known.buckets["kb-backups"]?.objects == 1_200)
        #expect(known.growth["kb-backups"] == nil, "two days are no trend")
        #expect(known.buckets["kb-logs"] == nil, "no value is no size")
        #expect(calls.map(\.operation) == ["monitoring:GetMetricData"], "one question")
        let asked = try #require(calls.first?.parameters)
        #expect(asked["MetricDataQueries.member.1.MetricStat.Metric.MetricName"] == "FreeStorageSpace")
        #expect(asked["StartTime"] == "2026-10-23T05:10:00Z" && asked["EndTime"] == "2026-11-23T05:10:00Z")
    }

    @Test func `what shrinks does not grow, and what is no number is no size`() async throws {
        let answer = Answer.list(
            "MetricDataResults",
            [
                result(try number(.volume("kb-aurora")), [(22, "5.0"), (2, "9.0")]),
                result(try number(.free("kb-prod")), [(22, "NaN"), (21, "-1.0")]),
            ])
        let known = try #require(try await sizes([answer]).0.value)
        #expect(known.databases == ["kb-aurora": .init(bytes: 5, origin: "CloudWatch VolumeBytesUsed")])
        #expect(known.growth.isEmpty)
    }

    @Test func `a denied question leaves everything unknown, with the reason`() async throws {
        let (sizes, _) = try await sizes([.denied])
        #expect(sizes.failure?.operation == "cloudwatch:GetMetricData")
        #expect(sizes.failure?.reason.contains("AccessDenied") == true)
    }
}
