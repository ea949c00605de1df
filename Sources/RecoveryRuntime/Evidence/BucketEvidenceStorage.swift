package import AWSCore
import AWSServices
import Digests

/// Evidence in an S3 bucket, protected by the bucket's Object Lock if it has one.
package struct BucketEvidenceStorage: EvidenceStorage {
    let client: AWSClient
    let bucket: String
    /// The key prefix, which is empty or ends with a slash.
    let prefix: String

    /// Without a slash at its end: names of policies follow one.
    package var place: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix.dropLast())" }

    /// From `s3://bucket/prefix`; nil when the text has another form.
    package init?(url: String, client: AWSClient) {
        guard url.hasPrefix("s3://") else { return nil }
        let parts = url.dropFirst(5).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bucket = parts.first, !bucket.isEmpty else { return nil }
        self.client = client
        self.bucket = String(bucket)
        let path = parts.count > 1 ? String(parts[1]) : ""
        prefix = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
    }

    package func names(prefix wanted: String) async throws -> [String] {
        try await asked { try await client.objectNames(in: bucket, below: prefix + wanted).map { wanted + $0 } }
    }

    package func read(_ name: String) async throws -> [UInt8]? {
        do {
            return try await asked {
                try await client.send(S3.getObject, .init(bucket: bucket, key: prefix + name)).body
            }
        } catch let error as ClientError where error.code == "NoSuchKey" {
            return nil
        }
    }

    package func write(_ bytes: [UInt8], to name: String, exclusively: Bool) async throws -> Bool {
        var input = S3.PutObjectInput(bucket: bucket, key: prefix + name)
        input.body = .bytes(bytes)
        // Buckets with Object Lock demand a checksum of every upload.
        input.checksumSHA256 = Base64.encode(SHA256.hash(bytes))
        input.contentType = name.hasSuffix(".html") ? "text/html; charset=utf-8" : "application/json"
        if exclusively { input.ifNoneMatch = "*" }
        do {
            let put = input
            _ = try await asked { try await client.send(S3.putObject, put) }
            return true
        } catch let error as ClientError
            where exclusively && (error.code == "PreconditionFailed" || error.code == "ConditionalRequestConflict")
        {
            return false
        }
    }

    /// Asks S3. A bucket that does not exist, or not yet, is told as that.
    ///
    /// - Throws: `EvidenceFailure`, `ClientError`.
    private func asked<Value>(_ call: () async throws -> Value) async throws -> Value {
        do {
            return try await call()
        } catch let error as ClientError where error.code == "NoSuchBucket" {
            throw EvidenceFailure(
                place: place, reason: "bucket \(bucket) does not exist", hint: EvidenceFailure.bucketAdvice)
        }
    }
}
