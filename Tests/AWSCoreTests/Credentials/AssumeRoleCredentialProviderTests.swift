import AWSCore
import AWSNames
import Testing

@Suite struct AssumeRoleCredentialProviderTests {
    private static let role = "arn:aws:iam::123456789012:role/dr"

    private static func answer(_ operation: String, keyID: String = "ASIA1") -> HTTPResponse {
        HTTPResponse(
            200,
            """
            <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result>
            <AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/dr/s</Arn></AssumedRoleUser>
            <Credentials><AccessKeyId>\(keyID)</AccessKeyId><SecretAccessKey>se+cret</SecretAccessKey>
            <SessionToken>to/ken==</SessionToken><Expiration>2027-01-15T09:00:00Z</Expiration></Credentials>
            </\(operation)Result></\(operation)Response>
            """)
    }

    private static let error = HTTPResponse(
        403,
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>
        <Message>not authorized</Message></Error><RequestId>r</RequestId></ErrorResponse>
        """)

    private func profile(_ lines: String) -> CredentialTestWorld {
        CredentialTestWorld(
            files: [
                ".aws/config": "[default]\nrole_arn = \(Self.role)\n\(lines)\n",
                ".aws/credentials": "[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n",
            ])
    }

    @Test func `all that the profile says is asked for, signed by the source`() async throws {
        var world = profile(
            "source_profile = base\nexternal_id = a&b\nmfa_serial = m1\nrole_session_name = me@x\nduration_seconds = 900"
        )
        world.mfaCode = "123"
        world.transport.append(.on("POST", host: "sts.eu-west-1.amazonaws.com", reply: Self.answer("AssumeRole")))
        let credentials = try await ProfileCredentialProvider(world.context).credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "ASIA1", secretAccessKey: Redacted("se+cret"), sessionToken: Redacted("to/ken=="),
                    expiration: 1_800_003_600, accountID: "123456789012"))
        let request = try #require(world.transport.requests.first)
        #expect(
            request.text.split(separator: "&") == [
                "Action=AssumeRole", "Version=2011-06-15", "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdr",
                "RoleSessionName=me%40x", "DurationSeconds=900", "ExternalId=a%26b", "SerialNumber=m1",
                "TokenCode=123-of-m1",
            ])
        #expect(
            request.headers["authorization"]?.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIABASE/20270115/eu-west-1/sts/aws4_request, ") == true)
    }

    @Test func `roles are assumed one with the other`() async throws {
        var world = profile("source_profile = middle")
        world.files[".aws/config", default: ""] +=
            "[profile middle]\nrole_arn = arn:aws:iam::1:role/m\nsource_profile = base\n"
        world.transport.append(.on(body: "role%2Fm&", reply: Self.answer("AssumeRole", keyID: "ASIAMIDDLE")))
        world.transport.append(.on(body: "role%2Fdr&", reply: Self.answer("AssumeRole", keyID: "ASIALAST")))
        #expect(try await ProfileCredentialProvider(world.context).credentials().accessKeyID == "ASIALAST")
        let signers = world.transport.requests.map { $0.headers["authorization"]?.split(separator: "/").first ?? "" }
        #expect(signers == ["AWS4-HMAC-SHA256 Credential=AKIABASE", "AWS4-HMAC-SHA256 Credential=ASIAMIDDLE"])
    }

    @Test func `a role can be put on top of any credentials`() async throws {
        let world = CredentialTestWorld()
        world.transport.append(.on(body: "ExternalId=x", reply: Self.answer("AssumeRole")))
        let provider = try AssumeRoleCredentialProvider(
            AssumedRole(arn: Self.role, externalID: "x"), source: StaticCredentialProvider(.named("A")),
            context: world.context)
        #expect(try await provider.credentials().accessKeyID == "ASIA1")
        #expect(world.transport.requests.first?.text.contains("RoleSessionName=test-session") == true)
    }

    @Test func `a refusal is told with what to check`() async throws {
        let world = profile("source_profile = base")
        world.transport.append(.on(reply: Self.error))
        let error = try await world.failure { try await ProfileCredentialProvider($0).credentials() }
        #expect(
            error?.description == """
                Failed to get credentials from profile 'default': AssumeRole of \(Self.role): AccessDenied: not authorized.
                hint: the role's trust policy must allow this caller, and the caller must be allowed to assume it
                """)
    }

    @Test func `a page of a proxy is no answer`() async throws {
        let world = profile("source_profile = base")
        world.transport.append(
            .on(uses: .always, reply: HTTPResponse(502, "<html><body>Bad Gateway<br></body></html>")))
        let error = try await world.failure { try await ProfileCredentialProvider($0).credentials() }
        #expect(error?.attempts.last?.reason == "AssumeRole of \(Self.role): HTTP 502")
        #expect(world.transport.requests.count == 3)
    }

    @Test func `a device that nobody can read a code from is an error before any call`() async throws {
        let world = profile("source_profile = base\nmfa_serial = m1")
        let error = try await world.failure { try await ProfileCredentialProvider($0).credentials() }
        #expect(error?.attempts.last?.reason.contains("MFA device m1") == true)
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `without a region STS is not asked`() async throws {
        var world = profile("source_profile = base")
        world.environment = [:]
        let error = try await world.failure { try await ProfileCredentialProvider($0).credentials() }
        #expect(error?.attempts.last?.hint == "set AWS_REGION, or region in the profile")
    }

    @Test func `web identity reads the token anew and is not signed`() async throws {
        var world = CredentialTestWorld(files: ["token": "jwt.of.pod\n"])
        world.environment.merge([
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/home/token", "AWS_ROLE_ARN": Self.role, "AWS_ROLE_SESSION_NAME": "pod",
            "AWS_STS_REGIONAL_ENDPOINTS": "legacy",
        ]) { $1 }
        let operation = "AssumeRoleWithWebIdentity"
        world.transport.append(
            .on(
                host: "sts.amazonaws.com",
                reply: HTTPResponse(
                    400,
                    "<ErrorResponse><Error><Code>IDPCommunicationError</Code><Message>later</Message></Error></ErrorResponse>"
                )))
        world.transport.append(
            .on(host: "sts.amazonaws.com", body: "WebIdentityToken=jwt.of.pod", reply: Self.answer(operation)))
        let chain = try DefaultCredentialChain(world.context)
        #expect(try await chain.credentials().accessKeyID == "ASIA1")
        #expect(await chain.sourceName == "web identity")
        #expect(world.transport.requests.map { $0.headers["authorization"] } == [nil, nil])
        #expect(world.transport.requests.last?.text.contains("RoleSessionName=pod") == true)
    }
}
