extension Pipeline {
    /// Signs a request whose body is produced in pieces, which the signature cannot cover in advance.
    ///
    /// The body's checksum follows it, unless the caller has passed one; without TLS each piece is signed too.
    func upload(
        _ stream: HTTPBodyStream, in request: HTTPRequest, by signer: RequestSigner, _ credentials: Credentials,
        _ date: SigningDate
    ) throws -> HTTPRequest {
        guard let length = stream.length else {
            throw ClientError(operation: call.name, cause: .input(UploadError.unknownLength))
        }
        let isEncrypted = request.url.scheme == "https"
        let hasChecksum = request.headers.fields.contains { $0.name.lowercased().hasPrefix("x-amz-checksum-") }
        if isEncrypted, hasChecksum {
            return signer.sign(request, payload: .unsigned, credentials: credentials, date: date).request
        }
        var request = request
        let encoding = request.headers["Content-Encoding"]
        request.headers["Content-Encoding"] = ["aws-chunked", encoding].compactMap { $0 }.joined(separator: ",")
        request.headers["x-amz-decoded-content-length"] = String(length)
        request.headers["x-amz-trailer"] = ChunkedBody.trailerName
        let signed = signer.sign(
            request, payload: isEncrypted ? .unsignedWithTrailer : .signedChunksAndTrailer, credentials: credentials,
            date: date)
        let chunks = isEncrypted ? nil : signer.chunkSigner(after: signed, credentials: credentials, date: date)
        let body = ChunkedBody(stream, length: length, signer: chunks)
        request = signed.request
        request.body = .stream(
            HTTPBodyStream(
                length: ChunkedBody.encodedLength(of: length, isSigned: chunks != nil), next: { try await body.next() })
        )
        return request
    }
}

enum UploadError: Error, CustomStringConvertible {
    case unknownLength
    var description: String { "S3 takes a body only when its length is known" }
}
