import AWSCore
import AWSNames
import Testing

@Suite struct MetadataCredentialProviderTests {
    private static let answer =
        #"{"Code":"Success","AccessKeyId":"ASIA1","SecretAccessKey":"s","Token":"t","Expiration":"2027-01-15T09:00:00Z"}"#
    private static let rolePath = "/latest/meta-data/iam/security-credentials/"

    // MARK: - Container

    private func container(_ environment: [String: String], files: [String: String] = [:]) -> CredentialTestWorld {
        CredentialTestWorld(environment: environment, files: files)
    }

    @Test func `the token of the file is sent, and the file is read each time`() async throws {
        let world = container(
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/home/token",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "not this",
            ], files: ["token": "jwt"])
        world.transport.append(.on("GET", host: "169.254.170.23", reply: HTTPResponse(200, Self.answer)))
        let credentials = try await ContainerCredentialProvider(world.context).credentials()
        #expect(credentials.accessKeyID == "ASIA1" && credentials.expiration == 1_800_003_600)
        #expect(world.transport.requests.first?.headers["authorization"] == "jwt")
    }

    @Test(arguments: [
        "http://127.0.0.1.evil.example/c", "http://evil.example/c", "http://169.254.169.254/c", "http://127.0.0/c",
        "http://10.0.0.1/",
    ])
    func `a host that is not this machine is never asked in the clear`(uri: String) async throws {
        let world = container(["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush"])
        let error = try await world.failure { try await ContainerCredentialProvider($0).credentials() }
        #expect(error?.description.contains("plain HTTP") == true)
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `a token that would write header fields of its own is refused`() async throws {
        let world = container([
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\r\nX: hush",
        ])
        let error = try await world.failure { try await ContainerCredentialProvider($0).credentials() }
        #expect(error?.description.contains("line feed") == true)
        #expect(error?.description.contains("hush") == false)
    }

    @Test func `an agent in trouble is asked three times, one that refuses once`() async throws {
        let world = container(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c"])
        world.transport.append(.on(reply: HTTPResponse(400, #"{"code":"NoRole","message":"none for the task"}"#)))
        let refused = try await world.failure { try await ContainerCredentialProvider($0).credentials() }
        #expect(refused?.attempts.last?.reason == "http://169.254.170.2 returned NoRole: none for the task")
        world.transport.append(.on(uses: .always, reply: HTTPResponse(500, "oops")))
        _ = try await world.failure { try await ContainerCredentialProvider($0).credentials() }
        #expect(world.transport.requests.count == 1 + 3)
    }

    // MARK: - Instance

    private func reason(_ world: CredentialTestWorld) async throws -> String? {
        try await world.failure { try await InstanceMetadataCredentialProvider($0).credentials() }?.attempts.last?
            .reason
    }

    @Test func `the service can be switched off`() async throws {
        var world = CredentialTestWorld()
        world.environment["AWS_EC2_METADATA_DISABLED"] = "true"
        #expect(try await reason(world) == "disabled by AWS_EC2_METADATA_DISABLED")
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `where nobody answers is asked once, and within a second`() async throws {
        let world = CredentialTestWorld()
        let silence = HTTPError(kind: .connectTimeout, endpoint: "http://169.254.169.254", detail: "silence")
        world.transport.append(.on(uses: .always, failure: silence))
        #expect(try await reason(world) == "http://169.254.169.254: silence")
        #expect(world.transport.requests.map(\.limits.totalTimeout) == [.seconds(1)])
    }

    @Test func `attempts and seconds can be configured`() async throws {
        var world = CredentialTestWorld()
        world.environment.merge([
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "4", "AWS_METADATA_SERVICE_TIMEOUT": "2",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:1338/base/",
        ]) { $1 }
        let silence = HTTPError(kind: .connectTimeout, endpoint: "http://localhost:1338", detail: "silence")
        world.transport.append(
            .on("PUT", host: "localhost:1338", path: "/base/latest/api/token", uses: .always, failure: silence))
        #expect(try await reason(world) == "http://localhost:1338: silence")
        #expect(world.transport.requests.map(\.limits.totalTimeout) == Array(repeating: .seconds(2), count: 4))
    }

    @Test func `a refused token, a missing role and a role that is not trusted are told apart`() async throws {
        let world = CredentialTestWorld()
        world.transport.append(.on("PUT", reply: HTTPResponse(403, "no")))
        #expect(try await reason(world) == "no session token (HTTP 403)")
        world.transport.append(.on("PUT", uses: .always, reply: HTTPResponse(200, "imds")))
        world.transport.append(.on("GET", path: Self.rolePath, reply: HTTPResponse(404, "none")))
        #expect(try await reason(world) == "the instance has no role")
        world.transport.append(.on("GET", path: Self.rolePath, uses: .always, reply: HTTPResponse(200, "role")))
        world.transport.append(
            .on(
                "GET", path: Self.rolePath + "role",
                reply: HTTPResponse(200, #"{"Code":"AssumeRoleUnauthorizedAccess","Message":"m"}"#)))
        #expect(try await reason(world) == "AssumeRoleUnauthorizedAccess: m")
    }

    @Test func `the instance's region is asked with a session token`() async throws {
        let world = CredentialTestWorld()
        world.transport.append(.on("PUT", reply: HTTPResponse(200, "imds")))
        world.transport.append(
            .on("GET", path: "/latest/meta-data/placement/region", reply: HTTPResponse(200, "eu-south-2\n")))
        #expect(try await InstanceMetadataService(world.context).region() == Region("eu-south-2"))
        #expect(world.transport.requests.last?.headers["x-aws-ec2-metadata-token"] == "imds")
    }
}
