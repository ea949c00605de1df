import AWSNames
import Synchronization
import Testing

@testable import AWSCore

@Suite("Bodies in chunks")
struct ChunkedBodyTests {
    @Test func `a small body without signatures stands as S3 documents it`() async throws {
        let body = ChunkedBody(pieces(["hel", "lo"]), length: 5, signer: nil)
        #expect(
            String(decoding: try await whole(body), as: UTF8.self)
                == "5\r\nhello\r\n0\r\nx-amz-checksum-sha256:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=\r\n\r\n")
    }

    @Test(arguments: [0, 1, ChunkedBody.chunkSize - 1, ChunkedBody.chunkSize, ChunkedBody.chunkSize + 1, 1_000_000])
    func `the length said beforehand is the length sent`(length: Int) async throws {
        for isSigned in [false, true] {
            let bytes = [UInt8](repeating: 7, count: length)
            let source = HTTPBodyStream(length: length, next: Pieces([bytes]).next)
            let body = ChunkedBody(source, length: length, signer: isSigned ? Self.signer : nil)
            #expect(
                try await whole(body).count == ChunkedBody.encodedLength(of: length, isSigned: isSigned))
        }
    }

    @Test func `a body that ends early or late is an error, not an object`() async {
        let short = ChunkedBody(pieces(["hel"]), length: 5, signer: nil)
        await #expect(throws: ChunkedBodyError(missing: 2)) { try await whole(short) }
        let long = ChunkedBody(pieces(["hello", "!"]), length: 5, signer: nil)
        await #expect(throws: ChunkedBodyError(missing: -1)) { try await whole(long) }
    }

    private static let signer = ChunkSigner(
        key: SigningKey(
            secretAccessKey: Redacted("secret"),
            scope: SigningScope(date: SigningDate(secondsSince1970: 0), region: "us-east-1", service: "s3")),
        scope: SigningScope(date: SigningDate(secondsSince1970: 0), region: "us-east-1", service: "s3"), seed: "seed")

    private func whole(_ body: ChunkedBody) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await body.next() { bytes += piece }
        #expect(try await body.next() == nil)
        return bytes
    }

    private func pieces(_ texts: [String]) -> HTTPBodyStream {
        HTTPBodyStream(length: nil, next: Pieces(texts.map { Array($0.utf8) }).next)
    }
}

/// Hands out pieces one by one.
final class Pieces: Sendable {
    private let rest: Mutex<ArraySlice<[UInt8]>>

    init(_ pieces: [[UInt8]]) { rest = Mutex(pieces[...]) }

    var next: @Sendable () async throws -> [UInt8]? { { self.rest.withLock { $0.popFirst() } } }
}
