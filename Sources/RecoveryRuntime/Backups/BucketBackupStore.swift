package import AWSCore
import AWSServices
import Digests

/// Backups in an S3 bucket, under a prefix.
package struct BucketBackupStore: BackupStore {
    private let client: AWSClient
    private let bucket: String
    /// Empty, or ends with a slash.
    private let prefix: String
    /// The key of KMS with which S3 encrypts; nil for what the bucket does by itself.
    private let key: String?
    private let partSize: Int

    /// From `s3://bucket/prefix`; nil when the text has another form.
    package init?(url: String, client: AWSClient, key: String?, partSize: Int = MultipartUpload.partSize) {
        guard url.hasPrefix("s3://") else { return nil }
        let parts = url.dropFirst(5).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bucket = parts.first, !bucket.isEmpty else { return nil }
        self.client = client
        self.bucket = String(bucket)
        self.key = key
        self.partSize = partSize
        let path = parts.count > 1 ? String(parts[1]) : ""
        prefix = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
    }

    package var place: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix.dropLast())" }

    package func names() async throws -> [String] {
        try await client.objectNames(in: bucket, below: prefix)
    }

    package func read(_ name: String) async throws -> [UInt8]? {
        do {
            return try await client.send(S3.getObject, .init(bucket: bucket, key: prefix + name)).body
        } catch let error as ClientError where error.code == "NoSuchKey" {
            return nil
        }
    }

    package func open(_ name: String) async throws -> StoredObject? {
        do {
            let head = try await client.send(S3.headObject, .init(bucket: bucket, key: prefix + name))
            guard let size = head.contentLength, let tag = head.eTag else {
                throw BackupFailure("S3 does not say how large \(place)/\(name) is")
            }
            let reader = ObjectReader(client: client, bucket: bucket, key: prefix + name, size: size, tag: tag)
            let stamp = [tag, head.versionId].compactMap { $0 }.joined(separator: " ")
            return StoredObject(size: size, stamp: stamp) { try await reader.next() }
        } catch let error as ClientError where error.service?.status == 404 {
            return nil
        }
    }

    package func begin(_ name: String) async throws -> any GrowingObject {
        try await MultipartUpload(client: client, bucket: bucket, key: prefix + name, kms: key, partSize: partSize)
    }

    package func create(_ name: String, _ bytes: [UInt8]) async throws -> Bool {
        var input = S3.PutObjectInput(bucket: bucket, key: prefix + name)
        input.body = .bytes(bytes)
        input.checksumSHA256 = Base64.encode(SHA256.hash(bytes))
        input.contentType = "application/json"
        input.ifNoneMatch = "*"
        if let key { (input.serverSideEncryption, input.ssekmsKeyId) = (.awsKms, key) }
        do {
            _ = try await client.send(S3.putObject, input)
            return true
        } catch let error as ClientError
            where error.code == "PreconditionFailed" || error.code == "ConditionalRequestConflict"
        {
            // The answer of an earlier attempt may have been lost.
            return try await read(name) == bytes
        }
    }

    package func delete(_ name: String) async throws {
        _ = try await client.send(S3.deleteObject, .init(bucket: bucket, key: prefix + name))
    }

    /// Uploads of killed processes take room and are no objects. One of today may be another's that is still running.
    package func removeAbandoned() async throws -> Int {
        let uploads = try await client.pages(
            S3.listMultipartUploadsPages, .init(bucket: bucket, prefix: prefix.isEmpty ? nil : prefix)
        ).collect { $0.uploads }
        let now = client.settings.clock.now()
        var removed = 0
        for upload in uploads {
            guard let key = upload.key, let id = upload.uploadId, let begun = upload.initiated?.secondsSince1970,
                now - begun > 86_400, Self.isPart(key.dropFirst(prefix.count))
            else { continue }
            _ = try await client.send(S3.abortMultipartUpload, .init(bucket: bucket, key: key, uploadId: id))
            removed += 1
        }
        return removed
    }

    /// Whether a name is that of a part of a backup: uploads of others stay.
    private static func isPart(_ name: Substring) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[1].contains(".zst")
    }
}

/// An object in S3 that is read from its beginning to its end; where the connection is lost it goes on behind what it has.
private actor ObjectReader {
    private let client: AWSClient
    private let bucket: String
    private let key: String
    private let size: Int
    private let tag: String
    private var offset = 0
    private var stream: (@Sendable () async throws -> [UInt8]?)?
    private var failures = 0

    init(client: AWSClient, bucket: String, key: String, size: Int, tag: String) {
        self.client = client
        self.bucket = bucket
        self.key = key
        self.size = size
        self.tag = tag
    }

    func next() async throws -> [UInt8]? {
        while offset < size {
            do {
                if let piece = try await piece() {
                    offset += piece.count
                    failures = 0
                    return piece
                }
                throw HTTPError(kind: .connectionLost, endpoint: "s3://\(bucket)", detail: "the answer ended early")
            } catch let error as HTTPError {
                stream = nil
                failures += 1
                guard failures < 5 else { throw error }
                try await Task.sleep(for: .milliseconds(200 * failures))
            }
        }
        return nil
    }

    private func piece() async throws -> [UInt8]? {
        if let stream { return try await stream() }
        var input = S3.GetObjectInput(bucket: bucket, key: key)
        // The same object as before, or none.
        input.ifMatch = tag
        if offset > 0 { input.range = "bytes=\(offset)-" }
        let opened = try await client.stream(S3.getObject, input).next
        stream = opened
        return try await opened()
    }
}
