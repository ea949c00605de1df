import AWSCore
import AWSNames
import Testing

/// What AWS's own cases do not tell: addresses, paths of custom endpoints, and refusals.
@Suite("Endpoints")
struct EndpointTests {
    private let s3 = Service(
        id: "S3", endpointPrefix: "s3", signingName: "s3", wireProtocol: .restXML, apiVersion: "2006-03-01")
    private let s3Control = Service(
        id: "S3 Control", endpointPrefix: "s3-control", signingName: "s3", wireProtocol: .restXML, apiVersion: "")

    private func url(_ bucket: String, custom: String? = nil) throws -> String {
        let options = EndpointOptions(custom: custom.flatMap { HTTPURL($0) })
        return try Endpoint.resolve(
            s3, region: Region("eu-west-1"), options: options, parameters: ["Bucket": bucket]
        ).url.description
    }

    @Test(arguments: [
        ("a-bucket", "https://a-bucket.s3.eu-west-1.amazonaws.com/"),
        ("ab", "https://s3.eu-west-1.amazonaws.com/ab"),
        ("a.bucket", "https://s3.eu-west-1.amazonaws.com/a.bucket"),
        ("-bucket", "https://s3.eu-west-1.amazonaws.com/-bucket"),
        ("bucket-", "https://s3.eu-west-1.amazonaws.com/bucket-"),
        ("under_score", "https://s3.eu-west-1.amazonaws.com/under_score"),
        ("a/../b", "https://s3.eu-west-1.amazonaws.com/a%2F..%2Fb"),
    ])
    func `a bucket stands in the host only where its name is a label`(bucket: String, expected: String) throws {
        #expect(try url(bucket) == expected)
    }

    @Test func `under an address there are no names`() throws {
        #expect(try url("a-bucket", custom: "http://127.0.0.1:5000/s3") == "http://127.0.0.1:5000/s3/a-bucket")
        #expect(try url("a-bucket", custom: "http://[::1]:5000") == "http://[::1]:5000/a-bucket")
        #expect(try url("a-bucket", custom: "http://localhost:5000") == "http://localhost:5000/a-bucket")
        let control = try Endpoint.resolve(
            s3Control, region: Region("eu-west-1"), options: EndpointOptions(custom: HTTPURL("http://127.0.0.1:5000")),
            parameters: ["AccountId": "123456789012"])
        #expect(control.url.host == "127.0.0.1")
    }

    @Test func `what is not supported is refused by name`() {
        for bucket in ["arn:aws:s3:us-west-2:123456789012:accesspoint:x", "x--use1-az4--x-s3"] {
            #expect(throws: EndpointError.self) { try url(bucket) }
        }
    }

    @Test func `a pseudo region stands for its partition`() {
        #expect(Region("aws-us-gov-global").partition == .awsGovCloud)
        #expect(Region("aws-cn-global").partition == .awsChina)
        #expect(Region("aws-global").partition == .aws)
        #expect(Region("unknown-global").partition == .aws)
    }
}
