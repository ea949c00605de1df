import AWSCore
import AWSNames
import Foundation
import Testing

@Suite struct SSOCredentialProviderTests {
    private static let cacheFile = ".aws/sso/cache/34c6fceca75e456f25e7e99531e2425c6c1de443.json"
    private static let roleAnswer = HTTPResponse(
        200,
        #"{"roleCredentials":{"accessKeyId":"ASIA1","secretAccessKey":"s","sessionToken":"t","expiration":1800003600000}}"#
    )

    /// A session named `dev`, whose token expires then.
    private func world(tokenExpires: String, extra: String = "") -> CredentialTestWorld {
        CredentialTestWorld(
            files: [
                ".aws/config": """
                [default]
                sso_session = dev
                sso_account_id = 012345678901
                sso_role_name = Dr Admin
                [sso-session dev]
                sso_region = eu-north-1
                sso_start_url = https://x.awsapps.com/start
                """,
                Self.cacheFile: #"{"accessToken":"old-token","expiresAt":"\#(tokenExpires)"\#(extra)}"#,
            ])
    }

    private static let renewal =
        #","refreshToken":"old-refresh","clientId":"c","clientSecret":"cs","registrationExpiresAt":"2028-01-01T00:00:00Z""#

    @Test func `a token that is valid is exchanged for the role's credentials`() async throws {
        let world = world(tokenExpires: "2027-01-15T12:00:00Z")
        world.transport.append(
            .on(
                "GET", host: "portal.sso.eu-north-1.amazonaws.com", path: "/federation/credentials",
                query: "account_id=012345678901&role_name=Dr%20Admin", reply: Self.roleAnswer))
        let credentials = try await ProfileCredentialProvider(world.context).credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "ASIA1", secretAccessKey: Redacted("s"), sessionToken: Redacted("t"),
                    expiration: 1_800_003_600, accountID: "012345678901"))
        #expect(world.transport.requests.first?.headers["x-amz-sso_bearer_token"] == "old-token")
    }

    @Test func `a token about to expire is renewed and written back as the AWS CLI writes it`() async throws {
        let world = world(tokenExpires: "2027-01-15T08:10:00Z", extra: Self.renewal)
        world.transport.append(
            .on(
                "POST", host: "oidc.eu-north-1.amazonaws.com", path: "/token",
                body: #""grantType":"refresh_token","clientId":"c","clientSecret":"cs","refreshToken":"old-refresh""#,
                reply: HTTPResponse(200, #"{"accessToken":"new-token","expiresIn":3600,"refreshToken":"new-refresh"}"#))
        )
        world.transport.append(.on("GET", reply: Self.roleAnswer))
        _ = try await ProfileCredentialProvider(world.context).credentials()
        #expect(world.transport.requests.last?.headers["x-amz-sso_bearer_token"] == "new-token")
        let written = try #require(world.written["/home/\(Self.cacheFile)"])
        #expect(
            try JSONDecoder().decode([String: String].self, from: Data(written.utf8)) == [
                "startUrl": "https://x.awsapps.com/start", "region": "eu-north-1", "accessToken": "new-token",
                "expiresAt": "2027-01-15T09:00:00Z", "clientId": "c", "clientSecret": "cs",
                "registrationExpiresAt": "2028-01-01T00:00:00Z", "refreshToken": "new-refresh",
            ])
    }

    @Test func `a token that cannot be renewed is used while it is valid`() async throws {
        let world = world(tokenExpires: "2027-01-15T08:10:00Z", extra: Self.renewal)
        world.transport.append(.on("POST", reply: HTTPResponse(400, #"{"error":"invalid_grant"}"#)))
        world.transport.append(.on("GET", reply: Self.roleAnswer))
        #expect(try await ProfileCredentialProvider(world.context).credentials().accessKeyID == "ASIA1")
        #expect(world.written["/home/\(Self.cacheFile)"] == nil)
    }

    @Test(arguments: ["", renewal])
    func `an expired token asks for a login`(extra: String) async throws {
        let world = world(tokenExpires: "2027-01-15T07:00:00Z", extra: extra)
        world.transport.append(.on("POST", uses: .always, reply: HTTPResponse(400, #"{"error":"invalid_grant"}"#)))
        let error = try await world.failure { try await ProfileCredentialProvider($0).credentials() }
        #expect(
            error?.description == """
                Failed to get credentials from profile 'default': the SSO token expired at 2027-01-15T07:00:00Z.
                hint: run `aws sso login --sso-session dev`
                """)
    }

    @Test func `a token that the portal refuses asks for a login, a role it does not know for another name`()
        async throws
    {
        let world = world(tokenExpires: "2027-01-15T12:00:00Z")
        world.transport.append(
            .on(
                reply: HTTPResponse(
                    401, #"{"__type":"com.amazonaws#UnauthorizedException","message":"Session token not found"}"#)))
        world.transport.append(.on(reply: HTTPResponse(403, #"{"message":"No access"}"#)))
        let expired = try await world.failure { try await ProfileCredentialProvider($0).credentials() }
        #expect(
            expired?.attempts.last?.reason
                == "GetRoleCredentials for role Dr Admin of account 012345678901: UnauthorizedException: Session token not found"
        )
        #expect(expired?.attempts.last?.hint == "run `aws sso login --sso-session dev`")
        let unknown = try await world.failure { try await ProfileCredentialProvider($0).credentials() }
        #expect(unknown?.attempts.last?.hint?.contains("sso_role_name") == true)
    }

    @Test func `a cache file is replaced whole, for its owner's eyes only`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "drctl-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "sso/cache/a.json").path
        try FileReplacer.system.replace(path, Redacted(Array("first, longer".utf8)))
        try FileReplacer.system.replace(path, Redacted(Array("second".utf8)))
        #expect(try FileReader.system.read(path) == Array("second".utf8))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let folderAttributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "sso").path)
        #expect(folderAttributes[.posixPermissions] as? Int == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "sso/cache").path)
        #expect(names == ["a.json"])
    }
}
