import AWSNames
import Digests

/// Signs requests for one service in one region.
public struct RequestSigner: Sendable {
    /// The service's signing name.
    public var service: String
    /// The region that the signature is for.
    public var region: String
    /// How the path is canonicalised.
    public var pathForm: CanonicalRequest.PathForm
    /// True when the request states how its body is signed (`x-amz-content-sha256`), which S3 requires.
    public var sendsPayloadHash: Bool
    private let keys: SigningKeyCache

    /// Creates a signer; signers that share a cache derive each day's key once.
    public init(
        service: String, region: String, pathForm: CanonicalRequest.PathForm = .encodedTwice,
        sendsPayloadHash: Bool = false, keys: SigningKeyCache = SigningKeyCache()
    ) {
        self.service = service
        self.region = region
        self.pathForm = pathForm
        self.sendsPayloadHash = sendsPayloadHash
        self.keys = keys
    }

    /// A signature with its intermediate steps.
    public struct Signed: Sendable {
        /// The signed request.
        public var request: HTTPRequest
        /// The canonical request, which is the first step.
        public var canonicalRequest: CanonicalRequest
        fileprivate var signedBytes: [UInt8]
        /// The signature in hexadecimal digits, which also seeds the signatures of chunks.
        public var signature: String

        /// The string to sign, which is the second step.
        public var stringToSign: String { String(decoding: signedBytes, as: UTF8.self) }
    }

    /// Signs by header fields: `X-Amz-Date`, `X-Amz-Security-Token` and `Authorization`.
    public func sign(
        _ request: HTTPRequest, payload: SigningPayload, credentials: Credentials, date: SigningDate
    ) -> Signed {
        let scope = SigningScope(date: date, region: region, service: service)
        var request = request
        request.headers.reserveCapacity(request.headers.fields.count + 4)
        request.headers["X-Amz-Date"] = date.description
        if let token = credentials.sessionToken { request.headers["X-Amz-Security-Token"] = token.secret }
        if sendsPayloadHash { request.headers["x-amz-content-sha256"] = payload.text }
        let canonical = CanonicalRequest(
            method: request.method, url: request.url, headers: request.headers, payloadHash: payload.text,
            pathForm: pathForm)
        let scopeText = scope.description
        let (stringToSign, signature) = signature(of: canonical, credentials, scope, scopeText)
        var authorization: [UInt8] = []
        authorization.reserveCapacity(256)
        authorization.append(SigV4.algorithm)
        authorization.append(" Credential=" as StaticString)
        authorization.append(credentials.accessKeyID)
        authorization.append("/" as StaticString)
        authorization.append(scopeText)
        authorization.append(", SignedHeaders=" as StaticString)
        authorization.append(canonical.signedHeaders)
        authorization.append(", Signature=" as StaticString)
        authorization.append(signature)
        request.headers["Authorization"] = String(decoding: authorization, as: UTF8.self)
        return Signed(
            request: request, canonicalRequest: canonical, signedBytes: stringToSign, signature: signature)
    }

    /// The signer for the chunks of a signed request's body.
    func chunkSigner(after signed: Signed, credentials: Credentials, date: SigningDate) -> ChunkSigner {
        let scope = SigningScope(date: date, region: region, service: service)
        return ChunkSigner(key: keys.key(for: credentials, scope: scope), scope: scope, seed: signed.signature)
    }

    /// Signs with query parameters, so that anybody with the URL can send the request until it expires.
    ///
    /// The signature covers the request's header fields, so the sender must send the same ones.
    public func presign(
        _ request: HTTPRequest, payload: SigningPayload, credentials: Credentials, date: SigningDate,
        expiresIn seconds: Int
    ) -> Signed {
        let scope = SigningScope(date: date, region: region, service: service)
        var request = request
        let unsigned = CanonicalRequest(
            method: request.method, url: request.url, headers: request.headers, payloadHash: payload.text,
            pathForm: pathForm)
        var query = request.url.query.map { $0.isEmpty ? [] : [$0] } ?? []
        query += [
            "X-Amz-Algorithm=\(SigV4.algorithm)",
            "X-Amz-Credential=\(URIEncoding.encode("\(credentials.accessKeyID)/\(scope)"))",
            "X-Amz-Date=\(date)",
            "X-Amz-Expires=\(seconds)",
            "X-Amz-SignedHeaders=\(URIEncoding.encode(unsigned.signedHeaders))",
        ]
        if let token = credentials.sessionToken {
            query.append("X-Amz-Security-Token=\(URIEncoding.encode(token.secret))")
        }
        request.url.query = query.joined(separator: "&")
        let canonical = CanonicalRequest(
            method: request.method, url: request.url, headers: request.headers, payloadHash: payload.text,
            pathForm: pathForm)
        let (stringToSign, signature) = signature(of: canonical, credentials, scope, scope.description)
        request.url.query = (query + ["X-Amz-Signature=\(signature)"]).joined(separator: "&")
        return Signed(
            request: request, canonicalRequest: canonical, signedBytes: stringToSign, signature: signature)
    }

    private func signature(
        of canonical: CanonicalRequest, _ credentials: Credentials, _ scope: SigningScope, _ scopeText: String
    ) -> (stringToSign: [UInt8], signature: String) {
        let stringToSign = SigV4.stringToSign(
            hash: SHA256.hex(canonical.bytes), date: scope.date, scope: scopeText)
        return (
            stringToSign, SigV4.signature(of: stringToSign, key: keys.key(for: credentials, scope: scope))
        )
    }
}
