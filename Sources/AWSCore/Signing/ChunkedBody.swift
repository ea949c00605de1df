import Digests

/// A body in S3's `aws-chunked` form, with its SHA-256 behind it, so that S3 stores nothing it did not receive whole.
///
///     10000;chunk-signature=…\r\n(65,536 bytes)\r\n0;chunk-signature=…\r\nx-amz-checksum-sha256:…\r\n\r\n
///
/// It is an actor because the transport may request pieces on any thread. Invariant: it requests one at a time.
actor ChunkedBody {
    /// The field that follows the body.
    static let trailerName = "x-amz-checksum-sha256"
    /// S3 requires at least 8 KiB for all chunks except the last.
    static let chunkSize = 128 << 10
    private static let signatureName = ";chunk-signature="
    private static let trailerSignatureName = "x-amz-trailer-signature"

    private let source: HTTPBodyStream
    private var signer: ChunkSigner?
    private let hash = StreamingSHA256()
    private var pending: [UInt8] = []
    private var remaining: Int
    private var isFinished = false

    /// Creates a body; without a signer the chunks are not signed, which is allowed with TLS.
    init(_ source: HTTPBodyStream, length: Int, signer: ChunkSigner?) {
        self.source = source
        self.signer = signer
        remaining = length
    }

    /// The length of a body in this form.
    static func encodedLength(of length: Int, isSigned: Bool) -> Int {
        let signature = isSigned ? signatureName.utf8.count + 64 : 0
        func chunk(_ size: Int) -> Int { String(size, radix: 16).utf8.count + signature + 2 + size + 2 }
        let rest = length % chunkSize
        let trailer = trailerName.utf8.count + 1 + 44 + 2
        let trailerSignature = isSigned ? trailerSignatureName.utf8.count + 1 + 64 + 2 : 0
        return length / chunkSize * chunk(chunkSize) + (rest > 0 ? chunk(rest) : 0)
            + 1 + signature + 2 + trailer + trailerSignature + 2
    }

    /// The next encoded chunk, the end, or nil after it.
    func next() async throws -> [UInt8]? {
        guard !isFinished else { return nil }
        let size = min(Self.chunkSize, remaining)
        while pending.count < size {
            guard let piece = try await source.next() else {
                throw ChunkedBodyError(missing: remaining - pending.count)
            }
            pending += piece
        }
        guard size > 0 else { return try await end() }
        let chunk = Array(pending.prefix(size))
        pending.removeFirst(size)
        remaining -= size
        hash.update(chunk)
        return Array(head(of: chunk).utf8) + chunk + Array("\r\n".utf8)
    }

    private func head(of chunk: [UInt8]) -> String {
        let signature = signer?.sign(chunk: chunk)
        return String(chunk.count, radix: 16) + (signature.map { Self.signatureName + $0 } ?? "") + "\r\n"
    }

    private func end() async throws -> [UInt8] {
        while pending.isEmpty, let piece = try await source.next() { pending = piece }
        guard pending.isEmpty else { throw ChunkedBodyError(missing: -1) }
        isFinished = true
        var text = head(of: [])
        let trailer = "\(Self.trailerName):\(Base64.encode(hash.finish()))"
        text += trailer + "\r\n"
        if let signature = signer?.sign(trailer: trailer + "\n") {
            text += "\(Self.trailerSignatureName):\(signature)\r\n"
        }
        return Array((text + "\r\n").utf8)
    }
}

/// The body's length differs from the declared one.
struct ChunkedBodyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number of missing bytes; negative when there were too many.
    var missing: Int

    var description: String {
        missing > 0 ? "the body ended \(missing) bytes early" : "the body is longer than it was said to be"
    }
}
