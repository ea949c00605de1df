import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

// Limits that Service Quotas tells, and what is counted against them.
extension ApplyPreflight {
    func room(
        of quota: PlanQuota, _ code: PlanQuota.Code, _ observer: Observer
    ) async throws -> Collected<PlanObstacles.Room> {
        async let limit = limit(code, quota == .buckets ? ofBuckets : observer)
        async let used = quota == .keys ? keys(observer) : buckets(observer)
        let (most, all) = (try await limit, try await used)
        return most.flatMap { most in all.map { PlanObstacles.Room(used: $0, limit: most) } }
    }

    /// Asks where alone the limit of an account's buckets is told; elsewhere it looks as if it was never changed.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketRestrictions.html
    private var ofBuckets: Observer {
        let partition = client.settings.region?.partition ?? .aws
        return Observer(
            client: client.with { $0.region = partition == .awsChina ? Region("cn-north-1") : partition.homeRegion })
    }

    /// The account's own limit, else that of every account: a quota that was never changed is not retrieved.
    ///
    /// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
    private func limit(_ code: PlanQuota.Code, _ observer: Observer) async throws -> Collected<Int> {
        try await observer.ask(
            ServiceQuotas.getServiceQuota, .init(serviceCode: code.service, quotaCode: code.quota),
            absentWhen: ["NoSuchResourceException"]
        ) { try $0.quota.required("Quota").value.flatMap { Int(exactly: $0) }.required("Value") }
        .map { $0 ?? code.standard }
    }

    private func buckets(_ observer: Observer) async throws -> Collected<Int> {
        try await observer.list(S3.listBucketsPages, .init(maxBuckets: 1_000)) {
            try $0.buckets.required("Buckets").compactMap(\.name)
        }.map(\.count)
    }

    /// Customer managed keys, which alone count: those that AWS manages have aliases of its own.
    ///
    /// https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
    private func keys(_ observer: Observer) async throws -> Collected<Int> {
        async let keys = observer.list(KMS.listKeysPages, .init()) {
            try $0.keys.required("Keys").compactMap(\.keyId)
        }
        async let managed = observer.list(KMS.listAliasesPages, .init()) { page in
            try page.aliases.required("Aliases").filter { $0.aliasName?.hasPrefix("alias/aws/") == true }
                .compactMap(\.targetKeyId)
        }
        let (all, ofAWS) = (try await keys, try await managed)
        return all.flatMap { all in ofAWS.map { Set(all).subtracting($0).count } }
    }
}
