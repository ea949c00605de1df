import AWSCore
import AWSNames
import Testing

@Suite struct DefaultCredentialChainTests {
    private let offline = HTTPError(kind: .connectTimeout, endpoint: "http://169.254.169.254", detail: "no answer")

    private func chain(_ world: CredentialTestWorld) async throws -> String {
        world.transport.append(.on(uses: .always, failure: offline))
        return try await DefaultCredentialChain(world.context).credentials().accessKeyID
    }

    private static let keys = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]
    private static let config =
        "[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = s\n[profile dev]\naws_access_key_id = DEV\naws_secret_access_key = s\n"

    @Test func `the environment goes before the profile it names`() async throws {
        var world = CredentialTestWorld(environment: Self.keys, files: [".aws/config": Self.config])
        #expect(try await chain(world) == "ENV")
        world.environment["AWS_PROFILE"] = "dev"
        #expect(try await chain(world) == "ENV")
    }

    @Test func `a profile named by flag goes before the environment`() async throws {
        let world = CredentialTestWorld(
            environment: Self.keys, files: [".aws/config": Self.config], flags: ConfigurationFlags(profile: "dev"))
        #expect(try await chain(world) == "DEV")
    }

    @Test func `the error lists all that was tried`() async throws {
        let world = CredentialTestWorld()
        world.transport.append(.on("PUT", host: "169.254.169.254", failure: offline))
        let error = try await world.failure { try await DefaultCredentialChain($0).credentials() }
        #expect(
            error?.description == """
                No credentials found. Tried: environment (AWS_ACCESS_KEY_ID is not set), \
                web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not set), \
                profile 'default' in /home/.aws/config, /home/.aws/credentials (no such profile), \
                container (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set), \
                EC2 instance metadata (http://169.254.169.254: no answer).
                hint: name a profile with --profile or AWS_PROFILE, or sign in with `aws sso login` or `aws configure`
                """)
    }

    @Test func `a profile that is named and does not exist ends the search`() async throws {
        var world = CredentialTestWorld(environment: ["AWS_PROFILE": "x"], files: [".aws/config": Self.config])
        let error = try await world.failure { try await DefaultCredentialChain($0).credentials() }
        #expect(error?.attempts.map(\.source).last == "profile 'x' in /home/.aws/config, /home/.aws/credentials")
        #expect(error?.description.hasSuffix("hint: existing profiles: default, dev") == true)
        #expect(world.transport.requests.isEmpty)

        world.environment.merge(Self.keys) { $1 }
        let withKeys = try await world.failure { try await DefaultCredentialChain($0).credentials() }
        #expect(withKeys?.attempts.first?.reason == "passed over, as AWS_PROFILE names a profile")
    }

    @Test func `a configured place that fails ends the search: no other identity steps in`() async throws {
        let world = CredentialTestWorld(
            environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/none", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"],
            files: [".aws/config": Self.config])
        let error = try await world.failure { try await DefaultCredentialChain($0).credentials() }
        #expect(
            error?.description == """
                Failed to get credentials from web identity: the token file /none does not exist. \
                Tried before: environment (AWS_ACCESS_KEY_ID is not set).
                """)
    }

    @Test func `the chain stays with the place that had credentials`() async throws {
        let world = CredentialTestWorld(files: [".aws/config": Self.config])
        let chain = try DefaultCredentialChain(world.context)
        #expect(await chain.sourceName == nil)
        #expect(try await chain.credentials().accessKeyID == "DEFAULT")
        #expect(await chain.sourceName == "profile 'default'")
        #expect(try await chain.credentials().accessKeyID == "DEFAULT")
    }
}
