import AWSCore
import AWSNames
import Testing

/// The examples of Amazon S3's API reference, and of botocore.
@Suite("Documented signatures")
struct DocumentedExamplesTests {
    private let credentials = Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: Redacted("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
    private let date = SigningDate(secondsSince1970: 1_369_353_600)
    private let signer = RequestSigner(
        service: "s3", region: "us-east-1", pathForm: .asSent, sendsPayloadHash: true)

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    @Test func `a GET of part of an object`() {
        let request = HTTPRequest(
            method: "GET", url: HTTPURL(scheme: "https", host: "examplebucket.s3.amazonaws.com", path: "/test.txt"),
            headers: ["Range": "bytes=0-9"])
        let signed = signer.sign(request, payload: SigningPayload(.none), credentials: credentials, date: date)
        #expect(signed.signature == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    @Test func `a presigned GET for a day`() {
        let request = HTTPRequest(
            method: "GET", url: HTTPURL(scheme: "https", host: "examplebucket.s3.amazonaws.com", path: "/test.txt"))
        let signed = signer.presign(
            request, payload: .unsigned, credentials: credentials, date: date, expiresIn: 86_400)
        #expect(signed.signature == "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
    @Test func `a PUT in signed chunks`() {
        let request = HTTPRequest(
            method: "PUT",
            url: HTTPURL(scheme: "https", host: "s3.amazonaws.com", path: "/examplebucket/chunkObject.txt"),
            headers: [
                "x-amz-storage-class": "REDUCED_REDUNDANCY", "Content-Encoding": "aws-chunked",
                "x-amz-decoded-content-length": "66560", "Content-Length": "66824",
            ])
        let signed = signer.sign(request, payload: .signedChunks, credentials: credentials, date: date)
        #expect(signed.signature == "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
        var chunks = chunkSigner(seed: signed.signature)
        #expect(
            chunks.sign(chunk: [UInt8](repeating: UInt8(ascii: "a"), count: 65_536))
                == "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
        #expect(
            chunks.sign(chunk: [UInt8](repeating: UInt8(ascii: "a"), count: 1024))
                == "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
        #expect(chunks.sign(chunk: []) == "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9")
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
    @Test func `a PUT in signed chunks with a signed trailer`() {
        let request = HTTPRequest(
            method: "PUT",
            url: HTTPURL(scheme: "https", host: "s3.amazonaws.com", path: "/examplebucket/chunkObject.txt"),
            headers: [
                "x-amz-storage-class": "REDUCED_REDUNDANCY", "Content-Encoding": "aws-chunked",
                "x-amz-decoded-content-length": "66560", "x-amz-trailer": "x-amz-checksum-crc32c",
            ])
        let signed = signer.sign(request, payload: .signedChunksAndTrailer, credentials: credentials, date: date)
        #expect(signed.signature == "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")
        var chunks = chunkSigner(seed: signed.signature)
        #expect(
            chunks.sign(chunk: [UInt8](repeating: UInt8(ascii: "a"), count: 65_536))
                == "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
        #expect(
            chunks.sign(chunk: [UInt8](repeating: UInt8(ascii: "a"), count: 1024))
                == "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7")
        #expect(chunks.sign(chunk: []) == "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992")
        #expect(
            chunks.sign(trailer: "x-amz-checksum-crc32c:sOO8/Q==\n")
                == "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435")
    }

    // The token that botocore 1.43.11's generate_db_auth_token makes of the same at the same moment.
    @Test func `a database token is botocore's, byte for byte`() {
        let token = DatabaseAuthToken.make(
            host: "db.example.eu-central-1.rds.amazonaws.com", port: 5432, user: "drill user",
            region: Region("eu-central-1"),
            credentials: Credentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: Redacted("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                sessionToken: Redacted("the/token+=")),
            date: SigningDate(secondsSince1970: 1_795_412_055))
        #expect(
            token.secret == "db.example.eu-central-1.rds.amazonaws.com:5432/?Action=connect&DBUser=drill%20user"
                + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Feu-central-1%2Frds-db%2Faws4_request"
                + "&X-Amz-Date=20261123T053415Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
                + "&X-Amz-Security-Token=the%2Ftoken%2B%3D"
                + "&X-Amz-Signature=58e734a41c34be05dd52ded4cb7d116bd01b181c3c7c690b9c5b809ffdc3b672")
        #expect("\(token)" == "****")
    }

    private func chunkSigner(seed: String) -> ChunkSigner {
        let scope = SigningScope(date: date, region: "us-east-1", service: "s3")
        return ChunkSigner(
            key: SigningKey(secretAccessKey: credentials.secretAccessKey, scope: scope), scope: scope, seed: seed)
    }
}
