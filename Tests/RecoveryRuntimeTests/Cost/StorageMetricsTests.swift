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
    private func result(
        _ number: Int, _ values: [(day: Int, value: String)], status: String = "Complete"
    ) -> String {
        let times = values.map { "<member>2026-11-\($0.day < 10 ? "0" : "")\($0.day)T00:00:00Z</member>" }.joined()
        let numbers = values.map { "<member>\($0.value)</member>" }.joined()
        return "<Id>m\(number)</Id><StatusCode>\(status)</StatusCode><Timestamps>\(times)</Timestamps>"
            + "<Values>\(numbers)</Values>"
    }

    private func sizes(_ answers: [Answer]) async throws -> (Collected<StorageSizes>, [AWSCall]) {
        let aws = ScriptedAWS(["monitoring:GetMetricData": answers])
        let sizes = try await StorageMetrics(client: aws.client, context: try context()).sizes()
        return (sizes, aws.calls)
    }

    /// The place of a metric among those that are asked for.
    private func number(_ metric: StorageMetric) throws -> Int {
        try #require(StorageMetric.all(of: try context()).firstIndex(of: metric))
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

    @Test(arguments: ["InternalError", "Forbidden", "PartialData"])
    func `a metric that CloudWatch does not answer wholly is not known, and never nothing`(status: String) async throws
    {
        let answer = Answer.list(
            "MetricDataResults",
            [
                result(try number(.bucket("kb-backups", type: "StandardStorage")), [(22, "3.0")]),
                result(try number(.bucket("kb-backups", type: "GlacierStorage")), [(22, "5.0")], status: status),
                result(try number(.objects("kb-backups")), [], status: status),
                result(try number(.volume("kb-aurora")), [(22, "7.0")], status: status),
            ])
        let known = try #require(try await sizes([answer]).0.value)
        let bucket = try #require(known.buckets["kb-backups"])
        #expect(bucket.classes == ["STANDARD": 3], "what was answered stays")
        #expect(
            bucket.unread == [
                "GLACIER": "the size of kb-backups in GLACIER is not known: CloudWatch answered \(status) "
                    + "(--size NAME:GLACIER=SIZE)"
            ])
        #expect(bucket.objects == nil && bucket.uncounted?.contains(status) == true)
        #expect(known.databases["kb-aurora"] == nil)
        // Somebody who says it knows it.
        var said = StorageSizes()
        said.buckets["kb-backups"] = .init(classes: ["GLACIER": 1], origin: "--size")
        let merged = try #require(known.overridden(by: said).buckets["kb-backups"])
        #expect(merged.classes == ["STANDARD": 3, "GLACIER": 1] && merged.unread.isEmpty && merged.uncounted == nil)
    }

    @Test func `a metric that a later page completes is known`() {
        var series = StorageMetric.Series()
        series.add([], status: "PartialData")
        series.add([], status: "Complete")
        #expect(series.status == "Complete")
        series.add([], status: "Forbidden")
        series.add([], status: "Complete")
        #expect(series.status == "Forbidden", "what failed is not whole")
    }

    @Test func `what S3 keeps besides the objects' own bytes is stored too`() async throws {
        let types = [
            "IntelligentTieringFAStorage", "IntelligentTieringDAAStorage", "IntDAAObjectOverhead", "GlacierStorage",
            "GlacierObjectOverhead", "GlacierS3ObjectOverhead", "StandardIASizeOverhead",
        ]
        let results = try types.map {
            result(try number(.bucket("kb-backups", type: $0)), [(22, "1.0")])
        }
        let known = try #require(try await sizes([Answer.list("MetricDataResults", results)]).0.value)
        #expect(
            known.buckets["kb-backups"]?.classes
                == ["INTELLIGENT_TIERING": 3, "GLACIER": 2, "STANDARD": 1, "STANDARD_IA": 1])
    }

    @Test func `a value older than three days says nothing of today`() async throws {
        let answer = Answer.list(
            "MetricDataResults",
            [
                result(try number(.bucket("kb-backups", type: "StandardStorage")), [(19, "3.0")]),
                result(try number(.bucket("kb-logs", type: "StandardStorage")), [(21, "3.0")]),
            ])
        let known = try #require(try await sizes([answer]).0.value)
        #expect(known.buckets["kb-backups"]?.unread["STANDARD"]?.contains("no value since 2026-11-19") == true)
        #expect(known.buckets["kb-logs"]?.classes == ["STANDARD": 3])
    }
}
