import AWSCore
import AWSServices

extension AWSClient {
    /// The keys of every object below a prefix, without the prefix, sorted.
    ///
    /// Every page of S3 says whether it is the last: an answer without that is none, and never an empty bucket.
    ///
    /// - Throws: `ClientError`, `MissingMember`.
    func objectNames(in bucket: String, below prefix: String) async throws -> [String] {
        var names: [String] = []
        for try await page in pages(S3.listObjectsV2Pages, .init(bucket: bucket, prefix: prefix)) {
            _ = try page.isTruncated.required("IsTruncated")
            names += try (page.contents ?? []).map { String(try $0.key.required("Key").dropFirst(prefix.count)) }
        }
        return names.sorted()
    }
}
