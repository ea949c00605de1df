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

    @Test(arguments: ["cn-north-1", "cn-northwest-1", "aws-cn-global"], [true, false])
    func `acceleration is refused in China, where there is none`(region: String, dualStack: Bool) {
        let options = EndpointOptions(usesDualStack: dualStack, usesS3Accelerate: true)
        let error = #expect(throws: EndpointError.self) {
            try Endpoint.resolve(s3, region: Region(region), options: options, parameters: ["Bucket": "a-bucket"])
        }
        #expect(error?.description == "S3 Accelerate cannot be used in this region")
    }

    @Test func `acceleration goes on where there is some, and without a bucket it means nothing`() throws {
        let options = EndpointOptions(usesS3Accelerate: true)
        func host(_ region: String, _ parameters: [String: String]) throws -> String {
            try Endpoint.resolve(s3, region: Region(region), options: options, parameters: parameters).url.host
        }
        #expect(try host("us-gov-west-1", ["Bucket": "a-bucket"]) == "a-bucket.s3-accelerate.amazonaws.com")
        #expect(try host("cn-north-1", [:]) == "s3.cn-north-1.amazonaws.com.cn")
    }

    @Test(
        arguments: [
            ([:], "AccountId is required but not set"), (["AccountId": ""], "AccountId must only contain"),
            (["AccountId": "1234 5678"], "AccountId must only contain"),
            (["AccountId": "12345.6789"], "AccountId must only contain"),
        ] as [([String: String], String)])
    func `S3 Control is not asked without an account`(parameters: [String: String], reason: String) {
        for custom in [nil, HTTPURL("https://beta.example.com"), HTTPURL("http://127.0.0.1:5000")] {
            let error = #expect(throws: EndpointError.self) {
                try Endpoint.resolve(
                    s3Control, region: Region("eu-west-1"), options: EndpointOptions(custom: custom),
                    parameters: parameters.merging(["RequiresAccountId": "true"]) { $1 })
            }
            #expect(error?.description.hasPrefix(reason) == true)
        }
    }

    private static let nonsense = [
        HTTPURL(scheme: "abcde", host: "nota"), HTTPURL(scheme: "", host: "nonsense"),
        HTTPURL(scheme: "https", host: ""),
        HTTPURL(scheme: "https", host: "a b"), HTTPURL(scheme: "https", host: "user@host"),
        HTTPURL(scheme: "https", host: "h", port: 99_999), HTTPURL(scheme: "https", host: "h", path: "p"),
        HTTPURL(scheme: "https", host: "h", query: "x=1"), HTTPURL(scheme: "https", host: "a..b"),
        HTTPURL(scheme: "https", host: String(repeating: "a", count: 64) + ".example.com"),
        HTTPURL(scheme: "https", host: Array(repeating: "aaaaaaaaa", count: 26).joined(separator: ".")),
    ]

    @Test(arguments: nonsense)
    func `a custom endpoint that is no URL is refused before anything is built`(custom: HTTPURL) {
        for service in [s3, s3Control, Example.service] {
            let error = #expect(throws: EndpointError.self) {
                try Endpoint.resolve(
                    service, region: Region("eu-west-1"), options: EndpointOptions(custom: custom),
                    parameters: ["Bucket": "a-bucket", "AccountId": "123456789012"])
            }
            #expect(error?.description == "Custom endpoint `\(custom)` was not a valid URI")
        }
    }

    @Test(arguments: [
        "nonsense", "abcde://nota#url", "https://", "https://example.com?x=1", "https://user:word@host",
        "https://h:99999",
        "https://\(String(repeating: "a", count: 64)).example.com", "h:5000", "https://a b",
    ])
    func `an endpoint that is configured and is no URL is an error with its origin`(text: String) throws {
        for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_RDS"] {
            let sources = ConfigurationSources(environment: [variable: text], files: .memory([:]))
            let configuration = try ClientConfiguration(sources: sources)
            let error = #expect(throws: ConfigurationError.self) { try configuration.endpointURL(forServiceID: "RDS") }
            #expect(error?.origin == variable)
        }
    }

    @Test func `a host name that ends in a dot is one`() throws {
        let options = EndpointOptions(custom: HTTPURL("https://example.com.:8443/p"))
        let endpoint = try Endpoint.resolve(Example.service, region: Region("eu-west-1"), options: options)
        #expect(endpoint.url.description == "https://example.com.:8443/p")
    }

    @Test func `a pseudo region stands for its partition`() {
        #expect(Region("aws-us-gov-global").partition == .awsGovCloud)
        #expect(Region("aws-cn-global").partition == .awsChina)
        #expect(Region("aws-global").partition == .aws)
        #expect(Region("unknown-global").partition == .aws)
    }
}
