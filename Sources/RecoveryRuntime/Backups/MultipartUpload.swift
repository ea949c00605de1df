import AWSCore
import AWSServices
import Digests

/// An object that is uploaded part by part, each with its checksum, and appears when all of them have arrived.
///
/// One part travels while the next one is filled, so that two are in memory at most.
actor MultipartUpload: GrowingObject {
    /// Grows with the object, since S3 takes 10,000 parts: 8 MiB each, and twice as much after every 2,000.
    static let partSize = 8 << 20

    private let client: AWSClient
    private let bucket: String
    private let key: String
    private let upload: String
    private let basicSize: Int
    private var pending: [UInt8] = []
    private var parts: [S3.CompletedPart] = []
    private var travelling: Task<S3.CompletedPart, any Error>?
    private var bytes = 0

    /// - Parameter kms: The key with which S3 encrypts; nil for what the bucket does by itself.
    init(client: AWSClient, bucket: String, key: String, kms: String?, partSize: Int) async throws {
        var input = S3.CreateMultipartUploadInput(bucket: bucket, key: key)
        input.checksumAlgorithm = .sha256
        input.contentType = "application/octet-stream"
        if let kms { (input.serverSideEncryption, input.ssekmsKeyId) = (.awsKms, kms) }
        guard let upload = try await client.send(S3.createMultipartUpload, input).uploadId else {
            throw BackupFailure("S3 has begun no upload of s3://\(bucket)/\(key)")
        }
        self.client = client
        self.bucket = bucket
        self.key = key
        self.upload = upload
        basicSize = partSize
    }

    private var partSize: Int { basicSize << ((parts.count + (travelling == nil ? 0 : 1)) / 2_000) }

    func append(_ bytes: [UInt8]) async throws {
        pending += bytes
        self.bytes += bytes.count
        while pending.count >= partSize {
            let size = partSize
            let part = Array(pending[..<size])
            pending.removeFirst(size)
            try await send(part)
        }
    }

    func finish() async throws {
        // An upload has one part at least, and the last one may be of any size.
        if !pending.isEmpty || (parts.isEmpty && travelling == nil) {
            try await send(pending)
            pending = []
        }
        try await arrive()
        var input = S3.CompleteMultipartUploadInput(bucket: bucket, key: key, uploadId: upload)
        input.multipartUpload = S3.CompletedMultipartUpload(parts: parts)
        input.mpuObjectSize = bytes
        input.ifNoneMatch = "*"
        do {
            _ = try await client.send(S3.completeMultipartUpload, input)
        } catch let error as ClientError
            where ["PreconditionFailed", "NoSuchUpload"].contains(error.code ?? "")
        {
            // Nobody else has this name: the answer of an earlier attempt was lost, or the name is taken.
            let head = try await client.send(S3.headObject, .init(bucket: bucket, key: key))
            guard error.attempts > 1, head.contentLength == bytes else {
                throw BackupFailure("s3://\(bucket)/\(key) exists already")
            }
        }
    }

    func abandon() async {
        travelling?.cancel()
        // Also when the task that wanted the object is cancelled.
        let (client, bucket, key, upload) = (client, bucket, key, upload)
        _ = try? await Task {
            try await client.send(S3.abortMultipartUpload, .init(bucket: bucket, key: key, uploadId: upload))
        }.value
    }

    private func send(_ part: [UInt8]) async throws {
        try await arrive()
        let number = parts.count + 1
        let (client, bucket, key, upload) = (client, bucket, key, upload)
        travelling = Task {
            let checksum = Base64.encode(SHA256.hash(part))
            var input = S3.UploadPartInput(bucket: bucket, key: key, partNumber: number, uploadId: upload)
            input.body = .bytes(part)
            input.checksumSHA256 = checksum
            let answer = try await client.send(S3.uploadPart, input)
            return S3.CompletedPart(eTag: answer.eTag, checksumSHA256: checksum, partNumber: number)
        }
    }

    private func arrive() async throws {
        guard let task = travelling else { return }
        let part = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        parts.append(part)
        travelling = nil
    }
}
