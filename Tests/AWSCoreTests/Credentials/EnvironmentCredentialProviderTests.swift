import AWSCore
import AWSNames
import Testing

@Suite struct EnvironmentCredentialProviderTests {
    private func load(_ environment: [String: String]) async throws -> Credentials {
        try await EnvironmentCredentialProvider(.init(environment: environment, files: .memory([:]))).credentials()
    }

    @Test func `all variables are read`() async throws {
        let credentials = try await load([
            "AWS_ACCESS_KEY_ID": "AKIA1", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
            "AWS_CREDENTIAL_EXPIRATION": "2030-01-01T00:00:00+01:00", "AWS_ACCOUNT_ID": "012345678901",
        ])
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "AKIA1", secretAccessKey: Redacted("s"), sessionToken: Redacted("t"),
                    expiration: 1_893_452_400, accountID: "012345678901"))
    }

    @Test func `half a pair of keys is an error`() async throws {
        let error = await #expect(throws: CredentialError.self) { try await load(["AWS_ACCESS_KEY_ID": "AKIA1"]) }
        #expect(
            error?.description == """
                Failed to get credentials from environment: AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not.
                hint: set both, or unset both
                """)
    }

    @Test func `a token that would write header fields of its own is refused`() async throws {
        let error = await #expect(throws: CredentialError.self) {
            try await load(["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c\r\nX: y"])
        }
        #expect(error?.description.contains("character") == true)
        #expect(error?.description.contains("X: y") == false)
    }
}
